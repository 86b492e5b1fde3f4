"""Both changes together: the laws of a merge, and what a nurse would expect of one."""

from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carenurse.clinical.fhir import Resource
from carenurse.sync.canonical import canonical, digest, relative, same
from carenurse.sync.merge import Clash, merge

PATIENT: Resource = {
    "resourceType": "Patient",
    "id": "rosa",
    "meta": {"versionId": "4", "lastUpdated": "2026-03-01T08:00:00Z"},
    "name": [{"family": "Delgado", "given": ["Rosa"]}],
    "telecom": [
        {"system": "phone", "value": "555-0111", "use": "home"},
        {"system": "phone", "value": "555-0112", "use": "mobile"},
    ],
    "address": [{"line": ["1 Nowhere Lane"], "city": "Exampleville"}],
    "birthDate": "1947-03-14",
}
DOSE: Resource = {
    "resourceType": "MedicationStatement",
    "id": "furosemide",
    "status": "active",
    "medicationCodeableConcept": {"text": "Furosemide"},
    "dosage": [{"text": "20 mg every morning"}],
    "note": [{"text": "taken with food"}],
}


def changed(resource: Resource, **elements: Any) -> Resource:
    return {**deepcopy(resource), **elements}


def test_changes_of_different_elements_both_stand() -> None:
    mine = changed(PATIENT, birthDate="1947-03-15")
    theirs = changed(PATIENT, address=[{"line": ["2 Nowhere Lane"], "city": "Exampleville"}])

    merged = merge(PATIENT, mine, theirs)

    assert merged.clean
    assert merged.resource["birthDate"] == "1947-03-15"
    assert merged.resource["address"] == theirs["address"]
    assert merged.resource["name"] == PATIENT["name"]


def test_two_doses_are_a_conflict_and_neither_is_mixed() -> None:
    mine = changed(DOSE, dosage=[{"text": "20 mg twice a day"}])
    theirs = changed(DOSE, dosage=[{"text": "40 mg every morning"}])

    merged = merge(DOSE, mine, theirs)

    assert [(clash.mine["dosage"], clash.theirs["dosage"]) for clash in merged.clashes] == [
        (mine["dosage"], theirs["dosage"])
    ]
    assert merged.resource["dosage"] == mine["dosage"]


def test_a_stopped_medicine_and_a_new_dose_of_it_are_one_question() -> None:
    """Merged element by element the medicine would be stopped at a new dose: nobody said that."""
    merged = merge(DOSE, changed(DOSE, status="stopped"), changed(DOSE, dosage=[{"text": "40 mg"}]))

    assert len(merged.clashes) == 1
    assert not merged.clean


def test_entries_of_a_list_that_name_themselves_merge_one_by_one() -> None:
    mine = changed(PATIENT, telecom=[*PATIENT["telecom"], {"system": "email", "value": "rosa@example.org"}])
    theirs = changed(PATIENT, telecom=PATIENT["telecom"][:1])

    merged = merge(PATIENT, mine, theirs)

    assert merged.clean
    assert [one["value"] for one in merged.resource["telecom"]] == ["555-0111", "rosa@example.org"]


def test_one_phone_changed_on_both_sides_is_a_conflict_of_that_phone_alone() -> None:
    mine, theirs = deepcopy(PATIENT), deepcopy(PATIENT)
    mine["telecom"][0]["use"], theirs["telecom"][0]["use"] = "work", "old"

    merged = merge(PATIENT, mine, theirs)

    assert [clash.place for clash in merged.clashes] == [("telecom", "phone|555-0111")]


def test_answers_merge_question_by_question() -> None:
    base: Resource = {
        "resourceType": "QuestionnaireResponse",
        "id": "phq",
        "status": "in-progress",
        "item": [{"linkId": "g", "item": [{"linkId": "1"}, {"linkId": "2"}]}],
    }
    mine, theirs = deepcopy(base), deepcopy(base)
    mine["item"][0]["item"][0]["answer"] = [{"valueInteger": 1}]
    theirs["item"][0]["item"][1]["answer"] = [{"valueInteger": 2}]

    merged = merge(base, mine, theirs)

    assert merged.clean
    assert [one["answer"][0]["valueInteger"] for one in merged.resource["item"][0]["item"]] == [1, 2]


