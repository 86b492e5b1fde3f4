"""A second place for backups, away from the laptop: a stick or a folder of the office, named by the nurse.

It may not be there (the stick is in the drawer): that is no failure, and is told in a word.
"""

from datetime import datetime
from pathlib import Path
from typing import Final

from carenurse.app import backup_place, backups
from carenurse.app.open_vault import OpenVault
from carenurse.errors import ExpectedError
from carenurse.translations import tr

_SETTING: Final = "second-backup-place"
_OWED: Final = "second-backup-place-owes"


class InsideVaultError(ExpectedError):
    """The second place was to lie inside the vault or beside it, where it protects against nothing."""

    def __init__(self) -> None:
        super().__init__(
            tr("This folder belongs to the vault itself."),
            tr("Choose a folder on a stick, or one that your office keeps."),
        )


class PlaceNotHereError(ExpectedError):
    """The second place does not answer: a stick that is not in."""

    def __init__(self) -> None:
        super().__init__(
            tr("The second place for backups is not here."),
            tr("Put the stick in, or choose another folder. The backup on this laptop is made."),
        )


def second_place(vault: OpenVault) -> Path | None:
    """Name the folder that the nurse chose, whether it is here or not; None where none was chosen."""
    chosen = vault.records.setting(_SETTING)
    return Path(chosen) if chosen else None


def choose_second_place(vault: OpenVault, folder: Path | None) -> None:
    """Keep a second place, or none. Raises InsideVaultError, PlaceNotHereError."""
    if folder is not None:
        whole = folder.resolve()
        if not whole.is_dir():
            raise PlaceNotHereError
        if is_inside(whole, vault.folder):
            raise InsideVaultError
    with vault.records.work() as work:
        work.set_setting(_SETTING, str(folder.resolve()) if folder else "")


def is_inside(folder: Path, vault: Path) -> bool:
    """Say whether a folder, there yet or not, is the vault's or within it: a backup there goes with it."""
    whole, kept = folder.resolve(), vault.resolve()
    return whole == kept or kept in whole.parents


def owe(vault: OpenVault, now: datetime) -> None:
    """Note that the backups in the second place hold somebody who has left, where one was chosen."""
    if second_place(vault) is not None:
        with vault.records.work() as work:
            work.set_setting(_OWED, now.isoformat())


def owes(vault: OpenVault) -> bool:
    """Say whether that is owed and can be settled now, because the place is here."""
    return bool(vault.records.setting(_OWED)) and folder_there(vault) is not None


def settle(vault: OpenVault, now: datetime) -> int:
    """Where it is owed and the place is here: a fresh backup there, and all from before go; return how many.

    Raises as ``backups.back_up``; what is owed stays owed then.
    """
    there = folder_there(vault)
    if there is None or not vault.records.setting(_OWED):
        return 0
    before = backups.backups_of(vault, there)
    backups.back_up(vault, now, there)
    went = len(backup_place.forget(before))
    with vault.records.work() as work:
        work.set_setting(_OWED, "")
    return went


def folder_there(vault: OpenVault) -> Path | None:
    """Name our own folder in the second place if that is here: a place may serve several nurses."""
    chosen = second_place(vault)
    if chosen is None or not chosen.is_dir():
        return None
    return chosen / f"CareNurse-{vault.vault_id}"
