"""A vault that cannot be opened, and the newest backup beside it: that takes its place, nothing is lost.

The damaged vault stays whole under another name: what was saved after the backup may still be found in it.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from carenurse.app.backup_place import KeptBackup, list_backups, name_for, place_beside
from carenurse.app.wiring import restore_vault
from carenurse.errors import ExpectedError
from carenurse.translations import tr
from carenurse.vault.disk import flush_folder, is_there, told_by_the_disk
from carenurse.vault.lock import VaultLock
from carenurse.vault.wiping import MARKER


@dataclass(frozen=True, slots=True)
class Rescued:
    """What stands in the place now (when its backup was made), and the name of the folder with the damage."""

    made: datetime
    aside: str


class NoBackupError(ExpectedError):
    """There is no backup beside a vault."""

    def __init__(self) -> None:
        super().__init__(
            tr("There is no backup beside this vault."),
            tr("Ask your office: it may have a backup, and has all that it received."),
        )


def newest_backup(vault: Path) -> KeptBackup | None:
    """Find the newest backup that lies beside a vault of which perhaps nothing can be read.

    None for one that is being emptied by order of its office: nothing takes its place.
    """
    if is_there(vault / MARKER):
        return None
    return next(iter(list_backups(place_beside(vault))), None)


def put_in_place(vault: Path, now: datetime) -> Rescued:
    """Let the newest backup take the place of a vault that cannot be opened.

    It is restored beside it and only then takes the name; ``finish`` ends what was cut short between the two.
    Raises NoBackupError, VaultInUseError, FullDiskError, ReadOnlyFolderError; nothing has changed then.
    """
    backup = newest_backup(vault)
    if backup is None:
        raise NoBackupError
    VaultLock(vault).release()
    aside = vault.with_name(f"{vault.name}-damaged-{name_for(now)}")
    restore_vault(backup.folder, _restored(vault))
    with told_by_the_disk():
        vault.rename(aside)
    finish(vault)
    return Rescued(backup.made, aside.name)


def finish(vault: Path) -> None:
    """Give a restored backup the name of the vault that made room for it; harmless when there is none."""
    restored = _restored(vault)
    if is_there(vault) or not is_there(restored):
        return
    with told_by_the_disk():
        restored.rename(vault)
        flush_folder(vault.parent)


def _restored(vault: Path) -> Path:
    return vault.with_name(f"{vault.name}-restored")
