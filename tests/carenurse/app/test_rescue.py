"""A vault that cannot be opened gives its place to the newest backup, and stays whole beside it."""

from datetime import timedelta
from pathlib import Path

import pytest

from carenurse.app import backups, rescue, wiring
from carenurse.app.rescue import NoBackupError, finish, newest_backup, put_in_place
from carenurse.app.wiring import DamagedHeaderError, OpenVault, VaultInUseError
from tests.carenurse.store.resources import patient
from tests.kept import keep
from tests.made_vault import NOW, MadeVault

AFTER = NOW + timedelta(hours=1)


@pytest.fixture
def damaged(open_vault: OpenVault, made_vault: MadeVault) -> Path:
    """Hold a vault with a backup of yesterday and one of today, whose header is gone."""
    backups.back_up(open_vault, NOW - timedelta(days=1))
    keep(open_vault.records, patient("p1", "Delgado"))
    backups.back_up(open_vault, NOW)
    keep(open_vault.records, patient("p2", "Okoye"))
    open_vault.close()
    hurt(made_vault.folder)
    return made_vault.folder


def no_time_left(_vault: Path) -> None:
    """Let the power go before that."""


def hurt(folder: Path) -> None:
    for header in folder.glob("vault.hdr.*"):
        header.write_bytes(bytes(200))


def test_the_newest_backup_takes_its_place(damaged: Path, made_vault: MadeVault) -> None:
    with pytest.raises(DamagedHeaderError):
        wiring.find_vault(damaged)

    rescued = put_in_place(damaged, AFTER)

    assert rescued.made == NOW
    again = wiring.unlock_with_recovery(damaged, made_vault.recovery_code, reserve=0)
    assert again.records.find_patients("") == ["p1"]
    assert again.faults() == ()
    again.close()
    aside = damaged.with_name(rescued.aside)
    assert (aside / "records.db").stat().st_size, "the damaged vault is kept"


def test_without_a_backup_nothing_changes(made_vault: MadeVault) -> None:
    hurt(made_vault.folder)
    before = sorted(one.name for one in made_vault.folder.iterdir())

    assert newest_backup(made_vault.folder) is None
    with pytest.raises(NoBackupError):
        put_in_place(made_vault.folder, AFTER)

    assert sorted(one.name for one in made_vault.folder.iterdir()) == before


def test_a_vault_that_is_open_keeps_its_place(vault: OpenVault) -> None:
    backups.back_up(vault, NOW)

    with pytest.raises(VaultInUseError):
        put_in_place(vault.folder, AFTER)

    assert vault.records.find_patients("") == ["p1"]


def test_what_was_cut_short_between_the_two_names_is_ended(
    damaged: Path, made_vault: MadeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(rescue, "finish", no_time_left)
        put_in_place(damaged, AFTER)
    assert not damaged.exists()

    finish(damaged)
    finish(damaged)

    wiring.unlock_with_recovery(damaged, made_vault.recovery_code, reserve=0).close()
