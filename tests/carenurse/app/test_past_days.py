"""A day that is past, as a nurse types it into "Since when" and "Not taken since"."""

from datetime import date, timedelta

import pytest

from carenurse.app.day_words import month_names, weekday_names
from carenurse.app.medicine_typed import TypedMedicine, check
from carenurse.app.past_days import read_past

SUNDAY = date(2026, 11, 22)
WHOLE = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("fri", "2026-11-20"),
        ("Friday", "2026-11-20"),
        ("mon", "2026-11-16"),
        ("sun", "2026-11-15"),
        ("today", "2026-11-22"),
        ("yesterday", "2026-11-21"),
        ("fri 20 Nov", "2026-11-20"),
        ("20 Nov", "2026-11-20"),
        ("11/20", "2026-11-20"),
        ("24 Dec", "2025-12-24"),
        ("24 Dec 2024", "2024-12-24"),
        ("Mar 2021", "2021-03"),
        ("2021", "2021"),
    ],
)
def test_a_day_without_a_year_is_the_last_one_of_that_name(typed: str, meant: str) -> None:
    assert str(read_past(typed, SUNDAY)) == meant


@pytest.mark.parametrize("typed", ["+3", "tomorrow", "24 Dec 2026"])
def test_a_day_to_come_is_refused_in_a_sentence(typed: str) -> None:
    assert check(TypedMedicine(name="Amoxicillin", since=typed), SUNDAY) == {
        "since": "That lies in the future."
    }


def test_on_every_day_of_a_year_each_name_of_a_day_is_the_last_one_before() -> None:
    for ahead in range(366):
        today = SUNDAY + timedelta(days=ahead)
        for number, (short, whole) in enumerate(zip(weekday_names(), WHOLE, strict=True)):
            for typed in (short, whole.lower()):
                day = read_past(typed, today)
                assert day is not None
                assert day.exact is not None
                assert day.exact.weekday() == number
                assert today - timedelta(days=7) <= day.exact < today, (typed, today)


def test_on_every_day_of_a_year_each_day_of_the_year_before_is_read_as_itself() -> None:
    for ahead in range(0, 366, 5):
        today = SUNDAY + timedelta(days=ahead)
        for back in range(365):
            day = today - timedelta(days=back)
            read = read_past(f"{day.day} {month_names()[day.month - 1]}", today)
            assert read is not None
            assert read.exact == day
