"""Which of SQLite's errors is the world's fault, and which sentence says so. All others are ours."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Final

from carenurse.errors import ExpectedError
from carenurse.store.driver import DatabaseError, error_name
from carenurse.vault.failures import (
    DamagedRecordsError,
    FullDiskError,
    ReadOnlyFolderError,
    UnreadableDiskError,
    VaultInUseError,
)

_KINDS: Final[tuple[tuple[str, Callable[[], ExpectedError]], ...]] = (
    ("SQLITE_FULL", FullDiskError),
    ("SQLITE_READONLY", ReadOnlyFolderError),
    ("SQLITE_PERM", ReadOnlyFolderError),
    ("SQLITE_BUSY", VaultInUseError),
    ("SQLITE_LOCKED", VaultInUseError),
    ("SQLITE_NOTADB", DamagedRecordsError),
    ("SQLITE_CORRUPT", DamagedRecordsError),
    ("SQLITE_IOERR", UnreadableDiskError),
    ("SQLITE_CANTOPEN", UnreadableDiskError),
)
_WORDS: Final[Mapping[str, str]] = {
    "database or disk is full": "SQLITE_FULL",
    "disk I/O error": "SQLITE_IOERR",
    "attempt to write a readonly database": "SQLITE_READONLY",
    "database disk image is malformed": "SQLITE_CORRUPT",
    "file is not a database": "SQLITE_NOTADB",
    "unable to open database file": "SQLITE_CANTOPEN",
}
"""SQLite's own sentences: what goes wrong in an online copy carries them and no name."""


@contextmanager
def told_by_the_database() -> Generator[None]:
    """Turn what the disk did to SQLite into its sentence; an error of our own making passes as it is."""
    try:
        yield
    except DatabaseError as problem:
        raise told(problem) from problem


def told(problem: Exception) -> Exception:
    """Give what SQLite complains of its sentence; an error of our own making is given back as it is."""
    return refusal_for(error_name(problem) or _WORDS.get(str(problem), "")) or problem


def refusal_for(name: str) -> ExpectedError | None:
    """Find the failure for an SQLite error name, extended names (``SQLITE_IOERR_WRITE``) included."""
    for start, kind in _KINDS:
        if name.startswith(start):
            return kind()
    return None
