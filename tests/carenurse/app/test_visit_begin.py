from datetime import UTC, datetime, timedelta

import pytest

from carenurse.app.ports import Records
from carenurse.app.visit_begin import (
    correct_clock,
    open_encounter,
    start_drive,
    start_visit,
    unfinished_visits,
)
from carenurse.clinical import visit
from carenurse.clinical.fhir import Resource, new_id
from carenurse.errors import ExpectedError

NOW = datetime(2026, 3, 4, 10, 2, tzinfo=UTC)


def a_person(records: Records, name: str = "Delgado") -> str:
    person: Resource = {
        "resourceType": "Patient",
        "id": new_id(),
        "name": [{"family": name, "given": ["Rosa"]}],
    }
    with records.work() as work:
        work.put(person)
    return str(person["id"])


def a_planned_visit(records: Records, patient: str, status: str = "booked") -> str:
    planned: Resource = {
        "resourceType": "Appointment",
        "id": new_id(),
        "status": status,
        "start": NOW.isoformat(),
        "end": (NOW + timedelta(minutes=45)).isoformat(),
        "reasonCode": [{"text": "Heart failure check"}],
        "participant": [
            {"actor": {"reference": f"Patient/{patient}"}, "status": "accepted"},
            {"actor": {"reference": f"Practitioner/{records.me}"}, "status": "accepted"},
        ],
    }
    with records.work() as work:
        work.put(planned)
    return str(planned["id"])


def test_the_clock_goes_from_the_drive_to_the_door(records: Records) -> None:
    planned = a_planned_visit(records, a_person(records))

    driving = start_drive(records, planned, NOW - timedelta(minutes=20))
    there = start_visit(records, NOW, appointment=planned)

    made = visit.decode(open_encounter(records, there))
    assert driving == there
    assert (made.drive_started, made.began) == (NOW - timedelta(minutes=20), NOW)
    assert (made.status, made.setting, made.reason) == ("in-progress", "HH", "Heart failure check")


def test_a_visit_that_is_open_is_resumed_and_keeps_its_first_begin(records: Records) -> None:
    patient = a_person(records)

    first = start_visit(records, NOW, patient=patient)
    again = start_visit(records, NOW + timedelta(hours=1), patient=patient)

    assert first == again
    assert visit.decode(open_encounter(records, first)).began == NOW


def test_a_draft_visit_is_not_waiting_for_the_office(records: Records) -> None:
    patient = a_person(records)
    before = len(records.unsent())

    start_visit(records, NOW, patient=patient)

    assert len(records.unsent()) == before


def test_a_cancelled_plan_starts_nothing(records: Records) -> None:
    planned = a_planned_visit(records, a_person(records), "cancelled")

    with pytest.raises(ExpectedError, match="no longer planned"):
        start_visit(records, NOW, appointment=planned)

    assert records.all_of("Encounter") == []


def test_nobody_is_visited_who_is_not_in_the_record(records: Records) -> None:
    with pytest.raises(ExpectedError, match="not in your records"):
        start_visit(records, NOW, patient=new_id())


def test_today_lists_the_visits_that_wait_for_a_signature_oldest_first(records: Records) -> None:
    late, early = a_person(records, "Tran"), a_person(records, "Osei")
    start_visit(records, NOW, patient=late)
    start_visit(records, NOW - timedelta(hours=3), patient=early)

    found = unfinished_visits(records)

    assert [one.person for one in found] == ["Rosa Osei", "Rosa Tran"]


def test_the_clock_can_be_put_right_but_not_into_nonsense(records: Records) -> None:
    encounter = start_visit(records, NOW, patient=a_person(records))

    correct_clock(records, encounter, NOW, drive_started=NOW - timedelta(minutes=30), began=NOW)
    with pytest.raises(ExpectedError, match="after driving"):
        correct_clock(records, encounter, NOW, drive_started=NOW, began=NOW - timedelta(minutes=1))
    with pytest.raises(ExpectedError, match="not come yet"):
        correct_clock(records, encounter, NOW, drive_started=None, began=NOW + timedelta(minutes=1))
    with pytest.raises(ExpectedError, match="after arriving"):
        correct_clock(records, encounter, NOW, drive_started=None, began=NOW, left=NOW - timedelta(minutes=1))

    assert visit.decode(open_encounter(records, encounter)).drive_started == NOW - timedelta(minutes=30)


def test_a_visit_begun_without_its_plan_is_joined_to_the_plan_started_later(records: Records) -> None:
    who = a_person(records)
    begun = start_visit(records, NOW, patient=who)
    planned = a_planned_visit(records, who)

    assert start_visit(records, NOW + timedelta(minutes=9), appointment=planned) == begun
    joined = visit.decode(open_encounter(records, begun))
    assert (joined.appointment, joined.reason, joined.began) == (planned, "Heart failure check", NOW)


def test_an_unfinished_visit_of_yesterday_is_not_the_one_planned_today(records: Records) -> None:
    who = a_person(records)
    yesterday = start_visit(records, NOW - timedelta(days=1), patient=who)

    assert start_visit(records, NOW, appointment=a_planned_visit(records, who)) != yesterday
