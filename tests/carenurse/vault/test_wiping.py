"""A marker in a folder: whose it is, what cannot be read, and a disk that does not let itself change."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from carenurse.app import wiring
from carenurse.app.backup_place import place_beside
from carenurse.app.rescue import newest_backup
from carenurse.vault import wiping
from carenurse.vault.failures import ReadOnlyFolderError, VaultInUseError
from carenurse.vault.lock import VaultLock
from tests.disks import unwritable
from tests.made_vault import MadeVault

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def ordered(made: MadeVault, second: Path | None = None) -> wiping.Wipe:
    found = wiring.find_vault(made.folder)
    assert found is not None
    return wiping.Wipe(NOW, found.vault_id, place_beside(made.folder), second)


def opens(made: MadeVault) -> bool:
    wiring.unlock_with_recovery(made.folder, made.recovery_code, reserve=0).close()
    return True


def test_what_was_begun_is_found_again(made_vault: MadeVault, tmp_path: Path) -> None:
    wipe = ordered(made_vault, tmp_path / "stick")

    wiping.begin(made_vault.folder, wipe)

    assert wiping.begun(made_vault.folder) == wipe


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"{}", b"\xff" * 5_000, b'{"when": 3}'])
def test_a_marker_that_cannot_be_read_destroys_nothing(made_vault: MadeVault, data: bytes) -> None:
    (made_vault.folder / wiping.MARKER).write_bytes(data)

    assert opens(made_vault)


def test_while_another_program_empties_it_nobody_else_does(made_vault: MadeVault) -> None:
    wiping.begin(made_vault.folder, ordered(made_vault))
    lock = VaultLock(made_vault.folder)

    with pytest.raises(VaultInUseError):
        wiring.find_vault(made_vault.folder)

    lock.release()
    assert wiring.find_vault(made_vault.folder) is None


def test_a_disk_that_lets_nothing_change_is_told_and_no_backup_is_offered_instead(
    made_vault: MadeVault,
) -> None:
    vault = wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0)
    vault.back_up(place_beside(made_vault.folder) / "20261122T090000Z")
    vault.close()
    assert newest_backup(made_vault.folder) is not None
    wiping.begin(made_vault.folder, ordered(made_vault))

    with unwritable(made_vault.folder), pytest.raises(ReadOnlyFolderError):
        wiring.find_vault(made_vault.folder)

    assert newest_backup(made_vault.folder) is None
    assert wiring.find_vault(made_vault.folder) is None
    assert newest_backup(made_vault.folder) is None


def test_a_second_place_that_lets_nothing_change_stays_and_is_told(
    made_vault: MadeVault, tmp_path: Path
) -> None:
    vault = wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0)
    second = tmp_path / "stick" / f"CareNurse-{vault.vault_id}"
    vault.back_up(second / "20261122T090000Z")
    vault.close()
    wipe = ordered(made_vault, second)
    wiping.begin(made_vault.folder, wipe)

    with unwritable(second / "20261122T090000Z"):
        assert wiping.finish(made_vault.folder, wipe)

    assert wiring.find_vault(made_vault.folder) is None
