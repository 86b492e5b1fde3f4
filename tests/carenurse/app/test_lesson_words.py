"""A lesson of the plan is named by what it is about, wherever it is a topic."""

import pytest

from carenurse.app.lesson_words import lesson, lesson_inside


@pytest.mark.parametrize(
    ("words", "title", "inside"),
    [
        (
            "Teach the 3 warning signs, say it back",
            "The 3 warning signs, say it back",
            "the 3 warning signs, say it back",
        ),
        ("Teach: chew well", "Chew well", "chew well"),
        ("Teaching how to float heels", "Float heels", "float heels"),
        ("The water pill", "The water pill", "the water pill"),
        ("TUG at home", "TUG at home", "TUG at home"),
        ("", "", ""),
    ],
)
def test_the_verb_of_the_plan_is_left_off(words: str, title: str, inside: str) -> None:
    assert lesson(words) == title
    assert lesson_inside(words) == inside
