from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carenurse.careplan.progress import Aim, Track, progress, tell_track

BEGAN, DUE = date(2026, 2, 19), date(2026, 4, 19)
AIM = Aim(Decimal(163), Decimal(169))


def track(start: str | None, now: str | None, today: date = date(2026, 3, 20), aim: Aim = AIM) -> Track:
    return progress(
        aim,
        Decimal(start) if start else None,
        Decimal(now) if now else None,
        began=BEGAN,
        due=DUE,
        today=today,
    ).track


def test_inside_the_aim_is_met_even_after_its_day() -> None:
    assert track("175", "166") is Track.MET
    assert track("175", "166", date(2026, 5, 1)) is Track.MET


def test_farther_away_than_at_the_start_is_off_track() -> None:
    assert track("170", "172", date(2026, 2, 21)) is Track.OFF
    assert track("166", "171.6") is Track.OFF


def test_lagging_the_calendar_by_more_than_a_quarter_is_off_track() -> None:
    assert track("179", "176") is Track.ON
    assert track("179", "178.8") is Track.OFF


def test_nothing_covered_is_no_change_and_later_off_track_but_never_on_track() -> None:
    assert track("179", "179", date(2026, 2, 21)) is Track.SAME
    assert tell_track(Track.SAME) == "No change"
    assert track("179", "179") is Track.OFF
    assert track("179", "178", date(2026, 2, 21)) is Track.ON


def test_after_its_day_an_unmet_goal_is_late() -> None:
    assert track("179", "170", date(2026, 4, 20)) is Track.LATE


def test_without_a_second_value_it_is_new_and_without_an_aim_not_measured() -> None:
    assert track("179", None) is Track.NEW
    assert track(None, "170") is Track.NEW
    assert track("179", "170", BEGAN) is Track.NEW
    assert track("179", "170", aim=Aim()) is Track.UNMEASURED


def test_a_goal_without_dates_is_off_track_only_when_it_got_worse() -> None:
    def of(today: date) -> Track:
        return progress(AIM, Decimal(179), Decimal(175), began=BEGAN, due=None, today=today).track

    assert of(date(2027, 1, 1)) is Track.ON
    assert of(BEGAN) is Track.NEW


@pytest.mark.parametrize("standing", list(Track))
def test_every_standing_has_words(standing: Track) -> None:
    assert tell_track(standing)
    assert tell_track(standing) not in {tell_track(other) for other in Track if other is not standing}


@given(st.decimals(0, 300, places=1), st.decimals(0, 300, places=1), st.integers(0, 90))
def test_getting_closer_to_the_aim_never_makes_a_standing_worse(
    start: Decimal, now: Decimal, days: int
) -> None:
    today = date.fromordinal(BEGAN.toordinal() + days)
    closer = (now + 166) / 2
    first = progress(AIM, start, now, began=BEGAN, due=DUE, today=today).track
    second = progress(AIM, start, closer, began=BEGAN, due=DUE, today=today).track

    assert not (first in (Track.ON, Track.MET) and second is Track.OFF)
