"""Backups of an open vault: made and checked, thinned out, and tried in a drill.

A backup on the same disk does not survive a thief: what the office has received is the copy elsewhere.
"""

import tempfile
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from carenurse.app import backup_place
from carenurse.app.backup_place import KeptBackup, next_name, place_beside
from carenurse.app.wiring import Counts, OpenVault, Progress, open_copy, restore_vault, silent
from carenurse.errors import ExpectedError
from carenurse.vault.disk import told_by_the_disk
from carenurse.vault.failures import WrongPassphraseError
from carenurse.vault.header_files import destroy_header
from carenurse.vault.mark import Mark

DAILY: Final = timedelta(hours=20)
MONTHLY: Final = timedelta(days=30)
_LAST_DRILL: Final = "last-drill"
_RESTORED: Final = 0.3
"""About how much of a drill is done when the backup is restored."""


@dataclass(frozen=True, slots=True)
class DrillReport:
    """What trying a backup showed. ``seconds`` it took; ``faults`` in the tools' words.

    ``needs_old_secret``: it is from before a change of the key, so that only the passphrase of that time can
    show whether it opens.
    """

    backup: KeptBackup
    tried: datetime
    seconds: float
    counts: Counts | None
    faults: tuple[str, ...]
    needs_old_secret: bool = False

    @property
    def holds(self) -> bool:
        """Whether the backup was restored, opened, and found whole."""
        return self.counts is not None and not self.faults


def back_up(
    vault: OpenVault, now: datetime, place: Path | None = None, progress: Progress = silent
) -> KeptBackup:
    """Make a checked backup now, at the end of a visit; then let go of those no longer to be kept.

    ``place``: None is the folder beside the vault. Seconds for a large vault, during which others may save.
    Raises FullDiskError, ReadOnlyFolderError, DamagedRecordsError; older backups stay then.
    """
    there = place or place_beside(vault.folder)
    backup_place.forget_unfinished(there)
    folder = there / next_name(there, now)
    vault.back_up(folder, progress)
    backup_place.forget_superfluous(there, vault.vault_id, now.tzinfo, new=folder)
    return next(one for one in backups_of(vault, there) if one.folder == folder)


def backups_of(vault: OpenVault, place: Path | None = None) -> tuple[KeptBackup, ...]:
    """List the backups of a vault, newest first."""
    return backup_place.list_backups(place or place_beside(vault.folder), vault.vault_id)


def forget_backups_of_older_keys(vault: OpenVault, place: Path | None = None) -> int:
    """After a change of the key, make unreadable what only the old key opens; return how many backups went.

    Nothing goes before there is a backup under the present key.
    """
    all_of_them = backups_of(vault, place)
    old = tuple(one for one in all_of_them if one.key_id != vault.key_id)
    if len(old) == len(all_of_them):
        return 0
    return len(backup_place.forget(old))


def drill_is_due(vault: OpenVault, now: datetime) -> bool:
    """Say whether the newest backup should be tried: monthly, and there is one."""
    last = vault.records.setting(_LAST_DRILL)
    if last and now - datetime.fromisoformat(last) < MONTHLY:
        return False
    return bool(backups_of(vault))


def drill(vault: OpenVault, backup: KeptBackup, now: datetime, progress: Progress = silent) -> DrillReport:
    """Restore a backup into a scratch vault, open it, check every page and the trail, and count.

    The scratch vault is as encrypted as any and is removed. The vault itself is only read. Raises
    FullDiskError where there is no room for the scratch vault.
    """
    began = time.perf_counter()
    counts, faults, old = None, (), False
    with _scratch(backup.folder.parent) as scratch, ExitStack() as in_the_end:
        try:
            restored = restore_vault(backup.folder, Path(scratch) / "vault")
            in_the_end.callback(_destroy_lock, restored.folder)
            progress(_RESTORED)
            looking = partial(_later, progress)
            counts, faults = _look(vault, restored.folder, backup.mark, looking)
        except WrongPassphraseError:
            old = True
        except ExpectedError as problem:
            faults = (problem.sentence,)
    found = "sound" if counts and not faults else "not-sound"
    with vault.records.work() as work:
        work.record("drill", f"Practitioner/{vault.records.me}", found)
        work.set_setting(_LAST_DRILL, now.isoformat())
    return DrillReport(backup, now, time.perf_counter() - began, counts, faults, old)


def _scratch(place: Path) -> tempfile.TemporaryDirectory[str]:
    """Make a folder that goes when it is left; where the disk refuses, what stays is encrypted."""
    with told_by_the_disk():
        return tempfile.TemporaryDirectory(prefix="carenurse-drill-", dir=place, ignore_cleanup_errors=True)


def _destroy_lock(folder: Path) -> None:
    """Let nothing in blocks that the disk gives back open what was tried."""
    with suppress(ExpectedError):
        destroy_header(folder)


def _later(progress: Progress, share: float) -> None:
    """Tell how far the check is, which begins when the backup is restored."""
    progress(_RESTORED + (1 - _RESTORED) * share)


def _look(vault: OpenVault, folder: Path, mark: Mark, progress: Progress) -> tuple[Counts, tuple[str, ...]]:
    copy = open_copy(vault, folder)
    try:
        lost = () if copy.mark().commits >= mark.commits else ("saves are missing",)
        return copy.counts(), (*copy.warnings, *lost, *copy.faults(progress))
    finally:
        copy.close()
