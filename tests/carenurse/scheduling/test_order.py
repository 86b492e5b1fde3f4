import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carenurse.scheduling.order import Span, due_in, expand, parse_order

THURSDAY = date(2026, 2, 19)


def test_the_usual_order_is_read() -> None:
    order = parse_order(" 1w1 2w2  1W6, 2PRN")

    assert order.spans == (Span(1, 1), Span(2, 2), Span(1, 6))
    assert order.as_needed == 2
    assert order.total == 11
    assert order.text == "1w1 2w2 1W6, 2PRN"


def test_a_plus_and_a_reason_for_visits_as_needed_are_read() -> None:
    order = parse_order("2w3+2 prn for catheter leak")

    assert order.spans == (Span(2, 3),)
    assert (order.as_needed, order.as_needed_for) == (2, "catheter leak")


def test_weeks_run_from_sunday_to_saturday_and_the_first_is_short() -> None:
    weeks = expand(parse_order("1w1 2w2"), THURSDAY)

    assert [(week.sunday, week.visits) for week in weeks] == [
        (date(2026, 2, 15), 1),
        (date(2026, 2, 22), 2),
        (date(2026, 3, 1), 2),
    ]


def test_daily_visits_are_counted_into_their_weeks() -> None:
    weeks = expand(parse_order("1d5 1w1"), THURSDAY)

    assert [(week.sunday, week.visits) for week in weeks] == [(date(2026, 2, 15), 3), (date(2026, 2, 22), 3)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write the order as visits per week, such as 2w3: two visits a week for three weeks."),
        ("two a week", "“two” is not a visit order."),
        ("2w", "“2w” is not a visit order."),
        ("1w12x", "“1w12x” is not a visit order."),
        ("0w3", "“0w3” orders no visit."),
        ("2w0", "“2w0” lasts no time"),
        ("40w2", "40 visits a week cannot be right"),
        ("9d2", "9 visits a day cannot be right"),
        ("1w99", "lasts more than a year"),
        ("1m2", "use w for weeks or d for days"),
        ("2w3 PRN", "with their number"),
        ("prn 2w3", "with their number"),
        ("99PRN", "99 visits as needed cannot be right"),
    ],
)
def test_nonsense_becomes_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        parse_order(text)


@given(st.text(max_size=40))
def test_no_text_does_anything_but_parse_or_say_so(text: str) -> None:
    try:
        order = parse_order(text)
    except ValueError as problem:
        assert str(problem)  # noqa: PT017 - most texts are refused, the rest must hold what follows
        return
    assert order.spans or order.as_needed


@given(
    spans=st.lists(st.tuples(st.integers(1, 7), st.integers(1, 9)), min_size=1, max_size=5),
    start=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
)
def test_every_ordered_visit_is_in_some_week_and_every_week_begins_on_sunday(
    spans: list[tuple[int, int]], start: date
) -> None:
    order = parse_order(" ".join(f"{visits}w{weeks}" for visits, weeks in spans))
    weeks = expand(order, start)

    assert sum(week.visits for week in weeks) == order.total
    assert {week.sunday.isoweekday() for week in weeks} == {7}
    assert weeks[0].sunday <= start


@given(
    spans=st.lists(
        st.tuples(st.integers(1, 4), st.sampled_from("dw"), st.integers(1, 9)), min_size=1, max_size=5
    ),
    start=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
)
def test_one_week_is_counted_as_among_all_of_them(spans: list[tuple[int, str, int]], start: date) -> None:
    order = parse_order(" ".join(f"{visits}{letter}{length}" for visits, letter, length in spans))
    weeks = {week.sunday: week.visits for week in expand(order, start)}
    around = (min(weeks) - timedelta(days=7), max(weeks) + timedelta(days=7))

    assert {sunday: due_in(order, start, sunday) for sunday in weeks} == weeks
    assert [due_in(order, start, sunday) for sunday in around] == [0, 0]
