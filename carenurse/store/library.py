"""The compiled database library, looked at before a vault is opened with it.

A wheel of another make, an installer that took the wrong file, a system that put its own SQLite before ours:
each would open, work and leak. What is asked here is asked of a database in memory, so that no vault is near.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from carenurse.store.driver import Connection, DatabaseError, authorize, connect
from carenurse.translations import tr

_OLDEST_CIPHER: Final = (4, 7)
"""SQLCipher from before March 2025 may write temporary files as plain text."""
_IN_MEMORY: Final = frozenset({"TEMP_STORE=2", "TEMP_STORE=3"})
"""Compiled so that temporary tables stay in memory unless somebody asks otherwise (2), or always (3)."""
_MEMORY: Final = "2"
_ANY_KEY: Final = "PRAGMA key = \"x'" + "00" * 48 + "'\""

Opener = Callable[[str], Connection]


@dataclass(frozen=True, slots=True)
class Library:
    """The versions of what keeps the records, and a sentence for each thing that is wrong with it."""

    cipher: str
    sqlite: str
    provider: str
    faults: tuple[str, ...]


def look_at_library(opener: Opener = connect) -> Library:
    """Ask the library what it is and what it does (a quarter of a millisecond). Nothing is written."""
    connection = opener("file::memory:")
    try:
        for statement in ("PRAGMA cipher_log_level = NONE", _ANY_KEY, "PRAGMA temp_store = MEMORY"):
            connection.execute(statement)
        connection.set_authorizer(authorize)
        cipher = _said(connection, "PRAGMA cipher_version")
        return Library(
            cipher=cipher,
            sqlite=_said(connection, "SELECT sqlite_version()"),
            provider=_said(connection, "PRAGMA cipher_provider_version"),
            faults=tuple(_faults(connection, cipher)),
        )
    finally:
        connection.close()


def is_too_old(cipher: str) -> bool:
    """Say whether a version as SQLCipher tells it ("4.19.0 community") is below what is safe; empty is."""
    return tuple(int(part) for part in re.findall(r"\d+", cipher)[:2]) < _OLDEST_CIPHER


def _faults(connection: Connection, cipher: str) -> Iterator[str]:
    if cipher and is_too_old(cipher):  # said first: an old one cannot tell whether it encrypts
        yield tr("The database library (SQLCipher {version}) is too old.", version=cipher)
    elif _said(connection, "PRAGMA cipher_status") != "1":
        yield tr("The database library does not encrypt.")
    compiled = {str(row[0]) for row in connection.execute("PRAGMA compile_options").fetchall()}
    if not compiled & _IN_MEMORY or _said(connection, "PRAGMA temp_store") != _MEMORY:
        yield tr("The database library would write parts of records to the disk unencrypted.")
    if _said(connection, "PRAGMA cipher_log_level") != "NONE":
        yield tr("The database library would tell what it does to a log.")
    if _attaches(connection):
        yield tr("The database library lets a second, unencrypted file be opened beside the records.")


def _attaches(connection: Connection) -> bool:
    try:
        connection.execute("ATTACH ':memory:' AS beside KEY ''")
    except DatabaseError:
        return False
    return True


def _said(connection: Connection, question: str) -> str:
    """Return the one answer as text; empty where the library has none (plain SQLite knows no cipher)."""
    rows = connection.execute(question).fetchall()
    return str(rows[0][0]) if rows else ""
