"""What came from the office while a form was open is never written back to what it was."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from carenurse.app.meanwhile import ChangedMeanwhileError
from carenurse.app.plan_changes import save_care, save_goal, save_problem
from carenurse.app.plan_drafts import care_draft, goal_draft, problem_draft
from carenurse.app.ports import Records
from carenurse.app.register_patient import Typed, as_typed, change, register
from carenurse.app.schedule_changes import change_visit
from carenurse.clinical import goal, intervention, planned_visit, problem
from carenurse.clinical.fhir import Resource, new_id
from carenurse.clinical.intervention import Intervention
from tests.carenurse.app.plans import NOW, problem_with_goal
from tests.carenurse.app.weeks import add, at, seen
from tests.kept import keep, person

DAY = date(2026, 3, 4)
KNOWN = Typed(family="Sample", phone="555-0100", street="1 Nowhere Ln", access="Side door")


def _office_says(records: Records, kind: str, identity: str, **elements: object) -> None:
    keep(records, {**(records.get(kind, identity) or {}), **elements})


def _stored(records: Records, kind: str, identity: str) -> Resource:
    found = records.get(kind, identity)
    assert found is not None
    return found


def test_an_access_note_leaves_the_office_s_new_phone_and_street(records: Records) -> None:
    who = register(records, KNOWN, DAY)
    opened = as_typed(records, who)
    phone = [{"system": "phone", "value": "555-0199", "use": "home"}]
    _office_says(records, "Patient", who, telecom=phone, address=[{"line": ["2 Nowhere Ln"], "use": "home"}])

    change(records, who, opened, replace(opened, access="Key under the pot"), DAY)

    now = as_typed(records, who)
    assert (now.access, now.phone, now.street) == ("Key under the pot", "555-0199", "2 Nowhere Ln")


@pytest.mark.parametrize("typed", [{"phone": "555-0101"}, {"city": "Nullville"}, {"allergies": "tape"}])
def test_the_very_fact_that_the_office_changed_is_not_overwritten(
    typed: dict[str, str], records: Records
) -> None:
    who = register(records, KNOWN, DAY)
    opened = as_typed(records, who)
    theirs = replace(opened, phone="555-0199", street="2 Nowhere Ln", allergies="Penicillin")
    change(records, who, opened, theirs, DAY)

    with pytest.raises(ChangedMeanwhileError):
        change(records, who, opened, replace(opened, **typed), DAY)

    assert as_typed(records, who) == theirs


def test_a_goal_that_the_office_changed_meanwhile_is_not_overwritten(records: Records, rosa: str) -> None:
    _, identity = problem_with_goal(records, rosa)
    opened = goal_draft(goal.decode(_stored(records, "Goal", identity)))
    before = goal.decode(_stored(records, "Goal", identity))
    keep(records, goal.encode(replace(before, target_high=Decimal(250)), _stored(records, "Goal", identity)))

    with pytest.raises(ChangedMeanwhileError):
        save_goal(records, replace(opened, words="I want to walk"), NOW)

    again = goal_draft(goal.decode(_stored(records, "Goal", identity)))
    save_goal(records, replace(again, words="I want to walk"), NOW)
    kept = goal.decode(_stored(records, "Goal", identity))
    assert (kept.words, kept.target_high) == ("I want to walk", Decimal(250))


def test_a_problem_and_a_care_line_too(records: Records, rosa: str) -> None:
    identity, _ = problem_with_goal(records, rosa)
    opened = problem_draft(problem.decode(_stored(records, "Condition", identity)))
    line = intervention.encode(
        Intervention(
            id=new_id(),
            patient=rosa,
            problems=(identity,),
            status="active",
            text="Look at feet",
            category="S",
        )
    )
    keep(records, line)
    care = care_draft(intervention.decode(line))
    _office_says(records, "Condition", identity, note=[{"text": "Seen by the office"}])
    _office_says(records, "ServiceRequest", str(line["id"]), note=[{"text": "Every time"}])

    with pytest.raises(ChangedMeanwhileError):
        save_problem(records, replace(opened, modifier="RM0002"), NOW)
    with pytest.raises(ChangedMeanwhileError):
        save_care(records, replace(care, text="Look at both feet"), NOW)


def test_a_planned_visit_that_the_office_moved_is_not_moved_back(records: Records) -> None:
    identity = add(records, person(records, "Rosa", "Delgado"), 6, "09:30")
    block = seen(records).block(identity)
    assert block is not None
    plan = planned_visit.decode(_stored(records, "Appointment", identity))
    moved = replace(plan, start=at(6, "14:00"), end=at(6, "14:45"))
    keep(records, planned_visit.encode(moved, _stored(records, "Appointment", identity)))

    with pytest.raises(ChangedMeanwhileError):
        change_visit(
            records, identity, start=block.start, minutes=45, reason="", bring="Tubes", opened=block.mark
        )

    assert planned_visit.decode(_stored(records, "Appointment", identity)).start == at(6, "14:00")
