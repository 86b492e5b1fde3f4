"""What stood in an open form is read whole: by the label of its own page, or by its bare name."""

from typing import Any

import pytest

from carenurse.app.open_form_reading import form_lines
from carenurse.clinical.fhir import Resource

HELD: dict[str, Resource] = {
    "Condition/c1": {"resourceType": "Condition", "code": {"text": "Heart failure"}},
    "Goal/g1": {"resourceType": "Goal", "description": {"text": "Walks to the gate"}},
    "Task/t1": {"resourceType": "Task", "description": "Low blood sugar"},
    "MedicationStatement/m1": {
        "resourceType": "MedicationStatement",
        "medicationCodeableConcept": {"text": "Aspirin 81 mg"},
    },
}
MISSING = "something that this office does not have"


def read(place: str, form: Any) -> dict[str, str]:
    lines = list(form_lines(place, form, HELD.get))
    assert len(dict(lines)) == len(lines)
    return dict(lines)


def test_one_name_is_another_thing_on_another_page() -> None:
    assert read("visit", {"reason": "No scale here"}) == {"Why checks were left open": "No scale here"}
    assert read("medicines", {"typed": {"reason": "Heart"}}) == {"What for": "Heart"}
    assert read("schedule", {"draft": {"reason": "Wound"}}) == {"What for": "Wound"}
    assert read("schedule", {"ending": "cancel", "asked": {"reason": "other"}}) == {
        "What was begun": "Cancel visit",
        "Reason": "Another reason",
    }
    assert read("plan", {"form": "goal", "draft": {"text": "Walks"}})["What will be so"] == "Walks"
    assert read("plan", {"form": "care", "draft": {"text": "Weigh"}})["What we do"] == "Weigh"


def test_times_put_right_and_why_a_visit_was_no_visit_are_read() -> None:
    form = {"drive": "8:10", "began": "8:30", "gone": "9:15", "mistake": "Wrong door"}

    assert read("visit", form) == {
        "Drive began": "8:10",
        "Arrived": "8:30",
        "Left": "9:15",
        "Why the visit was to be taken back": "Wrong door",
    }


def test_a_planned_visit_has_its_day_and_what_the_program_needs_is_left_out() -> None:
    draft = {"patient": "p1", "name": "Rosa Delgado", "day": "Fri 27 Feb", "clock": "10:00", "opened": "ab12"}

    assert read("schedule", {"draft": draft, "day": "2026-02-27", "visit": "v1"}) == {
        "Person": "Rosa Delgado",
        "Day": "Fri 27 Feb",
        "Begins": "10:00",
    }


def test_numbers_and_lists_of_a_problem_are_read_and_its_codes_are_words() -> None:
    ratings = {"RS0100": {"start": None, "now": 2, "target": 4}}
    draft = {
        "patient": "p1",
        "omaha": "PB0001",
        "modifier": "RM0003",
        "signs": ["SS0101", "X2"],
        "ratings": ratings,
    }

    lines = read("plan", {"form": "problem", "draft": draft})

    assert lines["Form"] == "Problem"
    assert lines["State"] == "Actual"
    assert lines["Seen today"] == "low/no income, X2", "a code that is not known stands as it is"
    assert lines["Problem, Omaha System term"] == "Income"
    assert (lines["Knowledge: now"], lines["Knowledge: aim"]) == ("2", "4")
    assert "Knowledge: at the start" not in lines


def test_what_ids_name_is_said_and_what_nobody_has_is_told() -> None:
    draft = {"problem": "c1", "goals": ["g1", "g9"], "text": "Weigh"}

    assert read("plan", {"form": "care", "draft": draft}) == {
        "Form": "What we do",
        "For which problem": "Problem: Heart failure",
        "For which goals": f"Walks to the gate, {MISSING}",
        "What we do": "Weigh",
    }
    stop = {"typed": {"why": "dizzy", "day": "1 Mar"}, "stops": "MedicationStatement/m1", "corrects": ""}
    assert read("medicines", stop) == {
        "Why, and who said so": "dizzy",
        "Not taken since": "1 Mar",
        "No longer taken": "Medicine: Aspirin 81 mg",
    }
    assert read("today", {"told": {"t1": "Dr. Osei", "t9": "Lee"}}) == {
        "Low blood sugar: Who was told": "Dr. Osei",
        "Who was told": "Lee",
    }


@pytest.mark.parametrize(
    ("form", "lines"),
    [
        ({"brandnew": "half a word"}, {"brandnew": "half a word"}),
        ({"brandnew": {"deep": [{"er": 3}]}}, {"er": "3"}),
        ({"brandnew": ["a", "b", 4, None]}, {"brandnew": "a, b, 4"}),
        ({"brandnew": True}, {"brandnew": "yes"}),
        ({"brandnew": "", "other": None, "more": []}, {}),
    ],
)
def test_what_nobody_named_is_read_by_its_bare_name(form: Any, lines: dict[str, str]) -> None:
    for place in ("visit", "plan", "schedule", "a page of tomorrow"):
        assert read(place, form) == lines


def test_a_trial_and_a_file_that_was_looked_at_are_read_too() -> None:
    answers = '{"resourceType": "QuestionnaireResponse", "item": [{"linkId": "a", "text": "Pain", "answer": \
[{"valueInteger": 7}]}]}'
    trial = {"answers": answers, "unread": {"b": "15a"}}

    lines = read(
        "forms",
        {"form": "phq9", "file": '{"resourceType": "Questionnaire", "title": "Falls"}', "trial": trial},
    )

    assert lines["Pain"] == "7"
    assert lines["Typed, and no answer"] == "15a"
    assert lines["Form file that was looked at"] == "Falls"
    assert lines["Form"] != "phq9"


def test_a_file_that_is_none_stands_as_it_came() -> None:
    assert read("forms", {"file": "{broken"}) == {"Form file that was looked at": "{broken"}
