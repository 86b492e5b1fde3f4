"""The week as it stands: blocks, conflicts, drives, and visits that were begun or never planned."""

from datetime import timedelta

import pytest

from carenurse.app.ports import Records
from carenurse.app.schedule_changes import move_visit
from carenurse.app.schedule_days import first_free, held_at
from carenurse.app.schedule_facts import BlockState
from carenurse.clinical import planned_visit, visit
from carenurse.clinical.fhir import new_id
from carenurse.errors import ExpectedError
from tests.carenurse.app.weeks import NOW, ZONE, add, at, seen
from tests.kept import keep, person


def test_a_visit_that_is_added_stands_in_the_week_with_audit(records: Records) -> None:
    rosa = person(records, "Rosa", "Delgado")
    identity = add(records, rosa, 6, "09:30", reason="Heart", bring="Scale")

    block = seen(records).block(identity)

    assert block is not None
    assert (block.name, block.family, block.start, block.minutes) == (
        "Rosa Delgado",
        "Delgado",
        at(6, "09:30"),
        45,
    )
    assert (block.reason, block.bring, block.state) == ("Heart", "Scale", BlockState.PLANNED)
    assert records.audit_trail(limit=1)[0].action == "create"


def test_an_overlap_is_said_with_the_time_that_would_do(records: Records) -> None:
    pike, rosa = person(records, "Harold", "Pike"), person(records, "Rosa", "Delgado")
    add(records, pike, 6, "09:00")
    identity = add(records, rosa, 6, "09:30")

    block = seen(records).block(identity)

    assert block is not None
    (conflict,) = block.conflicts
    assert conflict.sentence == "Overlaps Harold Pike by 15 min."
    assert conflict.move_to == at(6, "10:15")
    assert block.lane.count == 2


def test_the_drive_between_known_places_is_part_of_the_conflict(records: Records) -> None:
    pike = person(records, "Harold", "Pike", place=("41.2565", "-95.9345"))
    rosa = person(records, "Rosa", "Delgado", place=("41.3565", "-95.9345"))
    add(records, pike, 6, "09:00")
    identity = add(records, rosa, 6, "09:50")

    block = seen(records).block(identity)

    assert block is not None
    assert block.conflicts[0].sentence == "Only 5 min between this and Harold Pike; the drive takes 18 min."


def test_holding_a_visit_elsewhere_says_its_conflicts_without_keeping_anything(records: Records) -> None:
    pike, rosa = person(records, "Harold", "Pike"), person(records, "Rosa", "Delgado")
    add(records, pike, 6, "09:00")
    identity = add(records, rosa, 6, "13:00")
    found = seen(records)

    held = held_at(found, identity, at(6, "09:15"))

    assert held is not None
    assert held.conflicts[0].sentence == "Overlaps Harold Pike by 30 min."
    assert first_free(found, identity, at(6, "09:15")) == at(6, "09:45") + timedelta(minutes=20) + timedelta(
        minutes=10
    )
    assert held_at(found, "nobody", at(6, "09:15")) is None
    stored = records.get("Appointment", identity)
    assert stored is not None
    assert planned_visit.decode(stored).start == at(6, "13:00")


def test_a_visit_that_has_begun_is_not_moved_and_looks_so(records: Records) -> None:
    rosa = person(records, "Rosa", "Delgado")
    identity = add(records, rosa, 4, "10:30")
    running = visit.Visit(
        id=new_id(),
        patient=rosa,
        practitioner=records.me,
        appointment=identity,
        status="in-progress",
        began=NOW,
    )
    keep(records, visit.encode(running))

    block = seen(records).block(identity)
    assert block is not None
    assert block.state is BlockState.RUNNING
    with pytest.raises(ExpectedError, match="has begun"):
        move_visit(records, identity, at(6, "09:30"), ZONE)


def test_a_visit_open_since_another_day_shows_its_open_note(records: Records) -> None:
    rosa = person(records, "Rosa", "Delgado")
    identity = add(records, rosa, 2, "13:30")
    left = visit.Visit(
        id=new_id(),
        patient=rosa,
        practitioner=records.me,
        appointment=identity,
        status="in-progress",
        began=at(2, "13:30"),
    )
    keep(records, visit.encode(left))

    block = seen(records).block(identity)
    assert block is not None
    assert block.state is BlockState.OPEN_NOTE


def test_a_visit_made_without_being_planned_stands_where_it_was(records: Records) -> None:
    rosa = person(records, "Rosa", "Delgado")
    made = visit.Visit(
        id=new_id(),
        patient=rosa,
        practitioner=records.me,
        status="finished",
        began=at(3, "09:00"),
        completed=at(3, "09:40"),
        setting="HH",
    )
    keep(records, visit.encode(made))

    (block,) = seen(records).blocks

    assert (block.state, block.minutes) == (BlockState.DONE, 40)
