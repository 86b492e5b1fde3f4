"""Copies of a record, believed in only when they have been opened and checked."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from carenurse.errors import ExpectedError
from carenurse.store import checking
from carenurse.store.checking import Counts, Height
from carenurse.store.database import (
    Database,
    Progress,
    create_copy,
    open_database,
    refuse_log_of,
    silent,
)
from carenurse.store.reading import Reading
from carenurse.translations import tr
from carenurse.vault.disk import flush_file, told_by_the_disk
from carenurse.vault.failures import DamagedRecordsError
from carenurse.vault.mark import Mark

_SOURCE_CHECKED, _COPIED = 0.15, 0.7
"""About how much of making a copy is done when the original is checked, and when it is copied."""

_PAGES_COPIED, _WRITTEN = 0.3, 0.7
"""About how much of writing anew is done when the pages are copied, and when they are written in order."""

_MIB: Final = 1024 * 1024
_SPARE: Final = 32 * _MIB
"""What has to be left besides, for whoever saves meanwhile."""


class NoRoomToWriteAnewError(ExpectedError):
    """The disk has not the room that writing the records anew takes for a moment."""

    def __init__(self, needed: int, free: int) -> None:
        """Take both in bytes."""
        super().__init__(
            tr(
                "Changing the key of the vault needs {needed} MB of free disk space; there are {free} MB.",
                needed=f"{needed // _MIB + 1:,}",
                free=f"{free // _MIB:,}",
            ),
            tr("Delete files you do not need, then try again. Nothing was changed, and nothing is lost."),
        )


@dataclass(frozen=True, slots=True)
class Copied:
    """What a checked copy holds, and how far it had come."""

    counts: Counts
    mark: Mark


def mark_of(database: Database) -> Mark:
    """Tell how far a record has come."""
    commits, head = database.row("SELECT commits, audit_head FROM moment") or (0, "")
    return Mark(int(commits), str(head))


def room_to_write_anew(file: Path) -> None:
    """Raise NoRoomToWriteAnewError when there is not room for the records twice more, which is gone after."""
    with told_by_the_disk():
        needed, free = 2 * file.stat().st_size + _SPARE, shutil.disk_usage(file.parent).free
    if free < needed:
        raise NoRoomToWriteAnewError(needed, free)


def checked_copy(
    database: Database, file: Path, key: bytes, salt: bytes, progress: Progress = silent
) -> Copied:
    """Write a copy of everything as of one moment while this runs, under another key; others go on working.

    Raises FullDiskError, ReadOnlyFolderError, DamagedRecordsError (also when the copy is not what it should
    be).
    """
    before = _copy_pages(database, file, key, salt, progress)
    flush_file(file)
    after = checking.height(database)
    copied = _checked(database, file, (key, salt), (before, after), thorough=False)
    progress(1.0)
    return copied


def write_anew(
    database: Database, file: Path, key: bytes, salt: bytes, progress: Progress = silent
) -> Copied:
    """Write a checked copy without anything of what was deleted, under another key; others go on working.

    First page by page, as every copy, so that whoever saves is let in; then that copy in order. Both lie
    beside each other for a moment. Raises NoRoomToWriteAnewError and as ``checked_copy``.
    """
    pages = pages_of(file)
    forget_written_anew(file)
    try:
        before = _copy_pages(database, pages, key, salt, lambda share: progress(share * _PAGES_COPIED))
        after = checking.height(database)
        copy = open_database(pages, key, salt)
        try:
            writing = _WRITTEN - _PAGES_COPIED
            copy.write_anew(file, lambda share: progress(_PAGES_COPIED + writing * share))
        finally:
            copy.close()
        remove_database(pages)
        flush_file(file)
        progress(_WRITTEN)
        copied = _checked(database, file, (key, salt), (before, after), thorough=True)
        progress(1.0)
    except BaseException:
        forget_written_anew(file)
        raise
    return copied


def pages_of(file: Path) -> Path:
    """Name the copy page by page out of which a file is written anew."""
    return file.with_name(f"{file.name}-pages")


def forget_written_anew(file: Path) -> None:
    """Remove what writing anew left; harmless when there is nothing."""
    remove_database(pages_of(file))
    remove_database(file)


def remove_database(file: Path) -> None:
    """Remove a file that was to become the records, and its log; harmless when there is none."""
    with told_by_the_disk():
        for name in (f"{file.name}-wal", f"{file.name}-journal", file.name):
            file.with_name(name).unlink(missing_ok=True)


def _copy_pages(database: Database, file: Path, key: bytes, salt: bytes, progress: Progress) -> Height:
    """Copy all pages into a new file; return how far the record was at least. Not flushed yet."""
    if checking.page_faults(database):
        raise DamagedRecordsError
    progress(_SOURCE_CHECKED)
    before = checking.height(database)
    copy = create_copy(file, key, salt)
    try:
        copying = _COPIED - _SOURCE_CHECKED
        database.copy_to(copy, lambda share: progress(_SOURCE_CHECKED + copying * share))
    finally:
        copy.close()
    return before


def _checked(
    database: Database,
    file: Path,
    opens: tuple[bytes, bytes],
    heights: tuple[Height, Height],
    *,
    thorough: bool,
) -> Copied:
    """Open a copy by its key and salt and look at it; raises DamagedRecordsError."""
    copy = open_database(file, *opens)
    try:
        within = checking.height(copy).lies_between(*heights)
        same = Reading(copy).me == Reading(database).me
        if checking.copy_faults(copy, thorough=thorough) or not (same and within):
            raise DamagedRecordsError
        copied = Copied(checking.counts(copy), mark_of(copy))
    finally:
        copy.close()
    refuse_log_of(file)
    return copied
