"""Opening and closing a vault as a nurse meets it, bad days included."""

import shutil
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from carenurse.app import wiring
from carenurse.app.wiring import (
    FLOOR,
    DamagedHeaderError,
    DamagedRecordsError,
    MissingRecordsError,
    MistypedRecoveryCodeError,
    NewerVaultError,
    NotAFolderError,
    NoVaultError,
    OpenVault,
    VaultExistsError,
    VaultInUseError,
    WaitBeforeTryingError,
    WrongPassphraseError,
    WrongRecoveryCodeError,
)
from carenurse.errors import ExpectedError
from carenurse.vault import vault as vaults
from carenurse.vault.recovery import new_secret, print_code
from tests.fakes import FixedClock
from tests.made_vault import NOW, NURSE, MadeVault


def opened(made: MadeVault, clock: FixedClock | None = None) -> OpenVault:
    now = (clock or FixedClock(NOW)).now
    return wiring.unlock_with_recovery(made.folder, made.recovery_code, now=now, reserve=0)


def flip(file: Path, at: int, length: int = 1) -> None:
    data = bytearray(file.read_bytes())
    for place in range(at, at + length):
        data[place] ^= 0xFF
    file.write_bytes(data)


def save_some(made: MadeVault, times: int) -> None:
    vault = opened(made)
    for at in range(times):
        with vault.records.work() as work:
            work.set_setting("count", str(at))
    vault.close()


def test_a_vault_opens_with_its_passphrase(made_vault: MadeVault) -> None:
    vault = wiring.unlock(made_vault.folder, made_vault.passphrase, reserve=0)

    assert vault.records.me == NURSE["id"]
    assert vault.warnings == ()
    vault.close()
    vault.close()


def test_a_vault_opens_with_its_recovery_code_however_typed(made_vault: MadeVault) -> None:
    vault = wiring.unlock_with_recovery(
        made_vault.folder, made_vault.recovery_code.lower().replace("-", " "), reserve=0
    )

    assert vault.records.me == NURSE["id"]
    vault.close()


def test_a_new_vault_holds_its_nurse_and_says_so(made_vault: MadeVault) -> None:
    vault = opened(made_vault)

    assert vault.records.get("Practitioner", str(NURSE["id"])) == NURSE
    assert "create" in [fact.action for fact in vault.records.audit_trail()]
    vault.close()


def test_facts_are_known_without_a_key(made_vault: MadeVault) -> None:
    found = wiring.find_vault(made_vault.folder)

    assert found is not None
    assert found.folder == made_vault.folder
    assert wiring.find_vault(made_vault.folder.parent) is None
    with pytest.raises(NoVaultError):
        wiring.unlock(made_vault.folder.parent, "anything")


def test_a_wrong_passphrase_is_told_from_damage(made_vault: MadeVault) -> None:
    with pytest.raises(WrongPassphraseError):
        wiring.unlock(made_vault.folder, "seven loud herons at dusk")
    with pytest.raises(WrongRecoveryCodeError) as told:
        wiring.unlock_with_recovery(made_vault.folder, print_code(new_secret()))
    assert not isinstance(told.value, MistypedRecoveryCodeError)
    with pytest.raises(MistypedRecoveryCodeError):
        wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code[:-1])

    for copy in "ab":
        flip(made_vault.folder / f"vault.hdr.{copy}", 100)
    with pytest.raises(DamagedHeaderError):
        wiring.unlock(made_vault.folder, made_vault.passphrase)
    with pytest.raises(DamagedHeaderError):
        wiring.find_vault(made_vault.folder)


@pytest.mark.parametrize("copy", ["a", "b"])
@pytest.mark.parametrize("how", ["flipped", "emptied", "gone"])
def test_one_damaged_copy_of_the_header_opens_and_is_mended(
    made_vault: MadeVault, copy: str, how: str
) -> None:
    file = made_vault.folder / f"vault.hdr.{copy}"
    if how == "flipped":
        flip(file, 100)
    elif how == "emptied":
        file.write_bytes(b"")
    else:
        file.unlink()

    vault = opened(made_vault)
    assert any("repaired" in sentence for sentence in vault.warnings)
    vault.close()
    again = opened(made_vault)
    assert again.warnings == ()
    again.close()


def test_records_without_a_header_are_never_taken_for_an_empty_folder(made_vault: MadeVault) -> None:
    for copy in "ab":
        (made_vault.folder / f"vault.hdr.{copy}").unlink()

    with pytest.raises(DamagedHeaderError):
        wiring.find_vault(made_vault.folder)
    with pytest.raises(DamagedHeaderError):
        wiring.create_vault(made_vault.folder, "another", NURSE, cost=FLOOR, reserve=0)


