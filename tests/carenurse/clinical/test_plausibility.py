from decimal import Decimal

import pytest

from carenurse.clinical.judgement import Level
from carenurse.clinical.limits import Limits
from carenurse.clinical.plausibility import judge_jump, judge_words
from tests.carenurse.clinical.vital_data import shipped_vitals

LIMITS = Limits(shipped_vitals())


@pytest.mark.parametrize(
    ("value", "asks"), [("84.0", False), ("84.1", True), ("76.0", False), ("75.9", True)]
)
def test_a_jump_of_more_than_five_percent_asks_to_read_again(value: str, asks: bool) -> None:  # noqa: FBT001 - a column
    assert (judge_jump(Decimal(value), Decimal("80.0")) is not None) == asks


@pytest.mark.parametrize(
    ("code", "said", "level"),
    [
        ("41653-7", "hi", Level.URGENT_HIGH),
        ("41653-7", "LO ", Level.URGENT_LOW),
        ("80288-4", "Alert", Level.WITHIN),
        ("80288-4", "New confusion", Level.URGENT_LOW),
    ],
)
def test_readings_in_words_are_judged(code: str, said: str, level: Level) -> None:
    found = judge_words(LIMITS, code, said)

    assert found is not None
    assert found.level is level


def test_words_that_say_nothing_are_not_judged() -> None:
    assert judge_words(LIMITS, "41653-7", "after lunch") is None
    assert judge_words(LIMITS, "80288-4", " ") is None
    assert judge_words(LIMITS, "x", "HI") is None
