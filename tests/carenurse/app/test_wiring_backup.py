"""A copy that can be trusted: made while the vault is open, checked, and opened with the same passphrase."""

import sys
from pathlib import Path

import pytest

from carenurse.app import wiring
from carenurse.app.wiring import (
    DamagedHeaderError,
    NoBackupHereError,
    NotAFolderError,
    OpenVault,
    VaultExistsError,
    VaultInUseError,
)
from tests.carenurse.store.resources import patient
from tests.kept import keep
from tests.made_vault import MadeVault


@pytest.fixture
def backup(open_vault: OpenVault, tmp_path: Path) -> Path:
    """Back up a vault with one patient, then go on working."""
    keep(open_vault.records, patient("p1"))
    open_vault.back_up(tmp_path / "stick" / "backup")
    keep(open_vault.records, patient("p2"))
    return tmp_path / "stick" / "backup"


def test_a_backup_opens_with_the_same_passphrase_and_holds_what_was_there(
    backup: Path, made_vault: MadeVault
) -> None:
    copy = wiring.unlock(backup, made_vault.passphrase, reserve=0)

    assert copy.warnings == ()
    assert copy.faults() == ()
    assert copy.records.get("Patient", "p1") == patient("p1")
    assert copy.records.get("Patient", "p2") is None
    assert "back-up" in [fact.action for fact in copy.records.audit_trail()]
    copy.close()


def test_a_backup_is_restored_beside_what_is_there(
    backup: Path, made_vault: MadeVault, tmp_path: Path
) -> None:
    found = wiring.restore_vault(backup, tmp_path / "restored")

    assert found.folder == tmp_path / "restored"
    restored = wiring.unlock_with_recovery(found.folder, made_vault.recovery_code, reserve=0)
    assert restored.warnings == ()
    assert restored.records.get("Patient", "p1") == patient("p1")
    restored.close()
    with pytest.raises(VaultExistsError):
        wiring.restore_vault(backup, found.folder)


def test_nothing_is_ever_written_over(backup: Path, open_vault: OpenVault, tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "letter").write_text("mine")

    for place in (backup, tmp_path / "papers", tmp_path / "vault"):
        with pytest.raises(VaultExistsError):
            open_vault.back_up(place)
    with pytest.raises(NotAFolderError):
        open_vault.back_up(tmp_path / "papers" / "letter" / "inside")
    assert [file.name for file in (tmp_path / "papers").iterdir()] == ["letter"]


def test_an_empty_folder_will_do(open_vault: OpenVault, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    open_vault.back_up(tmp_path / "empty")

    assert wiring.find_vault(tmp_path / "empty") is not None


def test_what_is_no_sound_backup_is_refused(
    backup: Path, made_vault: MadeVault, open_vault: OpenVault, tmp_path: Path
) -> None:
    target = tmp_path / "restored"
    with pytest.raises(NoBackupHereError):
        wiring.restore_vault(tmp_path, target)
    with pytest.raises(VaultInUseError):
        wiring.restore_vault(made_vault.folder, target)
    (backup / "records.db").unlink()
    with pytest.raises(wiring.MissingRecordsError):
        wiring.restore_vault(backup, target)
    for copy in "ab":
        (backup / f"vault.hdr.{copy}").write_bytes(b"")
    with pytest.raises(DamagedHeaderError):
        wiring.restore_vault(backup, target)
    assert not target.exists()
    assert open_vault.faults() == ()


def test_a_backup_of_damaged_records_leaves_nothing(made_vault: MadeVault, tmp_path: Path) -> None:
    before = wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0)
    with before.records.work() as work:
        work.keep_file(bytes(100_000), media_type="image/jpeg", name="photo")
    before.close()
    records = made_vault.folder / "records.db"
    data = bytearray(records.read_bytes())
    data[-50_000] ^= 1
    records.write_bytes(data)
    vault = wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0)

    with pytest.raises(wiring.DamagedRecordsError):
        vault.back_up(tmp_path / "backup")

    assert [found.name for found in tmp_path.iterdir()] == ["vault"]
    vault.close()


@pytest.mark.skipif(sys.platform == "win32", reason="rights are another matter on Windows")
def test_a_backup_is_its_owners_alone(backup: Path) -> None:
    assert {file.stat().st_mode & 0o077 for file in (backup, *backup.iterdir())} == {0}