def test_a_completed_record_is_never_merged() -> None:
    base: Resource = {"resourceType": "QuestionnaireResponse", "id": "phq", "status": "completed"}
    mine, theirs = changed(base, author={"display": "a"}), changed(base, source={"display": "b"})

    merged = merge(base, mine, theirs)

    assert merged.clashes == (Clash((), base, mine, theirs),)


def test_what_a_server_rewrites_is_no_change() -> None:
    tags = [{"system": "s", "code": "b", "display": "words"}, {"system": "s", "code": "a"}]
    weight: Resource = {
        "resourceType": "Observation",
        "id": "w",
        "meta": {"tag": tags},
        "subject": {"reference": "Patient/rosa"},
        "valueQuantity": {"value": Decimal("1.10")},
    }
    echo: Resource = {
        "id": "w",
        "resourceType": "Observation",
        "meta": {
            "versionId": "7",
            "lastUpdated": "2026-03-01T08:00:00Z",
            "tag": [tags[1], {**tags[0], "display": "other words"}],
        },
        "text": {"status": "generated", "div": "<div>1.1</div>"},
        "subject": {"reference": "https://office.example.org/fhir/Patient/rosa"},
        "valueQuantity": {"value": Decimal("1.1")},
        "note": [],
    }

    nearer = relative(echo, "https://office.example.org/fhir")
    assert same(weight, nearer)
    assert not same(weight, relative(echo, "https://elsewhere.example.org/fhir"))
    assert merge(weight, weight, nearer).clean


def test_a_value_and_its_writing_of_another_size_differ() -> None:
    assert canonical({"v": Decimal(100)}) == canonical({"v": Decimal("1E+2")}) == canonical({"v": 100})
    assert canonical({"v": Decimal("-0.0")}) == canonical({"v": 0})
    assert digest({"v": Decimal("1E+30")}) != digest({"v": Decimal("1.0000000000000000000000000000001E+30")})
    assert digest({"v": True}) != digest({"v": 1})


def test_states_of_two_resources_are_refused() -> None:
    with pytest.raises(ValueError, match="one resource"):
        merge(None, PATIENT, DOSE)


_words = st.sampled_from(["a", "b", "c"])
_entries: st.SearchStrategy[list[Resource]] = st.lists(
    st.fixed_dictionaries({"system": st.just("s"), "value": _words, "use": _words}),
    unique_by=lambda entry: entry["value"],
    max_size=3,
)
_states: st.SearchStrategy[Resource] = st.fixed_dictionaries(
    {"resourceType": st.just("Patient"), "id": st.just("p")},
    optional={
        "birthDate": _words,
        "_birthDate": st.fixed_dictionaries({"id": _words}),
        "gender": _words,
        "deceasedBoolean": st.booleans(),
        "deceasedDateTime": _words,
        "telecom": _entries.filter(bool),
        "name": st.lists(st.fixed_dictionaries({"family": _words}), min_size=1, max_size=2),
        "maritalStatus": st.fixed_dictionaries({"text": _words}),
    },
)


@given(base=_states, mine=_states, theirs=_states)
def test_the_laws_of_a_merge(base: Resource, mine: Resource, theirs: Resource) -> None:
    assert merge(base, base, theirs).resource == theirs
    assert merge(base, mine, base).resource == mine
    assert merge(base, mine, mine).resource == mine
    assert merge(base, mine, base).clean
    assert merge(base, base, theirs).clean


@given(base=_states, mine=_states, theirs=_states)
def test_a_merge_is_the_same_whoever_is_called_mine(base: Resource, mine: Resource, theirs: Resource) -> None:
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)

    assert {clash.place for clash in one.clashes} == {clash.place for clash in other.clashes}
    if one.clean:
        assert same(one.resource, other.resource)


@given(base=st.none() | _states, mine=_states, theirs=_states)
def test_nothing_appears_that_no_side_has_and_no_change_is_lost(
    base: Resource | None, mine: Resource, theirs: Resource
) -> None:
    merged = merge(base, mine, theirs)

    for name, value in merged.resource.items():
        known = [state[name] for state in (base, mine, theirs) if state and name in state]
        if name == "telecom":
            assert all(any(entry in entries for entries in known) for entry in value)
        else:
            assert value in known
    clashing = {clash.place[0] for clash in merged.clashes if clash.place}
    for name in set(theirs) - {"telecom"}:
        if theirs[name] != (base or {}).get(name) and merged.resource.get(name) != theirs[name]:
            assert {name, name.removeprefix("_"), "deceased"} & clashing
