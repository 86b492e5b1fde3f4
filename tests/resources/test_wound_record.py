"""The area of a wound: length times width, in square centimeters, of measures that can be right only."""

from decimal import Decimal

import pytest

from tests.resources.shipped_forms import open_session


@pytest.mark.parametrize(
    ("length", "width", "area"),
    [("3.2", "2", ["6.4"]), ("0", "2", ["0"]), ("400", "2", []), ("3.2", "-2", []), ("400", "-2", [])],
)
def test_the_area_is_of_a_length_and_a_width_that_can_be_right(
    length: str, width: str, area: list[str]
) -> None:
    session = open_session("wound-record")

    session.answer("w-len", {"valueDecimal": Decimal(length)})
    session.answer("w-wid", {"valueDecimal": Decimal(width)})

    assert [one["valueDecimal"] for one in session.answers("w-area")] == [Decimal(one) for one in area]
