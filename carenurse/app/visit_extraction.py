"""Readings and totals of a signed visit as Observations: each measurement once, judged by the limits."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from carenurse.app.visit_readings import loinc_of
from carenurse.app.visit_session import VITALS, VisitSession
from carenurse.clinical import vital_sign
from carenurse.clinical.dates import parse_instant
from carenurse.clinical.fhir import Resource
from carenurse.clinical.limits import Limits
from carenurse.clinical.meter import as_observation
from carenurse.clinical.shapes import as_objects, as_text, at
from carenurse.clinical.systems import HL7
from carenurse.clinical.vital_sign import Component, VitalSign
from carenurse.forms.extraction import Origin, extract, extract_all
from carenurse.forms.fhirpath import ExpressionError
from carenurse.forms.session import Session

_WORST = ("HH", "LL", "H", "L", "N")
"""Of several parts (a blood pressure) the gravest interpretation stands for the whole."""


def observations(living: VisitSession, responses: Sequence[Resource], now: datetime) -> tuple[Resource, ...]:
    """Extract the Observations of the completed responses; the vital signs come first and win.

    A value that another form took over from the vital signs is not recorded a second time.
    """
    by_form = {as_text(one.get("questionnaire")): one for one in responses}
    found: list[Resource] = []
    known: set[str] = set()
    for key in sorted(living.forms, key=lambda one: one != VITALS):
        session = living.form(key)
        response = by_form.get(session.to_response()["questionnaire"])
        if response is None:
            continue
        made = _made(session, _origin(living, response, now), known | _refused(session))
        known |= {code for one in made for code in _codes(one)}
        observed = [one for one in made if one["resourceType"] == "Observation"]
        found += [_judged(as_observation(one), living.opened.limits) for one in observed]
        found += [one for one in made if one["resourceType"] != "Observation"]
    return tuple(found)


def _refused(session: Session) -> set[str]:
    """Name the codes of answers that cannot be right: signed with a reason, they stay words of the form."""
    wrong = [session.item(problem.place) for problem in session.problems() if not problem.warning]
    return {code for item in wrong if (code := loinc_of(item))}


def _made(session: Session, origin: Origin, known: set[str]) -> list[Resource]:
    """Make what a form gives; where its templates cannot be worked out, its Observations stand alone."""
    try:
        return extract_all(session, origin, leave_out=known)
    except ExpressionError:
        return extract(session, origin, leave_out=known)


def _origin(living: VisitSession, response: Resource, now: datetime) -> Origin:
    visit = living.opened.visit
    return Origin(
        response=str(response["id"]),
        subject=f"Patient/{visit.patient}",
        when=parse_instant(response.get("authored")) or now,
        encounter=f"Encounter/{visit.id}",
        performer=f"Practitioner/{living.opened.nurse}",
    )


def _codes(observation: Resource) -> Iterator[str]:
    for holder in (observation, *as_objects(observation.get("component"))):
        yield from (as_text(one.get("code")) for one in as_objects(at(holder, "code.coding")))


def _judged(observation: Resource, limits: Limits) -> Resource:
    """Add the interpretation by the limits; an Observation that has one (a total's band) keeps it."""
    if observation.get("interpretation"):
        return observation
    sign = vital_sign.decode(observation)
    words = [word for part in _parts(sign) if (word := _interpretation(part, limits))]
    if not words:
        return observation
    gravest = min(words, key=_WORST.index)
    system = f"{HL7}v3-ObservationInterpretation"
    return observation | {"interpretation": [{"coding": [{"system": system, "code": gravest}]}]}


def _parts(sign: VitalSign) -> tuple[Component, ...]:
    whole = sign.reading(sign.code)
    return sign.components or ((whole,) if whole else ())


def _interpretation(part: Component, limits: Limits) -> str:
    if part.value is None:
        return ""
    judged = limits.judge(part.code, part.value, part.unit)
    return judged.interpretation if judged else ""
