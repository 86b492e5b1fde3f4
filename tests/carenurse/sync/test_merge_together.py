"""What two changes must not say together in secret: an end of what is new, a sum of neither, two numbers."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from carenurse.clinical.fhir import Resource
from carenurse.clinical.structure import structure
from carenurse.sync.merge import Clash, merge

ORDER = {"code": {"text": "Wound care"}, "occurrenceTiming": {"code": {"text": "daily"}}}
PENICILLIN = {"code": {"text": "Penicillin"}, "patient": {"reference": "Patient/rosa"}}


def record(kind: str, **elements: Any) -> Resource:
    return {"resourceType": kind, "id": "one", **elements}


def status(code: str) -> Resource:
    return {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": code}]}


@pytest.mark.parametrize(
    ("base", "ended", "said"),
    [
        (
            record("Flag", status="active", code={"text": "Fall risk"}),
            {"status": "inactive"},
            {"code": {"text": "Fell twice this week"}},
        ),
        (
            record("Consent", status="active", provision={"type": "permit"}),
            {"status": "inactive"},
            {"provision": {"type": "deny"}},
        ),
        (
            record("ServiceRequest", status="active", **ORDER),
            {"status": "revoked"},
            {"occurrenceTiming": {"code": {"text": "twice daily"}}},
        ),
        (
            record("Task", status="requested", owner={"display": "a"}),
            {"status": "completed"},
            {"owner": {"display": "b"}},
        ),
        (
            record("MedicationRequest", status="active", substitution={"allowedBoolean": True}),
            {"doNotPerform": True},
            {"dosageInstruction": [{"text": "40 mg"}]},
        ),
        (
            record("Condition", clinicalStatus=status("active"), code={"text": "Wound, left heel"}),
            {"clinicalStatus": status("resolved")},
            {"code": {"text": "Wound, left heel, to the bone"}},
        ),
        (
            record("AllergyIntolerance", clinicalStatus=status("active"), **PENICILLIN),
            {"clinicalStatus": status("inactive")},
            {"reaction": [{"manifestation": [{"text": "Could not breathe"}]}]},
        ),
        (
            record("Goal", lifecycleStatus="active", description={"text": "Walk to the mailbox"}),
            {"lifecycleStatus": "cancelled"},
            {"description": {"text": "Walk to the kitchen"}},
        ),
    ],
    ids=["flag", "consent", "order", "task", "medicine", "problem", "allergy", "goal"],
)
def test_what_one_ends_and_the_other_says_anew_is_asked(
    base: Resource, ended: Resource, said: Resource
) -> None:
    mine, theirs = {**base, **ended}, {**base, **said}

    assert merge(base, mine, theirs).clashes == (Clash((), base, mine, theirs),)
    assert merge(base, theirs, mine).clashes == (Clash((), base, theirs, mine),)


def test_a_note_beside_something_ended_is_no_question() -> None:
    base = record("Flag", status="active", code={"text": "Fall risk"})
    theirs = {**base, "note": [{"text": "daughter told"}], "text": {"status": "generated", "div": "<div/>"}}

    merged = merge(base, {**base, "status": "inactive"}, theirs)

    assert merged.clean
    assert merged.resource["status"] == "inactive"
    assert merged.resource["note"] == theirs["note"]


def test_what_both_end_is_no_question_and_each_may_say_more() -> None:
    base = record("Task", status="requested", owner={"display": "a"})
    mine = {**base, "status": "completed"}

    merged = merge(base, mine, {**mine, "owner": {"display": "b"}})

    assert merged.clean
    assert merged.resource["owner"] == {"display": "b"}


def test_what_goes_on_is_no_end() -> None:
    base = record("Task", status="requested", owner={"display": "a"})

    merged = merge(base, {**base, "status": "in-progress"}, {**base, "owner": {"display": "b"}})

    assert merged.clean


def test_a_person_who_is_no_longer_on_the_list_keeps_the_new_phone() -> None:
    base: Resource = record("Patient", active=True, birthDate="1947-03-14")

    merged = merge(base, {**base, "active": False}, {**base, "birthDate": "1947-03-15"})

    assert merged.clean


def test_one_number_corrected_differently_by_both_is_asked() -> None:
    base: Resource = record("Patient", telecom=[{"system": "phone", "value": "555-0101"}])
    mine = {**base, "telecom": [{"system": "phone", "value": "555-0102"}]}
    theirs = {**base, "telecom": [{"system": "phone", "value": "555-0103"}]}

    merged = merge(base, mine, theirs)

    assert merged.clashes == (Clash(("telecom",), base["telecom"], mine["telecom"], theirs["telecom"]),)


def test_a_number_that_differs_is_asked_where_nobody_knows_what_both_began_with() -> None:
    mine: Resource = record("Patient", telecom=[{"system": "phone", "value": "555-0102"}])
    theirs = {**mine, "telecom": [{"system": "phone", "value": "555-0103"}]}
    more = {**mine, "telecom": [*mine["telecom"], {"system": "email", "value": "rosa@example.org"}]}

    assert merge(None, mine, theirs).clashes == (
        Clash(("telecom",), None, mine["telecom"], theirs["telecom"]),
    )
    assert merge(None, mine, more).clean


def test_what_was_ended_and_says_something_else_is_asked_where_nobody_knows_what_both_began_with() -> None:
    ended = record("Condition", clinicalStatus=status("resolved"), code={"text": "Wound"})
    base = record("Condition", code={"text": "Wound"})

    assert not merge(None, ended, {**base, "severity": {"text": "severe"}}).clean
    assert merge(None, {**ended, "severity": {"text": "severe"}}, base).clean


def test_one_number_corrected_alike_by_both_is_not() -> None:
    base: Resource = record("Patient", telecom=[{"system": "phone", "value": "555-0101"}])
    both = {**base, "telecom": [{"system": "phone", "value": "555-0102"}]}

    merged = merge(base, both, {**both, "gender": "female"})

    assert merged.clean
    assert merged.resource["telecom"] == both["telecom"]


def _form(first: int, second: int, total: int) -> Resource:
    answers = {"a": first, "b": second, "total": total}
    items = [{"linkId": name, "answer": [{"valueInteger": value}]} for name, value in answers.items()]
    return record("QuestionnaireResponse", status="in-progress", item=[{"linkId": "group", "item": items}])


def test_a_sum_that_both_made_of_other_answers_is_asked() -> None:
    base, mine, theirs = _form(0, 0, 0), _form(1, 0, 1), _form(0, 1, 1)

    assert merge(base, mine, theirs).clashes == (Clash((), base, mine, theirs),)


def test_a_sum_that_one_side_made_stands_with_it() -> None:
    base, mine = _form(0, 0, 0), _form(1, 0, 1)

    merged = merge(base, mine, {**base, "author": {"display": "b"}})

    assert merged.clean
    assert merged.resource["item"] == mine["item"]


_goals: st.SearchStrategy[Resource] = st.fixed_dictionaries(
    {
        "resourceType": st.just("Goal"),
        "id": st.just("one"),
        "lifecycleStatus": st.sampled_from(["active", "on-hold"]),
        "description": st.fixed_dictionaries({"text": st.sampled_from(["walk", "stand"])}),
        "subject": st.just({"reference": "Patient/rosa"}),
    },
    optional={
        "startDate": st.just("2026-03-01"),
        "startCodeableConcept": st.just({"text": "on admission"}),
        "note": st.lists(st.just({"text": "told"}), min_size=1, max_size=2),
        "addresses": st.lists(st.sampled_from([{"reference": "Condition/a"}, {"reference": "Condition/b"}])),
    },
)


@given(base=_goals, mine=_goals, theirs=_goals)
def test_what_comes_of_sound_states_is_sound_or_asked(
    base: Resource, mine: Resource, theirs: Resource
) -> None:
    told = structure()
    assume(not any(told.problems(one) for one in (base, mine, theirs)))

    merged = merge(base, mine, theirs)

    assert not merged.clean or told.problems(merged.resource) == []
