from datetime import date, time

import pytest

from carenurse.app.visit_when import read_clock, read_day, read_visit_day, visit_day_problem

WEDNESDAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", date(2026, 3, 4)),
        ("tomorrow", date(2026, 3, 5)),
        ("fri", date(2026, 3, 6)),
        ("Wed", date(2026, 3, 11)),
        ("6 Mar", date(2026, 3, 6)),
        ("Mar 6", date(2026, 3, 6)),
        ("Fri 6 March", date(2026, 3, 6)),
        ("6 march 2027", date(2027, 3, 6)),
        ("3/6", date(2026, 3, 6)),
        ("2/27", date(2027, 2, 27)),
        ("2026-03-20", date(2026, 3, 20)),
        ("+7", date(2026, 3, 11)),
    ],
)
def test_a_day_is_read_as_a_nurse_types_it(text: str, day: date) -> None:
    assert read_day(text, WEDNESDAY) == day


@pytest.mark.parametrize("text", ["", "soon", "31 Feb", "13/40", "2026-02-30", "+9999", "mar", "6"])
def test_nonsense_is_no_day(text: str) -> None:
    assert read_day(text, WEDNESDAY) is None


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("9", time(9)),
        ("9:30", time(9, 30)),
        ("0930", time(9, 30)),
        ("14.15", time(14, 15)),
        ("2pm", time(14)),
        ("12 am", time(0)),
        ("12pm", time(12)),
        ("9:30 a.m.", time(9, 30)),
    ],
)
def test_a_time_is_read_as_a_nurse_types_it(text: str, clock: time) -> None:
    assert read_clock(text) == clock


@pytest.mark.parametrize("text", ["", "25", "9:75", "noon-ish", "13pm"])
def test_nonsense_is_no_time(text: str) -> None:
    assert read_clock(text) is None


NOVEMBER = date(2026, 11, 22)


@pytest.mark.parametrize("text", ["20 Nov", "1 Feb 2026", "2026-11-21", "soon"])
def test_a_visit_to_come_is_not_on_a_day_that_is_past(text: str) -> None:
    assert visit_day_problem(text, NOVEMBER)
    assert read_visit_day(text, NOVEMBER) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", NOVEMBER),
        ("2 Jan", date(2027, 1, 2)),
        ("20 Nov 2027", date(2027, 11, 20)),
        ("+90", date(2027, 2, 20)),
    ],
)
def test_a_visit_to_come_may_be_next_year(text: str, day: date) -> None:
    assert read_visit_day(text, NOVEMBER) == day
