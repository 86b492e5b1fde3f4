"""The door of a visit: make it from the planned one or for a person, step its clock, find the unfinished.

A visit that is open is resumed, never made twice: neither for the same appointment nor for the same person.
One begun today without its plan is joined to the plan that is started later; an unfinished one of another day
is not: that is another visit.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from carenurse.app.ports import Reading, Records, Work
from carenurse.clinical import patient as patients
from carenurse.clinical import planned_visit, visit
from carenurse.clinical.dates import order_of
from carenurse.clinical.fhir import Resource, new_id, reference_to
from carenurse.clinical.planned_visit import PlannedVisit
from carenurse.errors import ExpectedError
from carenurse.translations import tr

OPEN = ("planned", "arrived", "triaged", "in-progress", "onleave")
"""Encounter statuses of a visit that is not finished (FHIR R4 encounter-status)."""


class VisitClosedError(ExpectedError):
    """A visit is not open any more: it was signed here before, or elsewhere."""

    def __init__(self) -> None:
        super().__init__(
            tr("This visit is closed."),
            tr("Open it in the chart, and add an addendum if something is missing."),
        )


@dataclass(frozen=True, slots=True)
class UnfinishedVisit:
    """A visit that waits for its signature, as Today lists it."""

    encounter: str
    patient: str
    person: str
    began: datetime | None
    drive_started: datetime | None
    reason: str


def start_drive(records: Records, appointment: str, now: datetime) -> str:
    """Note that the nurse is on her way; returns the Encounter id."""
    return _step(records, _encounter_for(records, now, appointment, ""), drive_started=now)


def start_visit(records: Records, now: datetime, *, appointment: str = "", patient: str = "") -> str:
    """Begin (or resume) a visit at the door; returns the Encounter id.

    From a planned visit, or for a person without one. The clock keeps its first "begin".
    Raises ExpectedError when the planned visit is gone or cancelled.
    """
    return _step(records, _encounter_for(records, now, appointment, patient), began=now)


def correct_clock(
    records: Records,
    encounter: str,
    now: datetime,
    *,
    drive_started: datetime | None,
    began: datetime | None,
    left: datetime | None = None,
) -> None:
    """Put the clock right while the visit is open; no ``left``: when the visit is signed.

    Raises ExpectedError when the times cannot be true.
    """
    if drive_started and began and began < drive_started:
        raise ExpectedError(tr("Arriving comes after driving."), tr("Check both times; nothing was changed."))
    if left and (began is None or left < began):
        raise ExpectedError(tr("Leaving comes after arriving."), tr("Check both times; nothing was changed."))
    if any(one and one > now for one in (drive_started, began, left)):
        raise ExpectedError(
            tr("One of these times has not come yet."), tr("Check the times; nothing was changed.")
        )
    resource = open_encounter(records, encounter)
    value = replace(visit.decode(resource), drive_started=drive_started, began=began, completed=left)
    with records.work() as work:
        _keep(work, visit.encode(value, onto=resource))


def open_encounter(records: Reading, encounter: str) -> Resource:
    """Find an unfinished visit. Raises VisitClosedError when there is none or it is signed already."""
    resource = records.get("Encounter", encounter)
    if resource is None or str(resource.get("status", "")) not in OPEN:
        raise VisitClosedError
    return resource


def unfinished_visits(records: Reading) -> tuple[UnfinishedVisit, ...]:
    """List this nurse's visits that are not signed, the oldest first."""
    found = [resource for status in OPEN for resource in records.where("Encounter", "status", status)]
    mine = [resource for resource in found if visit.decode(resource).practitioner == records.me]
    listed = [_unfinished(records, resource) for resource in mine]
    return tuple(sorted(listed, key=_since))


def _since(visit_left: UnfinishedVisit) -> str:
    moment = visit_left.began or visit_left.drive_started
    return order_of(moment) if moment else ""


def _unfinished(records: Reading, resource: Resource) -> UnfinishedVisit:
    value = visit.decode(resource)
    person = records.get("Patient", value.patient)
    name = patients.decode(person).name.display if person else ""
    return UnfinishedVisit(value.id, value.patient, name, value.began, value.drive_started, value.reason)


def _encounter_for(records: Records, now: datetime, appointment: str, patient: str) -> Resource:
    planned = records.get("Appointment", appointment) if appointment else None
    if appointment and (planned is None or planned.get("status") in ("cancelled", "noshow")):
        raise ExpectedError(
            tr("This visit is no longer planned."), tr("Choose the person and start from there.")
        )
    person = planned_visit.decode(planned).patient if planned else patient
    if planned is None:
        already = next(_open_here(records, records.of_patient(patient, "Encounter")), None)
        return already or _new_encounter(records, None, person)
    plan = planned_visit.decode(planned)
    already = next(_open_here(records, records.where("Encounter", "appointment", appointment)), None)
    return already or _begun_without_plan(records, plan, now) or _new_encounter(records, planned, person)


def _open_here(records: Reading, found: Iterable[Resource]) -> Iterator[Resource]:
    return (
        one
        for one in found
        if str(one.get("status", "")) in OPEN and visit.decode(one).practitioner == records.me
    )


def _begun_without_plan(records: Reading, plan: PlannedVisit, now: datetime) -> Resource | None:
    """Find the visit to this person that was begun today before the plan was looked at, and join both."""
    for resource in _open_here(records, records.of_patient(plan.patient, "Encounter")):
        value = visit.decode(resource)
        today = value.began is None or value.began.astimezone(now.tzinfo).date() == now.date()
        if not value.appointment and today:
            joined = replace(value, appointment=plan.id, reason=value.reason or plan.reason)
            return visit.encode(joined, onto=resource)
    return None


def _new_encounter(records: Reading, planned: Resource | None, patient: str) -> Resource:
    if records.get("Patient", patient) is None:
        raise ExpectedError(tr("This person is not in your records."), tr("Search for the name once more."))
    plan = planned_visit.decode(planned) if planned else None
    value = visit.Visit(
        id=new_id(),
        patient=patient,
        practitioner=records.me,
        appointment=plan.id if plan else "",
        status="planned",
        setting=visit.HOME,
        reason=plan.reason if plan else "",
    )
    return visit.encode(value)


def _step(records: Records, resource: Resource, **moments: datetime) -> str:
    value = visit.decode(resource)
    unset = {name: moment for name, moment in moments.items() if getattr(value, name) is None}
    status = "in-progress" if "began" in moments else value.status
    changed = visit.encode(replace(value, status=status, **unset), onto=resource)
    with records.work() as work:
        _keep(work, changed)
    return reference_to(changed).partition("/")[2]


def _keep(work: Work, encounter: Resource) -> None:
    work.put(encounter, draft=True)
    work.record("update", reference_to(encounter), str(encounter["status"]))
