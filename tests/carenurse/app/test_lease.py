"""The lease of an open vault: it runs over during a sitting, a code opens it, the office heals it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from carenurse.app import wiring
from carenurse.app.lease import (
    TRIES,
    NoCodeError,
    NotACodeError,
    Standing,
    WaitForCodeError,
    WrongCodeError,
    challenge,
    enter_code,
    is_short,
    state_of,
    take_lease,
)
from carenurse.app.open_vault import OpenVault
from carenurse.exchange.telephone import telephone_code
from carenurse.sync.marking import GivenLease
from tests.fakes import FixedClock
from tests.made_vault import MadeVault

MET = datetime(2027, 3, 6, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SECRET = bytes(range(20))


@dataclass
class Laptop:
    """A vault on a computer whose clock anybody may set."""

    made: MadeVault
    clock: FixedClock
    vault: OpenVault

    def again(self) -> OpenVault:
        """Close it and open it again."""
        self.vault.close()
        self.vault = opened(self.made, self.clock)
        return self.vault

    def meets(self, days: int = 14, secret: bytes | None = SECRET, behind: timedelta = 0 * DAY) -> None:
        """Let the office give a lease by its own time, which is the clock's now, or ``behind`` it."""
        now = self.clock.now() - behind
        until = now + timedelta(days=days) if days else None
        take_lease(self.vault, GivenLease(now, until, days, secret))

    @property
    def standing(self) -> Standing:
        return self.vault.lease_state().standing

    def code(self) -> str:
        asked = challenge(self.vault)
        assert asked is not None
        return telephone_code(SECRET, asked.text)

    def trail(self) -> list[str]:
        facts = self.vault.records.audit_trail(limit=200)
        return [fact.detail for fact in reversed(facts) if fact.action == "lease"]


def opened(made: MadeVault, clock: FixedClock) -> OpenVault:
    return wiring.unlock_with_recovery(
        made.folder, made.recovery_code, now=clock.now, monotonic=lambda: 0.0, reserve=0
    )


@pytest.fixture
def laptop(made_vault: MadeVault) -> Iterator[Laptop]:
    clock = FixedClock(MET)
    made = Laptop(made_vault, clock, opened(made_vault, clock))
    yield made
    made.vault.close()


def test_a_vault_that_never_met_an_office_of_ours_is_never_over(laptop: Laptop) -> None:
    laptop.clock.go_on(900 * DAY)

    assert state_of(laptop.again()).standing is Standing.NONE
    assert challenge(laptop.vault) is None
    assert not is_short(laptop.vault)


def test_a_lease_lasts_over_closing_and_opening_and_runs_over_while_the_vault_is_open(laptop: Laptop) -> None:
    laptop.meets()
    assert laptop.again().lease_state().until == MET + 14 * DAY
    assert laptop.standing is Standing.GOOD

    laptop.clock.go_on(11 * DAY)
    assert laptop.standing is Standing.ENDING
    laptop.clock.go_on(3 * DAY)

    assert state_of(laptop.vault).is_over


def test_meeting_the_office_is_pressing_in_the_last_seven_days(laptop: Laptop) -> None:
    laptop.meets()
    assert not is_short(laptop.vault)

    laptop.clock.go_on(7 * DAY + timedelta(minutes=1))

    assert is_short(laptop.vault)


def test_that_it_is_over_is_noted_once_for_each_lease(laptop: Laptop) -> None:
    laptop.meets()
    laptop.clock.go_on(15 * DAY)

    for _ in range(3):
        state_of(laptop.vault)
    state_of(laptop.again())
    assert laptop.trail() == ["over"]
    laptop.meets()
    laptop.clock.go_on(15 * DAY)
    state_of(laptop.vault)

    assert laptop.trail() == ["over", "over"]


def test_over_and_the_clock_set_back_is_still_over_here_and_at_the_next_opening(laptop: Laptop) -> None:
    laptop.meets()
    laptop.clock.go_on(15 * DAY)
    assert laptop.vault.lease_state().is_over

    laptop.clock.go_on(-300 * DAY)

    assert laptop.vault.lease_state().is_over
    assert laptop.again().lease_state().is_over
    assert laptop.vault.trusted_now() >= MET + 15 * DAY


