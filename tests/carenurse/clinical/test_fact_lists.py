from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from carenurse.clinical.coding import CODING, CODINGS, Coding
from carenurse.clinical.fact_lists import Each, Link, Texts, links, pair
from carenurse.clinical.fact_places import First, Inside, extension, having, under
from carenurse.clinical.facts import Text

if TYPE_CHECKING:
    from carenurse.clinical.fhir import Resource


def test_equal_values_continue_each_other_wherever_they_moved() -> None:
    assert pair("abc", "cab") == [2, 0, 1]


def test_a_changed_value_continues_the_one_in_its_place() -> None:
    assert pair("abc", "axc") == [0, 1, 2]


def test_when_something_was_taken_out_a_changed_value_is_a_new_one() -> None:
    assert pair("abc", "ax") == [0, None]


@given(old=st.text("abc", max_size=6), new=st.text("abc", max_size=6))
def test_no_old_value_continues_twice(old: str, new: str) -> None:
    used = [place for place in pair(old, new) if place is not None]

    assert len(used) == len(set(used))


def test_a_removed_entry_takes_only_itself() -> None:
    held: Resource = {"coding": [{"code": "a", "id": "1"}, None, {"code": "b", "id": "2"}, {"code": "c"}]}

    CODINGS.write(held, (Coding(code="a"), Coding(code="c")))

    assert held == {"coding": [{"code": "a", "id": "1"}, None, {"code": "c"}]}


def test_a_moved_entry_takes_its_unknown_members_along() -> None:
    held: Resource = {"coding": [{"code": "a", "id": "1"}, {"code": "b", "id": "2"}]}

    CODINGS.write(held, (Coding(code="b"), Coding(code="a"), Coding(code="n")))

    assert held == {"coding": [{"code": "b", "id": "2"}, {"code": "a", "id": "1"}, {"code": "n"}]}


def test_the_last_entry_takes_the_array_with_it() -> None:
    held: Resource = {"coding": [{"code": "a"}], "text": "x"}

    CODINGS.write(held, ())

    assert held == {"text": "x"}


def test_strings_keep_their_siblings_when_one_goes() -> None:
    held: Resource = {"given": ["A", "B", "C"], "_given": [{"id": "a"}, None, {"id": "c"}]}

    Texts("given").write(held, ("A", "C"))

    assert held == {"given": ["A", "C"], "_given": [{"id": "a"}, {"id": "c"}]}


def test_a_reference_to_somebody_else_drops_the_old_display() -> None:
    held: Resource = {"subject": {"reference": "Patient/1", "display": "Rosa", "extension": []}}

    Inside("subject", Link("Patient")).write(held, "2")

    assert held == {"subject": {"reference": "Patient/2", "extension": []}}


def test_references_to_other_kinds_are_neither_seen_nor_touched() -> None:
    held: Resource = {"addresses": [{"reference": "Observation/1"}, {"reference": "Condition/1"}]}

    links("addresses", "Condition").write(held, ("1", "2"))

    assert held["addresses"] == [
        {"reference": "Observation/1"},
        {"reference": "Condition/1"},
        {"reference": "Condition/2"},
    ]


def test_an_extension_comes_and_goes_with_its_value() -> None:
    held: Resource = {"extension": [{"url": "other"}]}
    fact = extension("ours", Text("valueString"))

    fact.write(held, "x")
    assert held["extension"] == [{"url": "other"}, {"url": "ours", "valueString": "x"}]

    fact.write(held, "")
    assert held["extension"] == [{"url": "other"}]


def test_a_path_makes_what_it_needs_and_takes_it_away_again() -> None:
    held: Resource = {}
    fact = under("a[].b", Text("c"))

    fact.write(held, "x")
    assert held == {"a": [{"b": {"c": "x"}}]}

    fact.write(held, "")
    assert held == {}


def test_the_first_fitting_entry_is_meant_wherever_it_stands() -> None:
    held: Resource = {"coding": ["odd", {"system": "x"}, {"system": "y", "code": "1"}]}
    fact = First("coding", CODING, having(system="y"), {"system": "y"})

    assert fact.read(held) == Coding("y", "1")


def test_a_seed_begins_every_new_entry() -> None:
    held: Resource = {}

    Each("part", Text("name"), seed={"kind": "k"}).write(held, ("x", "y"))

    assert held == {"part": [{"kind": "k", "name": "x"}, {"kind": "k", "name": "y"}]}
