"""Another key after somebody was removed: nobody is asked, no secret changes, nothing of before opens."""

import json
import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from carenurse.app import backups, erasing, leaving, upkeep, wiring
from carenurse.app.second_place import choose_second_place, folder_there
from carenurse.app.wiring import FLOOR, OpenVault
from carenurse.exchange.sealing import office_keys
from carenurse.store.copying import NoRoomToWriteAnewError
from carenurse.store.pages import pages_hold
from carenurse.store.records import StoredRecords
from carenurse.vault.failures import KeyChangeUnderWayError
from carenurse.vault.header_files import NAMES, find_headers
from carenurse.vault.vault import open_vault_with_recovery
from tests.carenurse.store.resources import note, patient
from tests.disks import small_disk_at
from tests.fakes import FixedClock
from tests.kept import keep
from tests.made_vault import NOW, MadeVault
from tests.samples import make_sample

OFFICE = office_keys()
LATER = NOW + timedelta(minutes=2)
SAMPLE = Path(make_sample.__file__).parent / "vault-0.1.0"


class StoppedError(Exception):
    """A long work was told to stop."""


@pytest.fixture
def vault(made_vault: MadeVault) -> OpenVault:
    """Hold somebody who left, of whom the office has everything, and somebody who stays."""
    opened = wiring.unlock_with_recovery(
        made_vault.folder, made_vault.recovery_code, reserve=0, now=FixedClock(NOW).now
    )
    opened.ways_in.add_office(OFFICE.public, "office")
    with opened.records.work() as work:
        for who in ("gone", "stays"):
            work.put(patient(who, who.title()), local=True)
            about = {"subject": {"reference": f"Patient/{who}"}}
            for at in range(300):
                work.put({**note("", "final"), "id": f"{who}-{at}", **about}, local=True)
        member = [{"entity": {"reference": "Patient/stays"}}]
        work.put({"resourceType": "Group", "id": "mine", "member": member}, local=True)
    backups.back_up(opened, NOW)
    return opened


def key_of(folder: Path) -> str:
    found = wiring.find_vault(folder)
    assert found is not None
    return found.key_id


def remains(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir() if "next" in one.name]


def test_who_is_removed_is_removed_under_a_key_that_is_gone(vault: OpenVault, made_vault: MadeVault) -> None:
    folder, before = made_vault.folder, vault.key_id
    vault.checkpoint()
    size = (folder / "records.db").stat().st_size
    old = open_key(made_vault, folder)

    left = leaving.let_leave(vault, ["gone"], NOW)

    assert (left.left, left.resources) == (("gone",), 301)
    assert vault.key_id != before
    assert (vault.key_owed, vault.backups_owe) == (False, "")
    assert vault.faults() == ()
    assert [one.key_id for one in backups.backups_of(vault)] == [vault.key_id]
    trail = [(one.action, one.detail) for one in vault.records.audit_trail(limit=9)]
    assert ("change-key", "erasure") in trail
    vault.close()
    assert (folder / "records.db").stat().st_size < size
    with (folder / "records.db").open("rb") as stream:
        assert not pages_hold(stream, old, find_headers(folder).newest.salt)
    for unlock, secret in (
        (wiring.unlock, made_vault.passphrase),
        (wiring.unlock_with_recovery, made_vault.recovery_code),
        (wiring.unlock_with_escrow, OFFICE.secret),
    ):
        again = unlock(folder, secret, reserve=0, now=FixedClock(NOW).now)
        assert again.warnings == ()
        assert [one["id"] for one in again.records.all_of("Patient")] == ["stays"]
        again.close()


@pytest.mark.skipif(os.name != "posix", reason="an open file is not renamed over")
def test_what_the_disk_gives_back_opens_nothing_either(vault: OpenVault, made_vault: MadeVault) -> None:
    places = (made_vault.folder, backups.backups_of(vault)[0].folder)
    held = [os.open(folder / name, os.O_RDONLY) for folder in places for name in NAMES]

    leaving.let_leave(vault, ["gone"], NOW)

    vault.close()
    assert [one for one in held if b"wrapped" in os.pread(one, 65_536, 0)] == []
    for one in held:
        os.close(one)


def open_key(made: MadeVault, folder: Path) -> bytes:
    """Give the data key that a copy of the headers opens now."""
    thief = folder.with_name("thief")
    thief.mkdir()
    for name in ("vault.hdr.a", "vault.hdr.b"):
        shutil.copy(folder / name, thief / name)
    held = open_vault_with_recovery(thief, made.recovery_code, "9")
    held.close()
    return held.key.raw


def test_who_saves_meanwhile_is_not_kept_waiting_and_it_is_done_later(vault: OpenVault) -> None:
    before, saved = vault.key_id, list[float]()

    def somebody_saves(share: float) -> None:
        if share > 0.5 and not saved:
            saved.append(share)
            keep(vault.records, patient("new"))

    assert not vault.erase(somebody_saves)
    assert (vault.key_id, remains(vault.folder)) == (before, [])
    assert vault.erase()
    assert vault.records.get("Patient", "new") is not None
    vault.close()


