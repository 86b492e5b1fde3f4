"""Backups come by themselves, are thinned out, can be trusted, and are tried; work goes on meanwhile."""

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from carenurse.app import backup_place, backups, wiring
from carenurse.app.backup_place import place_beside
from carenurse.app.wiring import FLOOR, OpenVault
from carenurse.vault.header_files import NAMES
from carenurse.vault.keeping import kept
from tests.carenurse.store.resources import note, patient
from tests.kept import keep
from tests.made_vault import NOW, MadeVault

DAY = timedelta(days=1)


def days(*backs: int) -> list[datetime]:
    return [NOW - timedelta(days=back) for back in backs]


def test_a_week_of_days_and_a_month_of_weeks_are_kept() -> None:
    made = days(*range(60))

    stay = kept(made, UTC)

    assert set(range(7)) <= stay
    assert len(stay) <= 7 + 4
    assert max((NOW - made[at]).days for at in stay) >= 20
    assert {59 - at for at in kept(made[::-1], UTC)} == stay


def test_of_one_day_the_newest_is_kept() -> None:
    made = [NOW - timedelta(hours=back) for back in (0, 1, 2)]

    assert kept(made, UTC) == {0}


def test_the_newest_stays_however_large_and_the_oldest_go_for_room() -> None:
    gigabyte = 1024**3

    assert kept(days(0, 1, 2), UTC, [9 * gigabyte] * 3) == {0}
    assert kept(days(0, 1, 2), UTC, [2 * gigabyte] * 3) == {0, 1}
    assert kept(days(), UTC, []) == set()


def test_backups_are_thinned_and_others_files_are_left_alone(vault: OpenVault) -> None:
    place = place_beside(vault.facts().folder)
    for back in range(12, 0, -1):
        backups.back_up(vault, NOW - back * DAY)
    (place / "holiday.jpg").write_bytes(b"mine")
    cut_short = place / "20360101T000000Z.abcd1234"
    cut_short.mkdir()
    half_gone = place / "20360101T000000Z"
    half_gone.mkdir()

    newest = backups.back_up(vault, NOW)

    left = backups.backups_of(vault)
    assert left[0] == newest
    assert 7 <= len(left) <= 11
    assert (place / "holiday.jpg").read_bytes() == b"mine"
    assert not cut_short.exists()
    assert not half_gone.exists()


def test_a_backup_just_made_stays_although_the_clock_was_set_back(vault: OpenVault) -> None:
    for ahead in range(12):
        backups.back_up(vault, NOW + ahead * DAY)

    made = backups.back_up(vault, NOW - 300 * DAY)

    assert made in backups.backups_of(vault)


def test_two_backups_of_one_second_are_two(vault: OpenVault) -> None:
    first = backups.back_up(vault, NOW)
    keep(vault.records, patient("p2"))
    second = backups.back_up(vault, NOW)

    assert backups.backups_of(vault) == (second,)
    assert second.mark.commits > first.mark.commits


def test_the_newest_of_one_second_has_the_last_name_although_the_first_went(vault: OpenVault) -> None:
    names = list[str]()
    for _ in range(12):
        made = backups.back_up(vault, NOW)
        backup_place.forget(tuple(one for one in backups.backups_of(vault) if one.folder != made.folder))
        names.append(made.folder.name)

    assert names == sorted(names)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "name",
    [
        backup_place.name_for(NOW, "before-0.2.0"),
        pytest.param("20360227T154200Z-before-0.1.0", id="as CareNurse 0.1.0 named it"),
    ],
)
def test_the_backup_before_another_shape_of_the_records_is_no_unfinished_one(
    name: str, vault: OpenVault
) -> None:
    place = place_beside(vault.facts().folder)
    vault.back_up(place / name)

    newest = backups.back_up(vault, NOW + DAY)

    assert {one.folder.name for one in backup_place.list_backups(place)} == {name, newest.folder.name}


@pytest.mark.parametrize("rest", ["going", "abcd_123"])
def test_what_was_cut_short_is_known_by_its_name_whatever_its_reason(
    rest: str, vault: OpenVault, tmp_path: Path
) -> None:
    for name in ("20360227T154200Z", "20360227T154200Z-before-0.1.0", "20360227T154200Z-before-0-2-0"):
        vault.back_up(tmp_path / f"{name}.{rest}")

    assert backup_place.list_backups(tmp_path) == ()
    backup_place.forget_unfinished(tmp_path)

    assert list(tmp_path.glob("2036*")) == []


@pytest.mark.skipif(os.name != "posix", reason="an open file is not renamed")
def test_what_opened_a_backup_that_goes_is_written_over(vault: OpenVault) -> None:
    backup = backups.back_up(vault, NOW)
    held = [os.open(backup.folder / name, os.O_RDONLY) for name in NAMES]

    backup_place.forget((backup, backup))

    assert [b"CareNurse" in os.pread(one, 65_536, 0) for one in held] == [False, False]
    for one in held:
        os.close(one)
    assert not list(backup.folder.parent.iterdir())


def test_a_backup_whose_going_was_cut_short_is_none_and_goes_later(vault: OpenVault) -> None:
    backup = backups.back_up(vault, NOW)
    backup.folder.rename(backup.folder.with_name(f"{backup.folder.name}.going"))

    assert backups.backups_of(vault) == ()
    made = backups.back_up(vault, NOW + DAY)
    assert list(made.folder.parent.iterdir()) == [made.folder]


