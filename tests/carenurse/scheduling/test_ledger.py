from datetime import UTC, date, datetime

from carenurse.scheduling.ledger import Standing, ledger, warnings
from carenurse.scheduling.order import parse_order
from carenurse.scheduling.weeks import day_bounds, week_days, week_start

THURSDAY = date(2026, 2, 19)
ORDER = parse_order("1w1 2w2 1w1")


def test_the_week_begins_on_sunday_also_on_sunday() -> None:
    assert week_start(date(2026, 3, 1)) == date(2026, 3, 1)
    assert week_start(date(2026, 3, 7)) == date(2026, 3, 1)
    assert week_days(date(2026, 3, 1))[-1] == date(2026, 3, 7)


def test_ordered_planned_and_done_stand_side_by_side() -> None:
    found = ledger(
        ORDER,
        THURSDAY,
        [
            (date(2026, 2, 20), Standing.DONE),
            (date(2026, 2, 24), Standing.DONE),
            (date(2026, 2, 26), Standing.MISSED),
            (date(2026, 3, 3), Standing.PLANNED),
        ],
    )

    assert [(week.ordered, week.planned, week.done, week.missed) for week in found.weeks] == [
        (1, 1, 1, 0),
        (2, 1, 1, 1),
        (2, 1, 0, 0),
        (1, 0, 0, 0),
    ]
    assert (found.ordered, found.planned, found.done) == (6, 3, 2)


def test_weeks_of_the_certification_without_an_order_are_listed_and_told() -> None:
    end = date(2026, 3, 19)
    found = ledger(ORDER, THURSDAY, [], end)

    assert found.weeks[-1].sunday == date(2026, 3, 15)
    assert found.weeks[-1].ordered is None
    assert warnings(found, date(2026, 3, 4), end) == (
        "2 ordered visits are not planned this week.",
        "1 ordered visit after this week is not planned.",
        "The order ends before the certification does.",
    )


def test_an_order_that_is_planned_in_full_has_no_warning() -> None:
    found = ledger(parse_order("1w1"), THURSDAY, [(THURSDAY, Standing.PLANNED)])

    assert warnings(found, THURSDAY) == ()


def test_visits_beyond_the_order_and_its_visits_as_needed_are_told() -> None:
    planned = [(THURSDAY, Standing.PLANNED)] * 4

    assert warnings(ledger(parse_order("1w1"), THURSDAY, planned), THURSDAY) == (
        "3 visits more than ordered are planned.",
    )
    assert warnings(ledger(parse_order("1w1 2PRN"), THURSDAY, planned), THURSDAY) == (
        "1 visit more than ordered is planned.",
    )
    assert warnings(ledger(parse_order("1w1 3PRN"), THURSDAY, planned), THURSDAY) == ()
    assert warnings(ledger(parse_order("1w1"), THURSDAY, planned), date(2026, 6, 1)) == ()


def test_the_end_of_the_order_is_told_only_where_the_certification_goes_on_ahead() -> None:
    planned = [(THURSDAY, Standing.PLANNED)]
    end = date(2026, 2, 21)

    assert warnings(ledger(parse_order("1w1"), THURSDAY, planned, end), THURSDAY, end) == ()
    longer = ledger(parse_order("1w1"), THURSDAY, planned, date(2026, 3, 7))
    assert warnings(longer, THURSDAY, date(2026, 3, 7)) == ("The order ends before the certification does.",)
    assert warnings(longer, date(2026, 6, 1), date(2026, 3, 7)) == ()


def test_days_begin_and_end_at_midnight() -> None:
    assert day_bounds(date(2026, 2, 27), date(2026, 2, 28), UTC) == (
        datetime(2026, 2, 27, tzinfo=UTC),
        datetime(2026, 3, 1, tzinfo=UTC),
    )
