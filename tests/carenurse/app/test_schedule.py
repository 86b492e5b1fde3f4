from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

import pytest
from dateutil.tz import gettz

from carenurse.app.ports import Records
from carenurse.app.schedule import week
from carenurse.app.schedule_changes import (
    NewVisit,
    add_visit,
    cancel_visit,
    change_visit,
    miss_visit,
    move_visit,
    repeat_weekly,
)
from carenurse.app.schedule_days import first_free, held_at
from carenurse.app.schedule_facts import BlockState, Week
from carenurse.app.schedule_orders import order_ledger
from carenurse.app.undo import take_back
from carenurse.clinical import patient, planned_visit, visit
from carenurse.clinical.contact import Address
from carenurse.clinical.fhir import Resource, new_id
from carenurse.clinical.names import PersonName
from carenurse.errors import ExpectedError


def chicago() -> tzinfo:
    zone = gettz("America/Chicago")
    assert zone is not None
    return zone


ZONE = chicago()
SUNDAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 4, 10, 42, tzinfo=ZONE)


def at(day: int, clock: str) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2026, 3, day, int(hour), int(minute), tzinfo=ZONE)


def person(records: Records, given: str, family: str, *, place: tuple[str, str] | None = None) -> str:
    value = patient.Patient(
        id=new_id(),
        name=PersonName((given,), family),
        address=Address(("1 Nowhere Lane",), "Nowhere"),
        fictional=True,
    )
    made = patient.encode(value)
    if place:
        parts = [
            {"url": url, "valueDecimal": float(value)}
            for url, value in zip(("latitude", "longitude"), place, strict=True)
        ]
        made["address"][0]["extension"] = [
            {"url": "http://hl7.org/fhir/StructureDefinition/geolocation", "extension": parts}
        ]
    keep(records, [made])
    return value.id


def keep(records: Records, resources: Sequence[Resource]) -> None:
    with records.work() as work:
        for resource in resources:
            work.put(resource)


def add(records: Records, who: str, day: int, clock: str, **more: Any) -> str:
    changed = add_visit(records, NewVisit(who, at(day, clock), more.pop("minutes", 45), **more), ZONE)
    return changed.visits[0]


def seen(records: Records, sunday: date = SUNDAY) -> Week:
    return week(records, sunday, NOW, ZONE)


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
    keep(records, [visit.encode(running)])

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
    keep(records, [visit.encode(left)])

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
    keep(records, [visit.encode(made)])

    (block,) = seen(records).blocks

    assert (block.state, block.minutes) == (BlockState.DONE, 40)


def test_changing_a_visit_keeps_its_new_facts(records: Records) -> None:
    rosa = person(records, "Rosa", "Delgado")
    identity = add(records, rosa, 6, "09:30")

    change_visit(records, identity, start=at(6, "11:00"), minutes=30, reason="Labs", bring="Tubes")

    block = seen(records).block(identity)
    assert block is not None
    assert (block.start, block.minutes, block.reason, block.bring) == (at(6, "11:00"), 30, "Labs", "Tubes")


def order_for(
    records: Records, who: str, text: str, start: str = "2026-02-19", end: str = "2026-03-19"
) -> None:
    order: Resource = {
        "resourceType": "ServiceRequest",
        "id": new_id(),
        "status": "active",
        "intent": "order",
        "code": {
            "coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "HH"}],
            "text": text,
        },
        "subject": {"reference": f"Patient/{who}"},
        "occurrencePeriod": {"start": start, "end": end},
    }
    keep(records, [order])


def test_an_order_is_counted_week_by_week_and_its_holes_are_listed(records: Records) -> None:
    rosa = person(records, "Rosa", "Delgado")
    order_for(records, rosa, "1w1 2w2 2PRN")
    identity = add(records, rosa, 6, "09:30")

    found = order_ledger(records, rosa, NOW, ZONE)

    assert found.ledger is not None
    kept = records.get("Appointment", identity)
    assert kept is not None
    assert planned_visit.decode(kept).order == found.order_id
    assert [(one.ordered, one.planned) for one in found.ledger.weeks] == [
        (1, 0),
        (2, 0),
        (2, 1),
        (None, 0),
        (None, 0),
    ]
    assert found.warnings == (
        "1 ordered visit is not planned this week.",
        "The order ends before the certification does.",
    )
    assert [(one.name, one.missing) for one in seen(records).unplanned] == [("Rosa Delgado", 1)]


def test_an_order_that_makes_no_sense_says_so(records: Records) -> None:
    rosa = person(records, "Rosa", "Delgado")
    order_for(records, rosa, "as discussed")

    found = order_ledger(records, rosa, NOW, ZONE)

    assert found.ledger is None
    assert "not a visit order" in found.warnings[0]
    assert seen(records).unplanned == ()


def test_a_person_without_an_order_has_only_a_name(records: Records) -> None:
    rosa = person(records, "Rosa", "Delgado")

    found = order_ledger(records, rosa, NOW, ZONE)

    assert (found.name, found.ledger, found.warnings) == ("Rosa Delgado", None, ())


def test_a_colleagues_visit_fills_an_order_without_standing_in_this_week(records: Records) -> None:
    rosa = person(records, "Rosa", "Delgado")
    order_for(records, rosa, "1w1 2w2 2PRN")
    before = seen(records).unplanned
    kept = records.get("Appointment", add(records, rosa, 6, "09:30"))
    assert kept is not None
    plan = planned_visit.decode(kept)

    with records.work() as work:
        work.put(planned_visit.encode(replace(plan, practitioner="colleague"), kept))

    after = seen(records)
    assert before[0].missing == 2
    assert after.unplanned[0].missing == 1
    assert not any(day.blocks for day in after.days)
