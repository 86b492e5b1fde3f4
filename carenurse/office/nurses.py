"""Whom an office lets a laptop in for: a nurse is meant by id, by an id in a file, or by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from carenurse.clinical import practitioner
from carenurse.clinical.fhir import Resource
from carenurse.clinical.identity import origins
from carenurse.clinical.search_words import fold
from carenurse.errors import ExpectedError
from carenurse.translations import tr

_MOST: Final = 40
"""So many are listed for whoever asked for one who is not there."""


@dataclass(frozen=True, slots=True)
class KnownNurse:
    """One nurse; ``came_as``: her ids in files of other systems. ``works``: she may be chosen."""

    id: str
    name: str
    came_as: tuple[str, ...]
    works: bool


def known_nurses(resources: Sequence[Resource]) -> list[KnownNurse]:
    """Read Practitioners, by name."""
    return sorted(map(_known, resources), key=lambda one: (fold(one.name), one.id))


def _known(resource: Resource) -> KnownNurse:
    value = practitioner.decode(resource)
    came_as = tuple(token.rpartition("|")[2] for token in origins(resource))
    return KnownNurse(value.id, value.name.display, came_as, resource.get("active") is not False)


def nurse_called(nurses: Sequence[KnownNurse], asked: str) -> KnownNurse:
    """Find the one nurse who is meant. Raises ExpectedError for nobody, and for several; it lists them."""
    words = asked.strip().removeprefix("Practitioner/")
    working = [one for one in nurses if one.works]
    found = (
        [one for one in nurses if one.id == words]
        or [one for one in working if words in one.came_as]
        or [one for one in working if words and fold(one.name) == fold(words)]
        or [one for one in working if words and set(fold(words).split()) <= set(fold(one.name).split())]
    )
    if not found:
        raise ExpectedError(
            tr("This office knows no nurse with this id or name."), _listed(tr("It knows: {ids}"), working)
        )
    if len(found) > 1:
        raise ExpectedError(
            tr("More than one nurse is meant by this."), _listed(tr("Give the id: {ids}"), found)
        )
    return found[0]


def _listed(sentence: str, nurses: Sequence[KnownNurse]) -> str:
    told = [f"{one.id} ({one.name})" if one.name else one.id for one in nurses[:_MOST]]
    more = ["..."] if len(nurses) > _MOST else []
    return sentence.format(ids=", ".join((*told, *more)))
