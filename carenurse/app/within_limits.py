"""What "within limits" (the key W) writes out: "no" to each open question about a finding that has limits.

Such findings are measured ones, and the signs of an examination, whose limit is that the sign is absent. A
skin check, falls, wounds, pain, mood and every screening form hold no such question: there each answer is
what the nurse saw or was told, and one key must not write it.
"""

from collections.abc import Iterator

from carenurse.app.visit_examination import is_sign, system_of
from carenurse.app.visit_readings import loinc_of
from carenurse.clinical.fhir import Resource
from carenurse.clinical.limits import Limits
from carenurse.forms.form import Item
from carenurse.forms.nodes import Place
from carenurse.forms.session import Session


def nothing_found(session: Session, link: str, limits: Limits) -> dict[Place, Resource]:
    """Give the answer "no" of every open finding at hand, by its question."""
    return {place: answer for place, answer in _findings(session, link, limits) if not session.answers(place)}


def is_answered(session: Session, link: str, limits: Limits) -> bool:
    """Say whether there are findings with limits at hand, and each has its answer."""
    places = [place for place, _ in _findings(session, link, limits)]
    return bool(places) and all(session.answers(place) for place in places)


def _findings(session: Session, link: str, limits: Limits) -> Iterator[tuple[Place, Resource]]:
    """Go through the findings with limits; of an examination only those of the system of ``link``.

    Nobody looked at the other systems.
    """
    system = system_of(session, link)
    for place in session.places():
        item = session.item(place)
        if system_of(session, place.link) in ("", system) and (answer := _no(item, limits)):
            yield place, answer


def _no(item: Item, limits: Limits) -> Resource | None:
    """Give the option "no" (the one worth no points) of a yes-or-no question about a finding with limits."""
    if limits.vital(loinc_of(item)) is None and not is_sign(item):
        return None
    if item.kind != "choice" or item.never_carry or item.repeats:
        return None
    none = [option for option in item.options if option.score == 0]
    return dict(none[0].answer) if len(none) == 1 and len(item.options) == 2 else None  # noqa: PLR2004 - yes or no