@pytest.mark.parametrize("behind", [20 * DAY, 366 * DAY])
def test_an_office_whose_clock_is_far_behind_locks_nobody_out_at_the_next_opening(
    laptop: Laptop, behind: timedelta
) -> None:
    laptop.meets(behind=behind)
    laptop.clock.go_on(timedelta(minutes=5))
    assert laptop.again().lease_state().standing is Standing.GOOD
    laptop.clock.go_on(10 * DAY)
    assert laptop.again().lease_state().standing is Standing.GOOD

    laptop.clock.go_on(5 * DAY)

    assert laptop.again().lease_state().is_over


def test_a_code_by_telephone_stays_good_when_the_office_is_met(laptop: Laptop) -> None:
    laptop.meets()
    laptop.clock.go_on(15 * DAY)
    enter_code(laptop.vault, laptop.code())

    laptop.meets(behind=20 * DAY)

    lease = laptop.vault.lease_state()
    assert lease.granted is not None
    assert lease.until is not None
    laptop.clock.go_on(timedelta(hours=23))
    assert not laptop.again().lease_state().is_over


def test_a_code_never_opens_longer_than_a_day_after_the_office_was_met(laptop: Laptop) -> None:
    laptop.meets()
    laptop.clock.go_on(400 * DAY)
    enter_code(laptop.vault, laptop.code())
    laptop.clock.go_on(-390 * DAY)

    laptop.meets(days=1)
    laptop.clock.go_on(25 * timedelta(hours=1))

    assert laptop.vault.lease_state().is_over


def test_a_rest_notes_the_time_so_that_a_process_that_is_killed_loses_little_of_it(laptop: Laptop) -> None:
    laptop.meets()
    laptop.clock.go_on(15 * DAY)
    laptop.vault.checkpoint()
    killed = laptop.made.folder.with_name("killed")
    shutil.copytree(laptop.made.folder, killed)
    laptop.clock.go_on(-300 * DAY)

    found = opened(replace(laptop.made, folder=killed), laptop.clock)

    assert found.lease_state().is_over
    found.close()


def test_a_clock_far_ahead_heals_when_the_office_is_met(laptop: Laptop) -> None:
    laptop.meets()
    laptop.clock.go_on(4_000 * DAY)
    assert laptop.again().lease_state().is_over
    laptop.clock.go_on(-3_998 * DAY)
    assert laptop.again().lease_state().is_over

    laptop.meets()

    assert laptop.standing is Standing.GOOD
    assert laptop.again().lease_state().standing is Standing.GOOD


def test_an_office_that_asks_for_no_meeting_ends_the_lease(laptop: Laptop) -> None:
    laptop.meets()
    laptop.clock.go_on(15 * DAY)

    laptop.meets(days=0)

    assert laptop.standing is Standing.NONE
    assert laptop.again().lease_state().standing is Standing.NONE


def test_a_lease_that_is_hardly_longer_is_not_written_again(laptop: Laptop) -> None:
    laptop.meets()
    before = laptop.vault.facts().generation

    laptop.clock.go_on(timedelta(minutes=15))
    laptop.meets()
    assert laptop.vault.facts().generation == before
    laptop.clock.go_on(timedelta(hours=2))
    laptop.meets()

    assert laptop.vault.facts().generation > before
    assert laptop.vault.lease_state().met == laptop.clock.now()


def test_a_shorter_lease_is_taken_at_once(laptop: Laptop) -> None:
    laptop.meets(days=14)

    laptop.meets(days=2)

    assert laptop.vault.lease_state().until == MET + 2 * DAY


# the code by telephone


def test_the_right_code_opens_everything_for_a_day_and_no_longer(laptop: Laptop) -> None:
    laptop.meets()
    laptop.clock.go_on(15 * DAY)

    state = enter_code(laptop.vault, f" {laptop.code().lower()} ")

    assert state.standing is Standing.GRANTED
    assert state.granted == laptop.clock.now() + DAY
    assert laptop.again().lease_state().standing is Standing.GRANTED
    laptop.clock.go_on(-DAY)
    assert laptop.vault.lease_state().standing is Standing.GRANTED
    laptop.clock.go_on(2 * DAY)
    assert laptop.vault.lease_state().is_over
    assert "code right" in laptop.trail()


