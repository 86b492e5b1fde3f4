"""Whether a visit to this person is open, or planned for today: what "Start visit" on the chart does."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from carenurse.app.ports import Reading, Records
from carenurse.app.visit_begin import OPEN, start_visit
from carenurse.clinical import patient as patients
from carenurse.clinical import planned_visit, visit
from carenurse.errors import ExpectedError
from carenurse.translations import tr


@dataclass(frozen=True, slots=True)
class Door:
    """An open visit's Encounter id, else today's planned visit; both empty: a visit that nobody planned.

    ``last`` is the newest home visit, open or signed, whose page for the family can be printed.
    """

    encounter: str
    appointment: str
    last: str = ""
    deceased: bool = False
    """Nobody begins a visit to a person who has died; an open one is still finished."""


def door(records: Reading, patient: str, now: datetime) -> Door:
    """Look for an open visit of this nurse, then for one planned today."""
    mine = [
        made
        for made in map(visit.decode, records.of_patient(patient, "Encounter"))
        if made.practitioner == records.me and made.at_home
    ]
    last = next((made.id for made in mine if made.status in (*OPEN, "finished") and made.began), "")
    died = patients.decode(records.get("Patient", patient) or {}).deceased
    for made in mine:
        if made.status in OPEN:
            return Door(made.id, "", last, died)
    if died:
        return Door("", "", last, died)
    begin = datetime.combine(now.date(), time(), now.tzinfo)
    planned = records.between("Appointment", begin, begin + timedelta(days=1), patient=patient)
    for one in planned:
        if one.get("status") in ("booked", "pending") and planned_visit.is_made_by(one, records.me):
            return Door("", str(one["id"]), last)
    return Door("", "", last)


def go_in(records: Records, patient: str, now: datetime) -> str:
    """Continue the open visit or begin one; returns the Encounter id.

    Raises ExpectedError where the person has died and no visit is open, or where there is no such person.
    """
    if records.get("Patient", patient) is None:
        raise ExpectedError(
            tr("This person is not on this laptop."),
            tr("Look for the name under Patients, or ask the office."),
        )
    found = door(records, patient, now)
    if found.encounter:
        return found.encounter
    if found.deceased:
        raise ExpectedError(
            tr("This person has died."),
            tr("Write an addendum to the last visit, or put the record right if that is wrong."),
        )
    return start_visit(records, now, appointment=found.appointment, patient=patient)
