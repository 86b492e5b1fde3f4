"""What belongs to a visit that was made before its patient left a nurse's list; pure.

A visit may be signed, and arrive, long after its patient went to another nurse. What comes with it then is
what the visit made, and nothing else: the patient's own data, a consent, an insurance are the other nurse's.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from carenurse.clinical.dates import Moment, parse_instant
from carenurse.clinical.fhir import Resource, kind_of, split_reference
from carenurse.clinical.shapes import as_objects, as_text, at
from carenurse.store.former import Came

_NEVER: Final = frozenset({"Account", "Consent", "Coverage", "Group", "Patient", "Person", "RelatedPerson"})
"""Who somebody is, who speaks and who pays for them: no visit is needed to say it, and none lets it in."""

_NAMES: Final = ("encounter.reference", "context.reference", "context.encounter.reference")
"""Where FHIR R4 resources say at which visit they were made (``context.encounter`` is an array)."""

_MADE: Final = {
    "Appointment": "created",
    "Condition": "recordedDate",
    "Goal": "startDate",
    "ServiceRequest": "authoredOn",
    "Task": "authoredOn",
}
"""The kinds that FHIR, or CareNurse, lets name no visit, and where each says when it was made."""

_A_DAY: Final = timedelta(days=1)
"""How far a mere date may be off: it is written in the zone of the nurse."""


def may_come(resource: Resource, visits: Iterable[Came]) -> bool:
    """Say whether something new belongs to a visit: names it, or was made before it came and while it ran."""
    return any(_names(resource, one.visit) or _made_during(resource, one) for one in visits)


def fulfils(resource: Resource, before: Resource, visits: Iterable[Came]) -> bool:
    """Say whether a change only says that the appointment that a visit was planned as took place."""
    return (
        kind_of(before) == "Appointment"
        and f"Appointment/{before.get('id')}" in {name for one in visits for name in _planned_as(one.visit)}
        and resource.get("status") == "fulfilled"
        and _but_status(resource) == _but_status(before)
    )


def signed_by(resource: Resource) -> list[tuple[str, str]] | None:
    """List what a signature (Provenance) is under, as kind and id; None for anything else.

    It names no visit, only what was signed; what that is, somebody has to have brought before it.
    """
    named = [split_reference(as_text(one.get("reference"))) for one in as_objects(resource.get("target"))]
    known = [one for one in named if one is not None]
    return known if kind_of(resource) == "Provenance" and known and len(known) == len(named) else None


def _names(resource: Resource, visit: Resource) -> bool:
    if kind_of(resource) in _NEVER:
        return False
    reference = f"Encounter/{visit.get('id')}"
    return any(at(resource, path) == reference for path in _NAMES)


def _made_during(resource: Resource, came: Came) -> bool:
    path = _MADE.get(kind_of(resource))
    made = _instant(resource.get(path)) if path else None
    began = parse_instant(at(came.visit, "period.start"))
    return made is not None and began is not None and began - _A_DAY <= made <= came.at + _A_DAY


def _instant(text: object) -> datetime | None:
    """Read when it was made; a mere date as its noon."""
    moment = Moment.parse(text)
    if moment is None:
        return None
    day = moment.date
    if moment.instant or day is None:
        return moment.instant
    return datetime(day.year, day.month or 1, day.day or 1, 12, tzinfo=UTC)


def _planned_as(visit: Resource) -> Iterable[str]:
    return (as_text(one.get("reference")) for one in as_objects(visit.get("appointment")))


def _but_status(resource: Resource) -> Resource:
    return {name: value for name, value in resource.items() if name not in ("status", "meta", "text")}
