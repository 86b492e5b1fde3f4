"""What was begun about a person and left open is named, with the nurse's own words, and nobody else's."""

from typing import Any

import pytest

from carenurse.app.begun_forms import Begun, begun_about
from carenurse.app.visit_checks import CheckFacts, check
from carenurse.app.visit_worksheet import Worksheet

LEGS = "legs swollen, sleeps in ch"


def named(place: str, key: str, form: dict[str, Any], person: str = "p1") -> list[tuple[str, str]]:
    return [(one.check, one.words) for one in begun_about({place: {key: form}}, person)]


@pytest.mark.parametrize(
    ("place", "form", "said", "words"),
    [
        ("plan", {"form": "problem", "draft": {"text": LEGS}}, "A problem you were adding", LEGS),
        ("plan", {"form": "goal", "draft": {"words": "walk"}}, "A goal you were adding", "walk"),
        ("plan", {"form": "care", "draft": {"target": "x", "text": "Weigh"}}, "An intervention you", "Weigh"),
        (
            "plan",
            {"form": "goal", "draft": {"id": "g1", "text": "walk"}},
            "A change of the care plan",
            "walk",
        ),
        ("plan", {"form": "words", "text": "I want to walk"}, "The person's own words", "I want to walk"),
        ("plan", {"form": "template", "ticked": ["a"]}, "What you were adding to the plan", ""),
        ("medicines", {"typed": {"name": "Asp"}}, "A medicine you were writing down", "Asp"),
        ("medicines", {"typed": {"why": "dizzy"}, "stops": "m1"}, "A change of a medicine", "dizzy"),
        ("patients", {"patient": "p1", "typed": {"phone": "555-0100"}}, "What you were putting right", ""),
        ("chart", {"over": {"f1": "healed"}}, "Why an alert is over", "healed"),
    ],
)
def test_each_is_called_what_it_is(place: str, form: dict[str, Any], said: str, words: str) -> None:
    found = named(place, "p1", form)

    assert [(one[: len(said)], typed) for one, typed in found] == [(said, words)]
    assert named(place, "p1", form, person="p2") == []
    assert named(place, "p1", form, person="") == []


@pytest.mark.parametrize("key", ["", "p1", "p1+"])
def test_a_visit_half_planned_is_found_by_whom_it_is_for_wherever_it_waits(key: str) -> None:
    draft = {"patient": "p1", "name": "Rosa", "reason": "wound"}

    assert named("schedule", key, {"draft": draft}) == [("A visit you were planning is not kept", "wound")]
    assert named("schedule", key, {"draft": draft}, person="p2") == []


def test_a_visit_that_does_not_take_place_is_found_by_whose_it_is() -> None:
    form = {"ending": "miss", "patient": "p1", "visit": "a1", "asked": {"reason": "other", "words": "snow"}}
    said = "What you were writing about a visit that does not take place is not kept"

    assert named("schedule", "", form) == [(said, "snow")]
    assert named("schedule", "", form, person="p2") == []


def test_a_form_in_which_nothing_was_written_is_none() -> None:
    assert named("plan", "p1", {"form": "problem", "draft": {"patient": "p1", "modifier": "RM0003"}}) == []
    assert named("medicines", "p1", {"typed": {}}) == []
    assert named("schedule", "", {"ending": "cancel", "asked": {}}) == []


def test_long_words_are_cut_and_stand_in_one_line() -> None:
    ((_, words),) = named("plan", "p1", {"form": "problem", "draft": {"text": "swollen \n legs " * 20}})

    assert words.startswith("swollen legs swollen")
    assert len(words) == 80
    assert words.endswith("…")


def test_it_is_an_open_check_with_the_way_there_and_a_reason_covers_it() -> None:
    begun = Begun("plan", "p1", "offer", "A problem you were adding to the plan is not kept", LEGS)
    facts = CheckFacts(Worksheet(), "", (), (), (), (), begun=(begun,))

    (asked,) = (one for one in check(facts) if one.key == "begun:plan")

    assert asked.sentence == f"A problem you were adding to the plan is not kept: {LEGS}"
    assert (asked.fine, asked.grave, asked.way) == (False, False, ("plan", "p1", ""))
