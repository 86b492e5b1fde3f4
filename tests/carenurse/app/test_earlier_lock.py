"""Two small files of an earlier day put back give nothing back: the records know the lease, and say so."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from carenurse.app import backups, wiring
from carenurse.app.open_vault import OpenVault
from carenurse.vault import opened as opened_vault
from carenurse.vault.failures import FullDiskError
from carenurse.vault.header import Header
from carenurse.vault.header_files import NAMES
from carenurse.vault.lease import Lease, Standing
from tests.fakes import FixedClock
from tests.made_vault import NOW, MadeVault

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
LEASE = Lease(NOW + 14 * DAY, 14, NOW)


def opened(made: MadeVault, clock: FixedClock) -> OpenVault:
    """Open a vault on a computer whose seconds go on with its clock."""
    return wiring.unlock_with_recovery(
        made.folder,
        made.recovery_code,
        reserve=0,
        now=clock.now,
        monotonic=lambda: clock.now().timestamp(),
    )


def during(
    made: MadeVault, clock: FixedClock, what: Callable[[OpenVault], object] = lambda _: None
) -> OpenVault:
    """Open a vault, do something, close it."""
    vault = opened(made, clock)
    what(vault)
    vault.close()
    return vault


def told(vault: OpenVault) -> bool:
    return any("earlier day than its records" in sentence for sentence in vault.warnings)


def noted(vault: OpenVault) -> list[str]:
    return [fact.detail for fact in vault.records.audit_trail(limit=200) if fact.detail == "earlier lock"]


def copied(made: MadeVault, name: str) -> Path:
    """Copy the two small files of the lock."""
    there = made.folder.with_name(name)
    there.mkdir()
    for file in NAMES:
        shutil.copy(made.folder / file, there / file)
    return there


def put_back(made: MadeVault, lock: Path) -> None:
    put_back_into(made.folder, lock)


def put_back_into(folder: Path, lock: Path) -> None:
    for file in NAMES:
        shutil.copy(lock / file, folder / file)


def test_a_lock_of_before_the_first_lease_takes_the_lease_of_the_records(made_vault: MadeVault) -> None:
    clock = FixedClock(NOW)
    first = copied(made_vault, "first")
    during(made_vault, clock, lambda vault: vault.keep_lease(lambda _: LEASE))
    clock.go_on(100 * DAY)
    assert during(made_vault, clock).lease_state().standing is Standing.OVER

    put_back(made_vault, first)
    vault = opened(made_vault, clock)

    assert vault.lease_state().standing is Standing.OVER
    assert told(vault)
    assert noted(vault) == ["earlier lock"]
    vault.close()
    again = during(made_vault, clock)
    assert again.lease_state().standing is Standing.OVER
    assert not told(again)


def test_no_lock_of_whatever_day_put_back_after_another_gives_time_back(made_vault: MadeVault) -> None:
    clock = FixedClock(NOW)
    first = copied(made_vault, "first")
    during(made_vault, clock, lambda vault: vault.keep_lease(lambda _: LEASE))
    second = copied(made_vault, "second")
    for _ in range(3):
        clock.go_on(20 * DAY)
        during(made_vault, clock)

    for lock in (first, second, first, second):
        put_back(made_vault, lock)
        vault = during(made_vault, FixedClock(NOW + DAY))
        assert vault.lease_state().standing is Standing.OVER
        assert told(vault)


@pytest.mark.parametrize("rests", [True, False])
def test_a_lock_copied_while_the_vault_was_open_gives_no_sitting_back(
    made_vault: MadeVault, *, rests: bool
) -> None:
    clock = FixedClock(NOW)
    during(made_vault, clock, lambda vault: vault.keep_lease(lambda _: LEASE))
    vault = opened(made_vault, FixedClock(NOW + HOUR))
    lock = copied(made_vault, "lock")
    vault.close()
    for _ in range(2):
        put_back(made_vault, lock)
        sitting = FixedClock(NOW + HOUR)
        vault = opened(made_vault, sitting)
        sitting.go_on(8 * DAY)
        if rests:
            vault.checkpoint()
        vault.close()

    put_back(made_vault, lock)
    last = during(made_vault, FixedClock(NOW + HOUR))

    assert last.trusted_now() >= NOW + 16 * DAY
    assert last.lease_state().standing is Standing.OVER
    again = during(made_vault, FixedClock(NOW + HOUR))
    assert again.lease_state().standing is Standing.OVER


def test_a_rest_is_noted_in_the_records_though_the_vault_was_never_closed(
    made_vault: MadeVault, tmp_path: Path
) -> None:
    clock = FixedClock(NOW)
    during(made_vault, clock, lambda vault: vault.keep_lease(lambda _: LEASE))
    vault = opened(made_vault, clock)
    lock = copied(made_vault, "lock")
    clock.go_on(20 * DAY)
    vault.checkpoint()
    cut = MadeVault(tmp_path / "cut", made_vault.passphrase, made_vault.recovery_code, made_vault.nurse)
    shutil.copytree(made_vault.folder, cut.folder)
    vault.close()

    put_back_into(cut.folder, lock)

    assert during(cut, FixedClock(NOW)).lease_state().standing is Standing.OVER


def test_a_time_that_the_office_took_back_is_not_taken_from_the_records_again(made_vault: MadeVault) -> None:
    ahead = FixedClock(NOW)
    during(made_vault, ahead, lambda vault: vault.keep_lease(lambda _: LEASE))
    ahead.go_on(900 * DAY)
    assert during(made_vault, ahead).lease_state().standing is Standing.OVER

    during(made_vault, FixedClock(NOW), lambda vault: vault.keep_lease(lambda _: LEASE, office=NOW))

    healed = during(made_vault, FixedClock(NOW))
    assert healed.lease_state().standing is Standing.GOOD
    assert healed.trusted_now() == NOW


def test_a_rest_writes_nothing_where_the_time_is_known_well_enough(made_vault: MadeVault) -> None:
    clock = FixedClock(NOW)
    vault = opened(made_vault, clock)
    vault.keep_lease(lambda _: LEASE)
    before = vault.mark()
    for _ in range(3):
        clock.go_on(timedelta(minutes=4))
        vault.checkpoint()

    assert vault.mark() == before
    vault.close()


def test_an_earlier_lock_counts_no_more_where_the_disk_takes_no_other(
    made_vault: MadeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FixedClock(NOW)
    first = copied(made_vault, "first")
    during(made_vault, clock, lambda vault: vault.keep_lease(lambda _: LEASE))
    clock.go_on(100 * DAY)
    put_back(made_vault, first)

    with monkeypatch.context() as disk:
        disk.setattr(opened_vault, "keep_header", refuse)
        for _ in range(2):
            vault = during(made_vault, clock)
            assert vault.lease_state().standing is Standing.OVER
            assert told(vault)

    assert told(during(made_vault, clock))
    assert not told(during(made_vault, clock))


def test_an_old_passphrase_that_a_lock_brings_back_is_told(made_vault: MadeVault) -> None:
    clock = FixedClock(NOW)
    before = copied(made_vault, "before")
    during(
        made_vault,
        clock,
        lambda vault: vault.change_passphrase("eleven loud geese at dawn", cost=wiring.FLOOR),
    )

    put_back(made_vault, before)

    vault = wiring.unlock(made_vault.folder, made_vault.passphrase, reserve=0, now=clock.now)
    assert told(vault)
    assert vault.lease_state().standing is Standing.NONE
    vault.close()


def test_a_hurt_copy_of_todays_lock_is_no_lock_of_an_earlier_day(made_vault: MadeVault) -> None:
    clock = FixedClock(NOW)
    during(made_vault, clock, lambda vault: vault.keep_lease(lambda _: LEASE))
    for file in (*NAMES, *NAMES):
        (made_vault.folder / file).write_bytes(b"hurt")

        vault = during(made_vault, clock)

        assert not told(vault)
        assert vault.lease_state().until == LEASE.until


def test_a_restored_backup_brings_lock_and_records_of_one_day(made_vault: MadeVault, tmp_path: Path) -> None:
    clock = FixedClock(NOW)
    made = list[backups.KeptBackup]()

    def meet_and_back_up(vault: OpenVault) -> None:
        vault.keep_lease(lambda _: LEASE)
        made.append(backups.back_up(vault, NOW))

    during(made_vault, clock, meet_and_back_up)
    during(made_vault, clock, lambda vault: vault.new_recovery_code())
    stick = made[0].folder.rename(tmp_path / "stick")
    wiring.restore_vault(stick, tmp_path / "again")
    there = wiring.unlock_with_recovery(
        tmp_path / "again", made_vault.recovery_code, reserve=0, now=clock.now
    )

    assert not told(there)
    assert there.lease_state().standing is Standing.GOOD
    there.close()


def refuse(_folder: Path, _header: Header) -> None:
    """Be a full disk."""
    raise FullDiskError
