"""The family's paper in large type: page 1 stands alone, and three pages hold an ordinary visit."""

from dataclasses import replace

import pytest

from carenurse.documents.family_facts import Words
from carenurse.documents.family_summary import render
from carenurse.documents.labels import LANGUAGES, Language
from tests.carenurse.documents.reading_back import text_of
from tests.carenurse.documents.rosa import rosa


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_ordinary_visit_takes_three_pages_at_most(language: Language) -> None:
    assert render(rosa(), language, large=True).pages <= 3


def test_the_number_to_call_is_on_page_1_however_long_the_warnings_are() -> None:
    many = tuple(
        Words(f"Warning sign number {number} that is told in a line of its own") for number in range(9)
    )
    text = text_of(render(replace(rosa(), emergency=many, call_today=many), large=True).pdf)

    assert text.index("555-0142") < text.index("Call 911 if") < text.index("Page 1 of")


def test_the_steps_are_not_torn_in_two() -> None:
    steps = tuple(Words(f"Step {number} of what to do at home") for number in range(1, 6))
    for warnings in range(2, 9):
        signs = tuple(Words(f"Sign {number}") for number in range(warnings))
        text = text_of(render(replace(rosa(), to_do=steps, call_today=signs), large=True).pdf)
        places = [text.index(f"Step {number} of") for number in range(1, 6)]
        assert not any(f"Page {page} of" in text[places[0] : places[-1]] for page in (1, 2))


def test_limits_stand_below_the_measure_and_name_a_goal() -> None:
    text = text_of(render(rosa(), large=True).pdf)

    assert "Your goal: 163 to 169" in text
    assert "Your goal, when to call" not in text


def test_allergies_stand_on_page_1_where_there_is_room_and_are_told_once() -> None:
    text = text_of(render(rosa()).pdf)

    assert text.index("Allergies: penicillin") < text.index("Page 1 of")
    assert text.count("Allergies: penicillin") == 1