def test_a_vault_is_never_made_over_another(made_vault: MadeVault) -> None:
    with pytest.raises(VaultExistsError):
        wiring.create_vault(made_vault.folder, "another", NURSE, cost=FLOOR, reserve=0)


def test_missing_and_damaged_records_are_told_apart(made_vault: MadeVault) -> None:
    records = made_vault.folder / "records.db"
    whole = records.read_bytes()

    for wrong in (b"", b"x" * 100, b"x" * 8192, whole[:4096] + b"\0" * (len(whole) - 4096)):
        records.write_bytes(wrong)
        with pytest.raises(DamagedRecordsError) as told:
            opened(made_vault)
        assert not isinstance(told.value, MissingRecordsError)
        assert records.read_bytes() == wrong
    records.unlink()
    with pytest.raises(MissingRecordsError):
        opened(made_vault)

    records.write_bytes(whole)
    opened(made_vault).close()


def test_the_records_open_although_their_salt_is_hurt(made_vault: MadeVault) -> None:
    flip(made_vault.folder / "records.db", 0, 16)

    vault = opened(made_vault)
    assert vault.records.get("Practitioner", vault.records.me)
    vault.close()


def test_a_second_window_is_refused(made_vault: MadeVault) -> None:
    first = opened(made_vault)

    with pytest.raises(VaultInUseError):
        opened(made_vault)
    first.close()
    opened(made_vault).close()


def test_a_failed_opening_leaves_no_lock(made_vault: MadeVault) -> None:
    with pytest.raises(WrongPassphraseError):
        wiring.unlock(made_vault.folder, "wrong")

    opened(made_vault).close()


def test_wrong_tries_wait_and_are_told_and_audited(made_vault: MadeVault) -> None:
    clock = FixedClock(NOW)
    for _ in range(3):
        with pytest.raises(WrongPassphraseError):
            wiring.unlock(made_vault.folder, "wrong", now=clock.now)
    with pytest.raises(WaitBeforeTryingError) as told:
        wiring.unlock(made_vault.folder, made_vault.passphrase, now=clock.now)
    assert told.value.seconds == 2

    clock.go_on(timedelta(seconds=2))
    vault = wiring.unlock(made_vault.folder, made_vault.passphrase, now=clock.now, reserve=0)
    unlocked, failed, *_ = vault.records.audit_trail(limit=2)
    assert (unlocked.action, failed.action, failed.detail) == ("unlock", "unlock-failed", "3")
    assert vault.warnings == ("3 wrong passphrases were tried since the vault was last opened.",)
    vault.close()
    again = opened(made_vault, clock)
    assert again.warnings == ()
    again.close()


def test_another_passphrase_replaces_the_old_one(made_vault: MadeVault) -> None:
    vault = opened(made_vault)
    vault.change_passphrase("nine slow otters by noon", cost=FLOOR)
    code = vault.new_recovery_code()
    vault.close()

    with pytest.raises(WrongPassphraseError):
        wiring.unlock(made_vault.folder, made_vault.passphrase)
    with pytest.raises(WrongRecoveryCodeError):
        wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code)
    wiring.unlock(made_vault.folder, "nine slow otters by noon", reserve=0).close()
    wiring.unlock_with_recovery(made_vault.folder, code, reserve=0).close()


@pytest.mark.parametrize("version", ["0.0.9", "0.0", "0"])
def test_a_newer_vault_is_left_alone(made_vault: MadeVault, version: str) -> None:
    with pytest.raises(NewerVaultError):
        vaults.open_vault_with_recovery(made_vault.folder, made_vault.recovery_code, version)


def test_a_clock_before_the_last_save_is_told(made_vault: MadeVault) -> None:
    opened(made_vault).close()
    early = opened(made_vault, FixedClock(NOW - timedelta(days=3)))

    assert len(early.warnings) == 1
    assert "Wed 27 Feb 2036, 10:42" in early.warnings[0]
    with early.records.work() as work:
        work.record("read", "Patient/p1")
    sequences = [fact.sequence for fact in early.records.audit_trail()]
    assert sequences == sorted(sequences, reverse=True)
    early.close()


def test_an_older_copy_of_the_records_is_told_once(made_vault: MadeVault) -> None:
    older = made_vault.folder.parent / "older.db"
    shutil.copy(made_vault.folder / "records.db", older)
    save_some(made_vault, 5)
    shutil.copy(older, made_vault.folder / "records.db")

    vault = opened(made_vault)
    assert "The last 6 saves are missing" in vault.warnings[0]
    vault.close()
    again = opened(made_vault)
    assert again.warnings == ()
    again.close()


