"""Visit orders: the physician's frequency beside what is planned and done."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from carenurse.app.ports import Reading, Records
from carenurse.app.schedule_facts import OrderLedger, Unplanned
from carenurse.clinical import patient as patients
from carenurse.clinical import planned_visit, visit
from carenurse.clinical.dates import PartialDate
from carenurse.clinical.fhir import Resource, codings, concept_text
from carenurse.clinical.index_facts import patient_of
from carenurse.clinical.shapes import as_text, at
from carenurse.clinical.systems import ACT_CODE
from carenurse.scheduling.ledger import Standing, ledger, warnings
from carenurse.scheduling.order import Order, due_in, parse_order


@dataclass(frozen=True, slots=True)
class VisitOrder:
    """One order in force: its text as signed, its parsed form (None: not understood), first and last day."""

    id: str
    patient: str
    text: str
    order: Order | None
    trouble: str
    start: date
    until: date | None
    asked_for: str = ""

    def covers(self, day: date) -> bool:
        """Say whether a visit on this day falls under the order."""
        return self.start <= day and (self.until is None or day <= self.until)


def orders_in_force(records: Reading, patient: str | None = None) -> list[VisitOrder]:
    """List active visit orders, the newest first for each person."""
    found = records.where("ServiceRequest", "code", visit.HOME, patient=patient)
    read = [order for resource in found if (order := _order(resource))]
    return sorted(read, key=lambda order: order.start, reverse=True)


def order_ledger(records: Records, patient: str, now: datetime, zone: tzinfo) -> OrderLedger:
    """Set a person's newest order beside the visits, week by week; without an order only the name."""
    person = records.get("Patient", patient)
    name = patients.decode(person).name.display if person else ""
    order = next(iter(orders_in_force(records, patient)), None)
    if order is None:
        return OrderLedger(patient, name)
    if order.order is None:
        return OrderLedger(patient, name, order.text, order.id, None, (order.trouble,), order.asked_for)
    found = ledger(order.order, order.start, _standings(records, patient, zone), order.until)
    told = warnings(found, now.astimezone(zone).date(), order.until)
    return OrderLedger(patient, name, order.text, order.id, found, told, order.asked_for)


def unplanned(
    records: Reading, sunday: date, planned: Iterable[str], names: Sequence[tuple[str, str]]
) -> tuple[Unplanned, ...]:
    """List whose order wants more visits this week than stand in it; ``planned``: each visit's person."""
    counts, known = Counter(planned), dict(names)
    short = {
        person: (text, missing)
        for person, (text, due) in _wanted(records, sunday).items()
        if (missing := due - counts[person]) > 0
    }
    for person in records.get_many("Patient", [one for one in short if one not in known]):
        known[person["id"]] = patients.decode(person).name.display
    listed = (
        Unplanned(person, known.get(person, ""), text, missing) for person, (text, missing) in short.items()
    )
    return tuple(sorted(listed, key=lambda one: one.name))


def _wanted(records: Reading, sunday: date) -> dict[str, tuple[str, int]]:
    """Say of each person's newest order its text and how many visits it wants in one week.

    This is asked about everybody at once: what is over is left unread, and the same text is read once.
    """
    read: dict[str, Order | None] = {}
    found: dict[str, tuple[str, int]] = {}
    for person, (start, resource) in _newest(records).items():
        until = _day(resource, "occurrencePeriod.end")
        if until and until < sunday:
            continue
        text = concept_text(resource.get("code"))
        if text not in read:
            read[text] = _parsed(text)[0]
        if order := read[text]:
            found[person] = (text, due_in(order, start, sunday))
    return found


def _newest(records: Reading) -> dict[str, tuple[date, Resource]]:
    newest: dict[str, tuple[date, Resource]] = {}
    for resource in records.where("ServiceRequest", "code", visit.HOME):
        start = _start(resource) if _is_in_force(resource) else None
        person = patient_of(resource) or ""
        if start and (person not in newest or newest[person][0] < start):
            newest[person] = (start, resource)
    return newest


def _standings(records: Reading, patient: str, zone: tzinfo) -> list[tuple[date, Standing]]:
    """Say what became of each planned visit of a person, on which day."""
    made = [visit.decode(resource) for resource in records.of_patient(patient, "Encounter")]
    finished = {one.appointment for one in made if one.status == "finished"}
    found: list[tuple[date, Standing]] = []
    for resource in records.of_patient(patient, "Appointment"):
        plan = planned_visit.decode(resource)
        standing = Standing.DONE if plan.id in finished else _STANDINGS.get(plan.status)
        if plan.start and standing:
            found.append((plan.start.astimezone(zone).date(), standing))
    found += [
        (one.began.astimezone(zone).date(), Standing.DONE)
        for one in made
        if one.status == "finished" and one.began and not one.appointment and one.at_home
    ]
    return found


_STANDINGS = {
    "proposed": Standing.PLANNED,
    "pending": Standing.PLANNED,
    "booked": Standing.PLANNED,
    "arrived": Standing.PLANNED,
    "fulfilled": Standing.DONE,
    "noshow": Standing.MISSED,
}


def _order(resource: Resource) -> VisitOrder | None:
    start = _start(resource) if _is_in_force(resource) else None
    if start is None:
        return None
    text = concept_text(resource.get("code"))
    order, trouble = _parsed(text)
    return VisitOrder(
        id=str(resource["id"]),
        patient=patient_of(resource) or "",
        text=text,
        order=order,
        trouble=trouble,
        start=start,
        until=_day(resource, "occurrencePeriod.end"),
        asked_for=as_text(resource.get("patientInstruction")),
    )


def _start(resource: Resource) -> date | None:
    return _day(resource, "occurrencePeriod.start") or _day(resource, "authoredOn")


def _is_in_force(resource: Resource) -> bool:
    return resource.get("status") == "active" and any(
        (one.get("system"), one.get("code")) == (ACT_CODE, visit.HOME)
        for one in codings(resource.get("code"))
    )


def _parsed(text: str) -> tuple[Order | None, str]:
    try:
        return parse_order(text), ""
    except ValueError as problem:
        return None, str(problem)


def _day(resource: Resource, path: str) -> date | None:
    day = PartialDate.parse(as_text(at(resource, path)).partition("T")[0])
    return day.first_day if day else None