def test_every_backup_has_a_key_of_its_own(vault: OpenVault) -> None:
    pages = [(backups.back_up(vault, NOW + at * DAY).folder / "records.db").read_bytes() for at in range(2)]

    same = sum(one == other for one, other in zip(*map(_pages, pages), strict=False))
    assert same == 0


def _pages(data: bytes) -> list[bytes]:
    return [data[at : at + 4096] for at in range(0, len(data), 4096)]


def test_a_backup_opens_with_the_secrets_of_its_time(vault: OpenVault, made_vault: MadeVault) -> None:
    old = backups.back_up(vault, NOW)
    vault.change_passphrase("nine slow otters by noon", cost=FLOOR)
    vault.rotate_key("nine slow otters by noon", cost=FLOOR)
    new = backups.back_up(vault, NOW + DAY)

    wiring.unlock(old.folder, made_vault.passphrase, reserve=0).close()
    wiring.unlock_with_recovery(old.folder, made_vault.recovery_code, reserve=0).close()
    wiring.unlock(new.folder, "nine slow otters by noon", reserve=0).close()
    with pytest.raises(wiring.WrongPassphraseError):
        wiring.unlock(new.folder, made_vault.passphrase)


def test_a_drill_shows_that_a_backup_holds(vault: OpenVault) -> None:
    backup = backups.back_up(vault, NOW)
    assert backups.drill_is_due(vault, NOW)

    report = backups.drill(vault, backup, NOW)

    assert report.holds
    assert report.counts is not None
    assert report.counts.resources == 2
    assert not backups.drill_is_due(vault, NOW + 29 * DAY)
    assert backups.drill_is_due(vault, NOW + 31 * DAY)
    newest, *_ = vault.records.audit_trail(limit=1)
    assert (newest.action, newest.detail) == ("drill", "sound")
    assert sorted(one.name for one in backup.folder.parent.iterdir()) == [backup.folder.name]


def test_a_drill_tells_a_backup_that_does_not_hold(vault: OpenVault) -> None:
    backup = backups.back_up(vault, NOW)
    file = backup.folder / "records.db"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)

    report = backups.drill(vault, backup, NOW)

    assert not report.holds
    assert report.faults
    assert vault.faults() == ()


def test_a_drill_of_a_backup_from_before_a_change_of_the_key_asks_for_the_old_secret(
    vault: OpenVault, made_vault: MadeVault
) -> None:
    backup = backups.back_up(vault, NOW)
    vault.rotate_key(made_vault.passphrase, cost=FLOOR)

    report = backups.drill(vault, backup, NOW)

    assert report.needs_old_secret
    assert not report.holds


def test_backups_of_an_older_key_go_only_when_there_is_one_of_the_new(
    vault: OpenVault, made_vault: MadeVault
) -> None:
    backups.back_up(vault, NOW)
    vault.rotate_key(made_vault.passphrase, cost=FLOOR)
    assert backups.forget_backups_of_older_keys(vault) == 0

    new = backups.back_up(vault, NOW + DAY)

    assert backups.forget_backups_of_older_keys(vault) == 1
    assert backups.backups_of(vault) == (new,)


def test_work_goes_on_while_a_backup_is_made(vault: OpenVault) -> None:
    with vault.records.work() as work:
        for at in range(400):
            work.put(note("x" * 20_000, identity=f"big{at}"))
    stop_after = 60

    def type_on() -> int:
        for number in range(stop_after):
            keep(vault.records, patient(f"n{number}"))
        return stop_after

    with ThreadPoolExecutor() as threads:
        typed = threads.submit(type_on)
        made = [backups.back_up(vault, NOW + at * DAY) for at in range(3)]
        assert typed.result() == stop_after

    assert len(vault.records.all_of("Patient")) == stop_after + 1
    for backup in made:
        copy = wiring.open_copy(vault, backup.folder)
        assert copy.faults() == ()
        assert len(copy.records.all_of("Composition")) == 400
        copy.close()


def test_a_restore_never_overwrites_a_vault(vault: OpenVault, tmp_path: Path) -> None:
    backup = backups.back_up(vault, NOW)
    other = tmp_path / "other"
    shutil.copytree(backup.folder, other)

    for taken in (vault.facts().folder, other):
        with pytest.raises(wiring.VaultExistsError):
            wiring.restore_vault(backup.folder, taken)


def test_backups_of_another_vault_are_not_ours(vault: OpenVault, tmp_path: Path) -> None:
    place = place_beside(vault.facts().folder)
    backups.back_up(vault, NOW)

    assert backup_place.list_backups(place, "another") == ()
    assert backup_place.list_backups(tmp_path / "none", vault.facts().vault_id) == ()


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.95, 0.999])
def test_a_page_that_rotted_is_never_copied_into_a_sound_backup(
    vault: OpenVault, made_vault: MadeVault, share: float
) -> None:
    with vault.records.work() as work:
        for at in range(60):
            long = Random(at).randbytes(10_000).hex()  # noqa: S311 - what does not compress, no secret
            work.put(note(long, identity=f"n{at}"))
    vault.close()
    file = made_vault.folder / "records.db"
    data = bytearray(file.read_bytes())
    data[int(len(data) * share)] ^= 1
    file.write_bytes(data)
    again = wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0)

    with pytest.raises(wiring.DamagedRecordsError):
        backups.back_up(again, NOW)

    assert backups.backups_of(again) == ()
    again.close()
