from datetime import UTC, datetime, timedelta, timezone

from carenurse.app.lease_words import lease_words
from carenurse.vault.lease import Lease, LeaseState, Standing, state_at

NOW = datetime(2026, 11, 21, 10, 42, tzinfo=timezone(timedelta(hours=-5)))
MET = datetime(2026, 11, 7, 13, 5, tzinfo=UTC)
LEASE = Lease(MET + timedelta(days=14), 14, MET)


def said(at: datetime, lease: Lease = LEASE) -> str:
    words = lease_words(state_at(lease, at), NOW)
    return f"{words.fact} {words.rest}"


def test_the_last_moment_is_told_on_the_clock_of_this_place() -> None:
    assert said(MET).startswith("This laptop must meet its office by Sat 21 Nov, 08:05.")


def test_once_it_is_over_the_day_of_the_last_meeting_is_told() -> None:
    over = said(MET + timedelta(days=15))

    assert over == "This laptop has not met its office since Sat 7 Nov. Only today's people open here."


def test_a_code_is_told_with_its_end() -> None:
    now = MET + timedelta(days=15)
    granted = Lease(LEASE.until, 14, MET, granted=now + timedelta(hours=24))

    assert said(now, granted).startswith("A code of your office opens everything until Mon 23 Nov, 08:05.")


def test_where_the_office_sets_no_time_nothing_is_said() -> None:
    assert lease_words(LeaseState(Standing.NONE), NOW).fact == ""
