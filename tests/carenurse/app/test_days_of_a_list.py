"""Days in a list of what happened: short enough for its column, and never in doubt about the year."""

from datetime import date

import pytest

from carenurse.app.timeline import day_of_list

TODAY = date(2036, 3, 4)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (TODAY, "Today"),
        (date(2036, 3, 3), "Yesterday"),
        (date(2036, 2, 27), "Wed 27 Feb"),
        (date(2035, 12, 5), "5 Dec 2035"),
        (date(2034, 8, 16), "16 Aug 2034"),
    ],
)
def test_near_days_have_their_weekday_and_those_of_another_year_their_year(day: date, said: str) -> None:
    assert day_of_list(day, TODAY) == said
