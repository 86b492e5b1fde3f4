"""What changes the week: visits moved, cancelled, missed and repeated, and taken back."""

from datetime import date

import pytest

from carenurse.app.ports import Records
from carenurse.app.schedule_changes import (
    NewVisit,
    add_visit,
    cancel_visit,
    change_visit,
    miss_visit,
    move_visit,
    repeat_weekly,
)
from carenurse.app.schedule_facts import BlockState
from carenurse.app.undo import take_back
from carenurse.clinical import planned_visit
from carenurse.errors import ExpectedError
from tests.carenurse.app.weeks import ZONE, add, at, seen
from tests.kept import person


def test_moving_keeps_the_length_and_can_be_taken_back(records: Records) -> None:
    rosa = person(records, "Rosa", "Delgado")
    identity = add(records, rosa, 6, "09:30", minutes=60)

    changed = move_visit(records, identity, at(5, "14:00"), ZONE)

    block = seen(records).block(identity)
    assert block is not None
    assert (block.start, block.minutes) == (at(5, "14:00"), 60)
    assert changed.said == "Rosa Delgado moved to Thu 5 Mar, 14:00"
    take_back(records, changed.undo)
    again = seen(records).block(identity)
    assert again is not None
    assert again.start == at(6, "09:30")
    assert len(records.versions("Appointment", identity)) == 3


def test_taking_back_an_addition_marks_it_entered_in_error(records: Records) -> None:
    rosa = person(records, "Rosa", "Delgado")
    changed = add_visit(records, NewVisit(rosa, at(6, "09:30"), 45), ZONE)

    take_back(records, changed.undo)

    assert seen(records).blocks == ()
    stored = records.get("Appointment", changed.visits[0])
    assert stored is not None
    assert stored["status"] == "entered-in-error"


def test_what_was_changed_since_is_not_taken_back(records: Records) -> None:
    rosa = person(records, "Rosa", "Delgado")
    identity = add(records, rosa, 6, "09:30")
    first = move_visit(records, identity, at(5, "14:00"), ZONE)
    move_visit(records, identity, at(5, "15:00"), ZONE)

    with pytest.raises(ExpectedError, match="changed again"):
        take_back(records, first.undo)


def test_cancelling_asks_for_a_reason_and_frees_the_place(records: Records) -> None:
    rosa = person(records, "Rosa", "Delgado")
    identity = add(records, rosa, 6, "09:30")

    with pytest.raises(ExpectedError, match="reason"):
        cancel_visit(records, identity, "  ")
    cancel_visit(records, identity, "In hospital")

    found = seen(records)
    block = found.block(identity)
    assert block is not None
    assert (block.state, block.why) == (BlockState.CANCELLED, "In hospital")
    assert found.visit_minutes == 0


def test_a_missed_visit_can_be_planned_again_in_the_same_step(records: Records) -> None:
    greer = person(records, "Samuel", "Greer")
    identity = add(records, greer, 3, "13:00", reason="Wound")

    changed = miss_visit(records, identity, "No answer at door or phone", ZONE, at(6, "14:00"))

    missed, again = (seen(records).block(one) for one in changed.visits)
    assert missed is not None
    assert again is not None
    assert (missed.state, missed.why) == (BlockState.MISSED, "No answer at door or phone")
    assert (again.start, again.reason, again.why) == (at(6, "14:00"), "Wound", "")
    take_back(records, changed.undo)
    assert [block.state for block in seen(records).blocks] == [BlockState.PLANNED]


def test_the_reason_of_a_missed_visit_keeps_to_the_rule_app_4_of_fhir_r4(records: Records) -> None:
    """The rule is written for the status "no-show", which is no code of R4: only "cancelled" may have it."""
    who = person(records, "Rosa", "Delgado")
    gone, missed = (
        add_visit(records, NewVisit(who, at(4, clock), 45), ZONE).visits[0] for clock in ("10:00", "14:00")
    )

    cancel_visit(records, gone, "In hospital")
    miss_visit(records, missed, "Flood", ZONE)

    for resource in records.of_patient(who, "Appointment"):
        assert "cancelationReason" not in resource or resource["status"] == "cancelled"
        assert planned_visit.decode(resource).cancel_reason in ("In hospital", "Flood")


def test_the_reason_that_another_system_gave_for_a_missed_visit_is_read_where_it_stands() -> None:
    told = {"resourceType": "Appointment", "status": "noshow", "cancelationReason": {"text": "No bus"}}

    assert planned_visit.decode(told).cancel_reason == "No bus"


def test_repeating_keeps_the_kitchen_clock_over_the_change_of_clocks(records: Records) -> None:
    rosa = person(records, "Rosa", "Delgado")
    identity = add(records, rosa, 6, "09:30")

    changed = repeat_weekly(records, identity, 3, ZONE)

    assert changed.said == "Rosa Delgado: 2 more visits planned"
    later = seen(records, date(2026, 3, 8)).blocks
    assert [block.start.strftime("%a %H:%M %z") for block in later] == ["Fri 09:30 -0500"]
    first = seen(records).block(identity)
    assert first is not None
    assert first.series == later[0].series != ""
    cancel_visit(records, identity, "Moved away", series=True)
    assert all(block.state is BlockState.CANCELLED for block in seen(records, date(2026, 3, 8)).blocks)


def test_several_days_a_week_are_added_at_once(records: Records) -> None:
    rosa = person(records, "Rosa", "Delgado")

    changed = add_visit(records, NewVisit(rosa, at(2, "09:00"), 45, weeks=2, weekdays=(0, 3)), ZONE)

    assert changed.said == "Rosa Delgado: 4 visits planned"
    assert [block.start.day for block in seen(records).blocks] == [2, 5]


@pytest.mark.parametrize("minutes", [0, 1000])
def test_a_length_that_cannot_be_is_refused(records: Records, minutes: int) -> None:
    rosa = person(records, "Rosa", "Delgado")

    with pytest.raises(ExpectedError, match="lasts from"):
        add_visit(records, NewVisit(rosa, at(6, "09:30"), minutes), ZONE)


def test_nobody_and_too_many_are_refused(records: Records) -> None:
    rosa = person(records, "Rosa", "Delgado")

    with pytest.raises(ExpectedError, match="Nobody was chosen"):
        add_visit(records, NewVisit("nobody", at(6, "09:30"), 45), ZONE)
    with pytest.raises(ExpectedError, match="at once"):
        add_visit(records, NewVisit(rosa, at(6, "09:30"), 45, weeks=200), ZONE)
    with pytest.raises(ExpectedError, match="at least two"):
        repeat_weekly(records, add(records, rosa, 6, "09:30"), 1, ZONE)


def test_changing_a_visit_keeps_its_new_facts(records: Records) -> None:
    rosa = person(records, "Rosa", "Delgado")
    identity = add(records, rosa, 6, "09:30")

    change_visit(records, identity, start=at(6, "11:00"), minutes=30, reason="Labs", bring="Tubes")

    block = seen(records).block(identity)
    assert block is not None
    assert (block.start, block.minutes, block.reason, block.bring) == (at(6, "11:00"), 30, "Labs", "Tubes")