@pytest.mark.parametrize("share", [0.1, 0.35, 0.6, 0.9])
def test_it_may_be_stopped_and_nothing_is_changed(vault: OpenVault, share: float) -> None:
    before = vault.key_id

    def stop(done: float) -> None:
        if done >= share:
            raise StoppedError

    with pytest.raises(StoppedError):
        vault.erase(stop)
    assert (vault.key_id, remains(vault.folder)) == (before, [])
    keep(vault.records, patient("new"))
    vault.close()


def test_a_removal_by_the_office_is_followed_in_a_quiet_minute(vault: OpenVault, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    choose_second_place(vault, stick)
    upkeep.keep_up(vault, NOW)
    before = vault.key_id
    vault.let_leave("gone")
    assert "by itself" in erasing.words(vault)

    assert not upkeep.due(vault, NOW + timedelta(seconds=30)).erase
    due = upkeep.due(vault, LATER)
    assert (due.erase, due.backup) == (True, False)
    assert upkeep.erase(vault, LATER) is not None

    there = folder_there(vault)
    assert there is not None
    for place in (None, there):
        assert {one.key_id for one in backups.backups_of(vault, place)} == {vault.key_id}
    assert vault.key_id != before
    assert (erasing.words(vault), upkeep.due(vault, LATER + timedelta(minutes=5)).erase) == ("", False)
    vault.close()


def test_what_was_cut_short_after_the_key_is_gone_on_with(vault: OpenVault) -> None:
    vault.let_leave("gone")
    assert vault.erase()
    assert {one.key_id for one in backups.backups_of(vault)} != {vault.key_id}

    due = upkeep.due(vault, LATER)
    assert (due.backup, due.erase) == (True, False)
    upkeep.keep_up(vault, LATER)

    assert [one.key_id for one in backups.backups_of(vault)] == [vault.key_id]
    assert vault.backups_owe == ""
    vault.close()


class NoPowerError(Exception):
    """The program ended at this instant."""


@pytest.mark.parametrize("end", ["before", "after"])
def test_one_that_was_cut_is_ended_at_the_next_opening_without_a_word(
    vault: OpenVault, made_vault: MadeVault, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    really, before, put = StoredRecords.put, vault.key_id, end == "after"
    vault.let_leave("gone")

    def cut(stored: StoredRecords, part: Path, key: bytes) -> None:
        if put:
            really(stored, part, key)
        raise NoPowerError

    monkeypatch.setattr(StoredRecords, "put", cut)
    with pytest.raises(NoPowerError):
        vault.erase()
    with pytest.raises(KeyChangeUnderWayError):
        vault.new_recovery_code()
    assert ("open it again" in erasing.words(vault)) == (not put)
    vault.close()

    again = wiring.unlock(made_vault.folder, made_vault.passphrase, reserve=0, now=FixedClock(NOW).now)
    assert (again.warnings, again.key_id != before, again.key_owed) == ((), put, not put)
    trail = [(one.action, one.detail) for one in again.records.audit_trail(limit=3)]
    assert (("change-key", "finished") in trail) == put
    assert again.faults() == ()
    again.close()


def test_a_change_of_the_key_for_a_leak_is_enough(vault: OpenVault, made_vault: MadeVault) -> None:
    vault.let_leave("gone")
    assert vault.key_owed

    vault.rotate_key(made_vault.passphrase, cost=FLOOR)

    assert (vault.key_owed, erasing.words(vault)) == (False, "")
    vault.close()


def test_a_vault_of_an_older_release_first_needs_its_secrets_once(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    shutil.copytree(SAMPLE, folder)
    facts = json.loads((folder / "facts.json").read_text())
    now = FixedClock(NOW).now
    vault = wiring.unlock_with_recovery(folder, facts["code"], reserve=0, now=now)
    assert [one.kind for one in vault.ways_in.cannot_follow()] == ["passphrase"]
    vault.close()

    again = wiring.unlock(folder, make_sample.PASSPHRASE, reserve=0, now=now)
    assert again.ways_in.cannot_follow() == ()
    assert again.erase()
    again.close()
    wiring.unlock_with_recovery(folder, facts["code"], reserve=0, now=now).close()


def test_without_room_it_is_said_and_nothing_is_changed(vault: OpenVault, tmp_path: Path) -> None:
    before = vault.key_id
    with small_disk_at(tmp_path / "small", 24) as small:
        vault.close()
        shutil.copytree(vault.folder, small / "vault")
        there = wiring.unlock_with_escrow(small / "vault", OFFICE.secret, reserve=0, now=FixedClock(NOW).now)
        there.let_leave("gone")

        assert "free disk space" in erasing.words(there)
        with pytest.raises(NoRoomToWriteAnewError):
            there.erase()
        due = upkeep.due(there, LATER)
        assert (due.erase, due.backup, there.key_id) == (False, True, before)
        there.close()
