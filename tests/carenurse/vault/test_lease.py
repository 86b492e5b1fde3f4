"""A lease ends when it is said to, whatever is done to the clock of the laptop."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo

import pytest
from dateutil import tz

from carenurse.vault.lease import Lease, LeaseState, Standing, TrustedTime, as_seen, state_at

MET = datetime(2026, 11, 7, 9, 0, tzinfo=UTC)
LEASE = Lease(MET + timedelta(days=14), 14, MET)
DAY = timedelta(days=1)


@dataclass
class Computer:
    """Two clocks: one that anybody may set, and one that only goes on."""

    wall: datetime = MET
    gone: float = 0.0
    zone: tzinfo = field(default_factory=lambda: UTC)

    def passes(self, time: timedelta) -> None:
        self.wall += time
        self.gone += time.total_seconds()

    def trusted(self, seen: datetime | None = MET, ahead: timedelta = timedelta(0)) -> TrustedTime:
        return TrustedTime(seen, lambda: self.wall.astimezone(self.zone), lambda: self.gone, ahead)


@pytest.mark.parametrize(
    ("after", "standing"),
    [
        (timedelta(0), Standing.GOOD),
        (11 * DAY - timedelta(seconds=1), Standing.GOOD),
        (11 * DAY, Standing.ENDING),
        (14 * DAY - timedelta(seconds=1), Standing.ENDING),
        (14 * DAY, Standing.OVER),
        (400 * DAY, Standing.OVER),
    ],
)
def test_it_is_good_then_ending_then_over(after: timedelta, standing: Standing) -> None:
    assert state_at(LEASE, MET + after).standing is standing


def test_a_vault_without_a_lease_is_never_over() -> None:
    assert state_at(None, MET + 4_000 * DAY) == LeaseState(Standing.NONE)


def test_it_tells_until_when_and_when_the_office_was_met() -> None:
    state = state_at(LEASE, MET + 15 * DAY)

    assert (state.until, state.met, state.is_over) == (LEASE.until, MET, True)


def test_a_code_opens_everything_until_its_time_is_over() -> None:
    now = LEASE.until + DAY
    granted = replace(LEASE, granted=now + timedelta(hours=24))

    assert state_at(granted, now + timedelta(hours=23, minutes=59)).standing is Standing.GRANTED
    assert state_at(granted, now + timedelta(hours=24)).standing is Standing.OVER


def test_a_clock_that_is_set_back_gains_nothing_in_this_sitting_nor_in_the_next() -> None:
    computer = Computer()
    time = computer.trusted()
    computer.passes(15 * DAY)
    seen = as_seen(LEASE, time.now())

    computer.wall -= 300 * DAY

    assert state_at(seen, time.now()).is_over
    assert state_at(seen, computer.trusted(seen.seen).now()).is_over


def test_while_the_vault_is_open_time_goes_on_though_the_clock_stands_still() -> None:
    computer = Computer()
    time = computer.trusted()

    computer.gone += (15 * DAY).total_seconds()

    assert state_at(LEASE, time.now()).is_over


def test_a_clock_that_was_once_far_ahead_heals_when_the_office_is_met() -> None:
    computer = Computer(MET + 3_650 * DAY)
    time = computer.trusted()
    seen = as_seen(LEASE, time.now())
    computer.wall = MET + 2 * DAY
    assert state_at(seen, computer.trusted(seen.seen).now()).is_over
    office = MET + 2 * DAY

    time.told(office)

    met = Lease(office + 14 * DAY, 14, office)
    assert time.now() == office
    assert state_at(met, time.now()).standing is Standing.GOOD
    assert state_at(met, computer.trusted(met.seen).now()).standing is Standing.GOOD


def test_a_clock_that_is_still_far_ahead_counts_as_so_much_ahead_for_this_sitting() -> None:
    computer = Computer(MET + 3_650 * DAY)
    time = computer.trusted()

    time.told(MET)
    computer.passes(13 * DAY)

    assert time.now() == MET + 13 * DAY


def test_how_far_it_is_ahead_is_taken_off_in_later_sittings_too() -> None:
    computer = Computer(MET + 20 * DAY)
    computer.passes(DAY)

    time = computer.trusted(MET, ahead=20 * DAY)

    assert (time.now(), time.ahead) == (MET + DAY, 20 * DAY)


@pytest.mark.parametrize("closed", [DAY, 60 * DAY])
def test_a_clock_set_forth_before_the_office_is_met_and_back_after_it_gains_nothing(
    closed: timedelta,
) -> None:
    computer = Computer(MET + 90 * DAY)
    first = computer.trusted()
    first.told(MET)
    seen, ahead = first.now(), first.ahead
    computer.wall = MET + closed

    second = computer.trusted(seen, ahead)
    computer.passes(13 * DAY)
    third = computer.trusted(second.now(), second.ahead)

    assert second.ahead == timedelta(0)
    assert third.now() == MET + closed + 13 * DAY


def test_a_clock_that_lost_some_minutes_is_as_far_ahead_as_before() -> None:
    computer = Computer(MET + 20 * DAY - timedelta(minutes=5))

    time = computer.trusted(MET, ahead=20 * DAY)

    assert time.ahead == 20 * DAY
    assert time.now() == MET


def test_to_put_it_right_after_that_gains_nothing() -> None:
    computer = Computer(MET + 3_650 * DAY)
    time = computer.trusted()
    time.told(MET)
    computer.wall = MET

    computer.passes(14 * DAY)

    assert time.now() == MET + 14 * DAY


def test_a_clock_behind_the_office_is_followed_again_when_it_is_put_right() -> None:
    computer = Computer(MET - 30 * DAY)
    time = computer.trusted(None)
    time.told(MET)
    assert time.now() == MET

    computer.wall = MET + 20 * DAY

    assert time.now() == MET + 20 * DAY


@pytest.mark.parametrize("zone", ["America/New_York", "Australia/Lord_Howe", "Pacific/Chatham"])
@pytest.mark.parametrize("change", ["2026-11-01T06:00:00+00:00", "2026-03-08T07:00:00+00:00"])
def test_where_the_clocks_change_no_hour_is_gained_or_lost(zone: str, change: str) -> None:
    there = tz.gettz(zone)
    assert there is not None
    before = datetime.fromisoformat(change) - 7 * DAY
    lease = Lease(before + 14 * DAY, 14, before)
    computer = Computer(before, zone=there)
    time = computer.trusted(before)

    computer.passes(14 * DAY - timedelta(minutes=1))
    assert not state_at(lease, time.now()).is_over
    computer.passes(timedelta(minutes=1))

    assert state_at(lease, time.now()).is_over
    assert time.now() == lease.until


def test_what_was_seen_never_goes_back() -> None:
    later = as_seen(LEASE, MET + DAY)

    assert later.seen == MET + DAY
    assert as_seen(later, MET) == later
