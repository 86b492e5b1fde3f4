"""When the schedule proposes a new visit."""

from datetime import date, datetime, timedelta, timezone

import pytest

from carenurse.app.schedule_proposing import first_start

ZONE = timezone(timedelta(hours=-5))


@pytest.mark.parametrize(
    ("shown", "now", "proposed"),
    [
        (date(2026, 3, 6), datetime(2026, 3, 4, 10, 42, tzinfo=ZONE), datetime(2026, 3, 6, 9, tzinfo=ZONE)),
        (date(2026, 3, 4), datetime(2026, 3, 4, 10, 42, tzinfo=ZONE), datetime(2026, 3, 4, 11, tzinfo=ZONE)),
        (date(2026, 3, 4), datetime(2026, 3, 4, 19, 0, tzinfo=ZONE), datetime(2026, 3, 5, 9, tzinfo=ZONE)),
        (date(2026, 2, 25), datetime(2026, 3, 4, 19, 0, tzinfo=ZONE), datetime(2026, 3, 5, 9, tzinfo=ZONE)),
        (date(2026, 2, 25), datetime(2026, 3, 4, 8, 0, tzinfo=ZONE), datetime(2026, 3, 4, 9, tzinfo=ZONE)),
    ],
)
def test_a_new_visit_is_never_proposed_in_the_past(shown: date, now: datetime, proposed: datetime) -> None:
    assert first_start(shown, now) == proposed
