"""The folder beside a vault where its backups lie, and what lies there."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Final

from carenurse.errors import ExpectedError
from carenurse.vault.disk import flush_folder, is_there, told_by_the_disk
from carenurse.vault.header_files import destroy_header, has_header
from carenurse.vault.keeping import kept
from carenurse.vault.mark import Mark
from carenurse.vault.vault import find_vault

_NAME: Final = re.compile(r"(\d{8}T\d{6})Z(?:-[^.]+(?:\.\d{1,3})*)?")
"""A moment and a reason; CareNurse 0.1.0 left the points of a version in its reason."""
_PART: Final = re.compile(rf"(?:{_NAME.pattern})\.(?:going|[a-z0-9_]{{8}})")
"""What is being taken away, or is being made (the letters of ``tempfile.mkdtemp``)."""
_STAMP: Final = "%Y%m%dT%H%M%S"


@dataclass(frozen=True, slots=True)
class KeptBackup:
    """A backup that was whole when it was made. ``size`` in bytes, ``key_id`` which key its slots hold."""

    folder: Path
    vault_id: str
    made: datetime
    mark: Mark
    key_id: str
    size: int


def place_beside(vault: Path) -> Path:
    """Name the folder that holds the backups of a vault."""
    return vault.with_name(f"{vault.name}-backups")


def vault_beside(backup: Path) -> Path | None:
    """Name the folder of the vault beside which a backup lies; None for one that lies elsewhere."""
    place = backup.absolute().parent
    vault = place.name.removesuffix("-backups")
    return place.with_name(vault) if vault and vault != place.name else None


def copies_at_hand(backup: Path, vault: Path | None) -> tuple[Path, ...]:
    """List what may know more than a backup that is to be restored: its vault, and the backups beside both.

    ``vault``: today's, None for the one beside which the backup lies, if any.
    """
    today = vault or vault_beside(backup)
    beside = backup.absolute().parent
    places = dict.fromkeys((beside, place_beside(today)) if today else (beside,))
    others = [one.folder for place in places for one in list_backups(place)]
    return (*((today,) if today else ()), *(one for one in others if one.name != backup.name))


def name_for(made: datetime, reason: str = "") -> str:
    """Name the folder of a backup by its moment (UTC); ``reason`` is a word of ours, no patient's.

    No point is left in it: what is not whole has one and a word more.
    """
    return f"{made.astimezone(UTC):{_STAMP}}Z" + (f"-{reason.replace('.', '-')}" if reason else "")


def next_name(place: Path, made: datetime) -> str:
    """Name a backup after every one of the same second that lies there: the order of names is that of making.

    A name that went is not taken again while a later one of that second is here.
    """
    first = name_for(made)
    names = [folder.name for folder in place.iterdir()] if place.is_dir() else []
    later = [name.removeprefix(f"{first}-") for name in names if name.startswith(f"{first}-")]
    numbers = [0] * (first in names) + [int(word) for word in later if word.isdecimal()]
    return name_for(made, f"{max(numbers) + 1:03}") if numbers else first


def list_backups(place: Path, vault_id: str = "") -> tuple[KeptBackup, ...]:
    """List the backups of one vault (else of all), newest first; what is no sound backup is passed over."""
    if not place.is_dir():
        return ()
    found = (backup for folder in place.iterdir() if (backup := _backup(folder)))
    ours = (backup for backup in found if vault_id in ("", backup.vault_id))
    return tuple(sorted(ours, key=lambda backup: (backup.made, backup.folder.name), reverse=True))


def forget_superfluous(
    place: Path, vault_id: str, zone: tzinfo | None, *, new: Path
) -> tuple[KeptBackup, ...]:
    """Take away what is no longer to be kept; return what went. What other programs put there stays.

    ``new`` is the backup just made; it stays although the clock was set back.
    """
    backups = list_backups(place, vault_id)
    stay = kept([one.made for one in backups], zone, [one.size for one in backups])
    return forget(tuple(one for at, one in enumerate(backups) if at not in stay and one.folder != new))


def forget(backups: tuple[KeptBackup, ...]) -> tuple[KeptBackup, ...]:
    """Take backups away, their headers first, written over: without its header a backup is noise for ever.

    From the first moment on it has no backup's name any more, so that what is cut short is finished later.
    One that is gone already is passed over. Raises ReadOnlyFolderError, UnreadableDiskError where a header
    cannot be taken away.
    """
    for backup in backups:
        going = backup.folder.with_name(f"{backup.folder.name}.going")
        with told_by_the_disk():
            if not is_there(backup.folder):
                continue
            backup.folder.rename(going)
            flush_folder(going.parent)
        destroy_header(going)
        shutil.rmtree(going, ignore_errors=True)
    return backups


def forget_unfinished(place: Path) -> None:
    """Take away what a backup, or the taking away of one, left behind when it was cut short.

    Both have a name that is no backup's (those of CareNurse 0.1.0 a backup's name, and no header any more).
    """
    for folder in _unfinished(place):
        with suppress(ExpectedError):
            destroy_header(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _unfinished(place: Path) -> Iterator[Path]:
    if not place.is_dir():
        return
    for folder in place.iterdir():
        named = _NAME.fullmatch(folder.name)
        if folder.is_dir() and (not has_header(folder) if named else _PART.fullmatch(folder.name)):
            yield folder


def _backup(folder: Path) -> KeptBackup | None:
    stamp = _NAME.fullmatch(folder.name)
    if stamp is None:
        return None
    try:
        found = find_vault(folder)
    except ExpectedError:
        return None
    if found is None:
        return None
    made = datetime.strptime(stamp[1], _STAMP).replace(tzinfo=UTC)
    size = sum(entry.stat().st_size for entry in os.scandir(folder) if entry.is_file())
    return KeptBackup(folder, found.vault_id, made, found.mark, found.key_id, size)