def test_a_code_is_good_once(laptop: Laptop) -> None:
    laptop.meets()
    laptop.clock.go_on(15 * DAY)
    code = laptop.code()
    enter_code(laptop.vault, code)
    laptop.clock.go_on(2 * DAY)

    with pytest.raises(WrongCodeError):
        enter_code(laptop.vault, code)


def test_the_same_letters_are_shown_until_they_are_a_day_old(laptop: Laptop) -> None:
    laptop.meets()
    first = challenge(laptop.vault)
    laptop.again()
    laptop.clock.go_on(timedelta(hours=23))
    assert challenge(laptop.vault) == first
    code = laptop.code()

    laptop.clock.go_on(timedelta(hours=1))

    assert challenge(laptop.vault) != first
    with pytest.raises(WrongCodeError):
        enter_code(laptop.vault, code)


def test_a_code_of_another_laptop_opens_nothing(laptop: Laptop) -> None:
    laptop.meets()
    laptop.clock.go_on(15 * DAY)
    asked = challenge(laptop.vault)
    assert asked is not None

    with pytest.raises(WrongCodeError) as refused:
        enter_code(laptop.vault, telephone_code(bytes(20), asked.text))

    assert refused.value.left == TRIES - 1
    assert laptop.vault.lease_state().is_over
    assert laptop.trail() == ["code wrong"]


def test_five_wrong_tries_show_other_letters_and_ask_to_wait_longer_and_longer(laptop: Laptop) -> None:
    laptop.meets()
    first = challenge(laptop.vault)
    waits: list[int] = []
    for _ in range(3):
        for left in range(TRIES - 1, -1, -1):
            with pytest.raises(WrongCodeError) as refused:
                enter_code(laptop.vault, f"AAAA-AAA{left + 2}")
            assert refused.value.left == left
        with pytest.raises(WaitForCodeError) as told:
            enter_code(laptop.vault, laptop.code())
        waits.append(told.value.seconds)
        assert (laptop.again(), told.value.seconds) == (laptop.vault, waits[-1])
        laptop.clock.go_on(timedelta(seconds=waits[-1]))

    assert waits == [30, 60, 120]
    assert challenge(laptop.vault) != first
    assert enter_code(laptop.vault, laptop.code()).granted is not None


def test_the_same_wrong_code_pressed_twice_and_what_can_be_no_code_cost_no_try(laptop: Laptop) -> None:
    laptop.meets()
    laptop.clock.go_on(15 * DAY)
    for typed in ("AAAA-AAAA", "aaaa aaaa", "AAAAAAAA"):
        with pytest.raises(WrongCodeError) as refused:
            enter_code(laptop.vault, typed)
        assert refused.value.left == TRIES - 1
        laptop.again()
    for typed in ("0000", "AAAA-AAA0", "AAAA-AAAAA", ""):
        with pytest.raises(NotACodeError):
            enter_code(laptop.vault, typed)

    asked = challenge(laptop.vault)
    assert asked is not None
    assert asked.left == TRIES - 1
    assert laptop.trail() == ["code wrong"]


def test_what_was_tried_under_a_clock_far_ahead_bars_nobody_once_the_office_was_met(laptop: Laptop) -> None:
    laptop.meets()
    laptop.clock.go_on(900 * DAY)
    for number in range(TRIES):
        with pytest.raises(WrongCodeError):
            enter_code(laptop.vault, f"AAAA-AAA{number + 2}")
    laptop.clock.go_on(-899 * DAY)
    laptop.meets()
    laptop.clock.go_on(15 * DAY)

    assert enter_code(laptop.vault, laptop.code()).standing is Standing.GRANTED


def test_without_what_answers_it_no_code_is_taken(laptop: Laptop) -> None:
    laptop.meets(secret=None)

    assert challenge(laptop.vault) is None
    with pytest.raises(NoCodeError):
        enter_code(laptop.vault, "AAAA-AAAA")


def test_a_change_of_the_key_keeps_the_lease(laptop: Laptop, tmp_path: Path) -> None:
    laptop.meets()
    laptop.vault.back_up(tmp_path / "backup")
    before = laptop.vault.lease_state()

    laptop.vault.rotate_key(laptop.made.passphrase, cost=wiring.FLOOR)

    assert laptop.vault.lease_state() == before
