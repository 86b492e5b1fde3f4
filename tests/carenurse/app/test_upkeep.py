"""Backups and drills that come by themselves, a second place, and the change of the key as one deed."""

from datetime import timedelta
from pathlib import Path

import pytest

from carenurse.app import backup_place, backups, upkeep, wiring
from carenurse.app.second_place import InsideVaultError, PlaceNotHereError, choose_second_place, folder_there
from carenurse.app.upkeep import Due
from carenurse.app.wiring import OpenVault
from tests.carenurse.store.resources import note, patient
from tests.kept import keep
from tests.made_vault import NOW, MadeVault

HOUR = timedelta(hours=1)


def sign(vault: OpenVault, identity: str) -> None:
    with vault.records.work() as work:
        work.put(note("signed", identity=identity), sign=True)
        work.record("sign", f"Composition/{identity}")


def test_an_empty_vault_needs_no_backup(open_vault: OpenVault) -> None:
    assert upkeep.due(open_vault, NOW) == Due(backup=False, drill=False)


def test_a_backup_is_due_after_a_signed_note_and_daily_and_only_then(vault: OpenVault) -> None:
    assert upkeep.due(vault, NOW).backup
    upkeep.keep_up(vault, NOW)
    assert not upkeep.due(vault, NOW + 48 * HOUR).backup, "nothing was saved since"

    keep(vault.records, patient("p2"))
    assert not upkeep.due(vault, NOW + HOUR).backup
    assert upkeep.due(vault, NOW + 24 * HOUR).backup
    assert upkeep.due(vault, NOW - HOUR).backup, "a clock that was set back must not stop backups"

    sign(vault, "n1")
    assert upkeep.due(vault, NOW + HOUR).backup
    upkeep.keep_up(vault, NOW + HOUR)
    assert not upkeep.due(vault, NOW + 2 * HOUR).backup


def test_the_drill_is_remembered_and_comes_monthly(vault: OpenVault) -> None:
    assert upkeep.try_newest(vault, NOW) is None
    upkeep.keep_up(vault, NOW)
    assert upkeep.due(vault, NOW).drill
    shares: list[float] = []

    noted = upkeep.try_newest(vault, NOW, shares.append)

    assert noted is not None
    assert noted.holds
    assert "2 records" in noted.words[0]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    told = upkeep.standing(vault, NOW)
    assert told.drill == noted
    assert not told.drill_due
    assert upkeep.standing(vault, NOW + timedelta(days=31)).drill_due

    backup_place.forget(told.here)
    assert upkeep.standing(vault, NOW).drill is None


def test_a_second_place_gets_its_own_backups_and_may_be_away(vault: OpenVault, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    choose_second_place(vault, stick)

    made = upkeep.keep_up(vault, NOW)
    assert made.elsewhere is not None
    assert made.elsewhere.folder.parent == folder_there(vault)
    copy = wiring.open_copy(vault, made.elsewhere.folder)
    assert copy.faults() == ()
    copy.close()

    stick.rename(tmp_path / "drawer")
    sign(vault, "n1")
    without = upkeep.keep_up(vault, NOW + HOUR)
    assert without.elsewhere is None
    assert "Put the stick in" in without.trouble
    told = upkeep.standing(vault, NOW + HOUR)
    assert (told.place, told.place_here, told.there) == (str(stick), False, ())
    assert len(told.here) == 1

    choose_second_place(vault, None)
    assert upkeep.keep_up(vault, NOW + 2 * HOUR).trouble == ""


def test_the_second_place_is_not_the_vault(vault: OpenVault, tmp_path: Path) -> None:
    with pytest.raises(InsideVaultError):
        choose_second_place(vault, vault.facts().folder)
    with pytest.raises(PlaceNotHereError):
        choose_second_place(vault, tmp_path / "none")


def test_changing_the_key_renews_the_backups(vault: OpenVault, made_vault: MadeVault, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    choose_second_place(vault, stick)
    upkeep.keep_up(vault, NOW)
    shares: list[float] = []
    with pytest.raises(wiring.WrongPassphraseError):
        upkeep.rotate(vault, "not this one", NOW)

    done = upkeep.rotate(vault, made_vault.passphrase, NOW + HOUR, shares.append)

    assert done.trouble == ""
    assert shares == sorted(shares)
    key = vault.facts().key_id
    told = upkeep.standing(vault, NOW + HOUR)
    assert {one.key_id for one in (*told.here, *told.there)} == {key}
    vault.close()
    wiring.unlock_with_recovery(made_vault.folder, done.code, reserve=0).close()


def test_a_work_that_is_told_to_stop_leaves_nothing(vault: OpenVault) -> None:
    class EnoughError(Exception):
        pass

    def stop(share: float) -> None:
        if share > 0.1:
            raise EnoughError

    with pytest.raises(EnoughError):
        upkeep.keep_up(vault, NOW, stop)

    assert backups.backups_of(vault) == ()
    place = vault.facts().folder.with_name("vault-backups")
    assert list(place.iterdir()) == []
    assert vault.faults() == ()
    sign(vault, "n2")
    assert upkeep.due(vault, NOW).backup, "a backup that was stopped does not count"


def test_a_backup_that_was_stopped_does_not_count(vault: OpenVault) -> None:
    upkeep.keep_up(vault, NOW)
    sign(vault, "n2")

    def stop(_share: float) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        upkeep.keep_up(vault, NOW + HOUR, stop)

    assert upkeep.due(vault, NOW + HOUR).backup


def test_a_note_signed_while_the_backup_is_checked_wants_another_one(vault: OpenVault) -> None:
    def sign_at_the_end(share: float) -> None:
        if share >= 1.0:
            sign(vault, "n1")

    upkeep.keep_up(vault, NOW, sign_at_the_end)

    assert upkeep.due(vault, NOW + HOUR).backup


def test_the_new_code_is_told_whatever_fails_once_the_key_is_changed(
    vault: OpenVault, made_vault: MadeVault
) -> None:
    upkeep.keep_up(vault, NOW)
    key = vault.key_id
    spoiled: list[Path] = []

    def spoil(_share: float) -> None:
        if vault.key_id != key and not spoiled:
            spoiled.extend(one.folder / "vault.hdr.a.new" for one in backups.backups_of(vault))
            for header in spoiled:
                header.mkdir()  # no disk takes a folder away by unlinking it

    made = upkeep.rotate(vault, made_vault.passphrase, NOW + HOUR, spoil)

    assert vault.ways_in.recovery_opens(made.code)
    assert not vault.ways_in.recovery_opens(made_vault.recovery_code)
    assert "old backups stay" in made.trouble
