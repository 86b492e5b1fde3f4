from datetime import UTC, datetime

import pytest
from dateutil.tz import gettz

from carenurse.scheduling.repeating import same_clock, weekly

CHICAGO = gettz("America/Chicago")


def test_nine_stays_nine_when_the_clocks_change() -> None:
    assert CHICAGO is not None
    first = datetime(2026, 3, 4, 9, tzinfo=CHICAGO)

    starts = weekly(first, 2, CHICAGO)

    assert [start.isoformat() for start in starts] == [
        "2026-03-04T09:00:00-06:00",
        "2026-03-11T09:00:00-05:00",
    ]


def test_several_days_of_the_week_are_repeated_in_order() -> None:
    first = datetime(2026, 3, 2, 9, tzinfo=UTC)

    starts = weekly(first, 4, UTC, weekdays=(0, 3))

    assert [start.day for start in starts] == [2, 5, 9, 12]


def test_every_other_week_skips_one() -> None:
    assert [start.day for start in weekly(datetime(2026, 3, 2, 9, tzinfo=UTC), 3, UTC, every=2)] == [
        2,
        16,
        30,
    ]


def test_an_hour_that_never_was_becomes_the_next() -> None:
    assert CHICAGO is not None
    skipped = weekly(datetime(2026, 3, 1, 2, 30, tzinfo=CHICAGO), 2, CHICAGO)[1]

    assert skipped.isoformat() == "2026-03-08T03:30:00-05:00"


@pytest.mark.parametrize("count", [0, 61])
def test_a_count_that_no_plan_has_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="1 to 60"):
        weekly(datetime(2026, 3, 2, 9, tzinfo=UTC), count, UTC)


def test_moving_a_day_keeps_the_hour_on_the_kitchen_clock() -> None:
    assert CHICAGO is not None
    saturday = datetime(2026, 3, 7, 9, tzinfo=CHICAGO)

    assert same_clock(saturday, 1, 15, CHICAGO).isoformat() == "2026-03-08T09:15:00-05:00"


def test_one_visit_is_a_plan_too() -> None:
    first = datetime(2026, 3, 2, 9, tzinfo=UTC)

    assert weekly(first, 1, UTC) == (first,)
