import pytest

from carenurse.clinical.whole import LONGEST, whole


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("007", 7), ("9" * LONGEST, 10**LONGEST - 1)])
def test_digits_are_a_whole_number(text: str, number: int) -> None:
    assert whole(text) == number


NO_NUMBERS = ("", "-1", "+1", "1.0", "\N{SUPERSCRIPT TWO}", "\N{ARABIC-INDIC DIGIT ONE}", "1 ", "1_0")


@pytest.mark.parametrize("text", [*NO_NUMBERS, "9" * (LONGEST + 1)])
def test_what_is_no_plain_number_of_a_record_is_none(text: str) -> None:
    assert whole(text) is None