def test_saves_that_rot_took_out_of_the_log_are_missed(made_vault: MadeVault) -> None:
    vault = opened(made_vault)
    for at in range(20):
        with vault.records.work() as work:
            work.set_setting("count", str(at))
    crashed = made_vault.folder.parent / "crashed"
    shutil.copytree(made_vault.folder, crashed)
    vault.close()
    log = crashed / "records.db-wal"
    flip(log, log.stat().st_size // 2)

    again = opened(MadeVault(crashed, made_vault.passphrase, made_vault.recovery_code, NURSE))
    assert "saves are missing" in again.warnings[0]
    again.close()


def test_saves_that_were_not_closed_in_order_are_all_there(made_vault: MadeVault) -> None:
    vault = opened(made_vault)
    for at in range(20):
        with vault.records.work() as work:
            work.set_setting("count", str(at))
    crashed = made_vault.folder.parent / "crashed"
    shutil.copytree(made_vault.folder, crashed)
    vault.close()

    again = opened(MadeVault(crashed, made_vault.passphrase, made_vault.recovery_code, NURSE))
    assert again.records.setting("count") == "19"
    assert again.warnings == ()
    again.close()


def test_a_creation_that_was_cut_short_is_finished_or_begun_again(
    made_vault: MadeVault, tmp_path: Path
) -> None:
    (made_vault.folder / "records.db").rename(made_vault.folder / "records.new")
    opened(made_vault).close()
    assert (made_vault.folder / "records.db").exists()
    assert not (made_vault.folder / "records.new").exists()

    before_the_header = tmp_path / "cut"
    before_the_header.mkdir()
    (before_the_header / "records.new").write_bytes(b"half")
    vault, _ = wiring.create_vault(before_the_header, "words", NURSE, cost=FLOOR, reserve=0)
    vault.close()
    again = wiring.unlock(before_the_header, "words", reserve=0)
    assert again.records.me == NURSE["id"]
    again.close()


def test_facts_and_checks_of_a_sound_vault(made_vault: MadeVault) -> None:
    vault = opened(made_vault)
    facts = vault.facts()

    assert facts.folder == made_vault.folder
    assert facts.commits > 0
    assert facts.saved == NOW
    assert facts.size > 4096
    assert facts.unsent == 1
    assert wiring.check_vault(vault) == ()
    vault.close()


def test_a_check_names_a_hurt_page(made_vault: MadeVault) -> None:
    records = made_vault.folder / "records.db"
    flip(records, records.stat().st_size - 2000)
    vault = opened(made_vault)

    assert any("HMAC" in fault for fault in wiring.check_vault(vault))
    vault.close()


def test_a_folder_may_have_any_name(made_vault: MadeVault) -> None:
    odd = made_vault.folder.with_name(
        "Grace's vault #1? 100% \N{LATIN SMALL LETTER E WITH ACUTE}&mode=memory"
    )
    made_vault.folder.rename(odd)

    opened(MadeVault(odd, made_vault.passphrase, made_vault.recovery_code, NURSE)).close()
    assert (odd / "records.db").exists()


def test_a_place_that_takes_no_folder_is_told_as_such_and_not_as_a_loose_cable(tmp_path: Path) -> None:
    places = [tmp_path / ("long" * 200)]
    if sys.platform == "linux":
        places.append(Path("/proc/x/v"))
    for place in places:
        with pytest.raises(ExpectedError, match="A folder cannot be made at this place"):
            wiring.create_vault(place, "words", NURSE, cost=FLOOR)


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("other")

    for place in (tmp_path / "file", tmp_path / "file" / "vault"):
        with pytest.raises(NotAFolderError):
            wiring.create_vault(place, "words", NURSE, cost=FLOOR)
    assert (tmp_path / "file").read_text() == "other"


@pytest.mark.skipif(sys.platform == "win32", reason="rights are another matter on Windows")
def test_every_file_is_its_owners_alone(made_vault: MadeVault) -> None:
    vault = wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=1_048_576)
    with vault.records.work() as work:
        work.set_setting("any", "thing")

    modes = {file.name: file.stat().st_mode & 0o077 for file in made_vault.folder.iterdir()}
    assert {"records.db", "records.db-wal", "vault.ballast", "vault.mark", "vault.lock"} <= modes.keys()
    assert set(modes.values()) == {0}
    vault.close()


def test_a_throw_away_vault_leaves_nothing() -> None:
    vault = wiring.throw_away_vault(NURSE)
    folder = vault.facts().folder
    assert (folder / "records.db").exists()

    vault.close()

    assert not folder.exists()


def test_the_default_folder_is_the_systems_own() -> None:
    assert wiring.default_folder().parts[-2:] == ("CareNurse", "vault")
