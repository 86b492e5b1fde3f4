"""The one door to SQLCipher, with the types that its compiled module does not tell.

``sqlcipher3`` is SQLite with every page encrypted and authenticated; its errors carry SQLite's own error
names.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, cast

from sqlcipher3 import dbapi2

Row = tuple[Any, ...]


class Cursor(Protocol):
    """What a statement left behind."""

    @property
    def lastrowid(self) -> int | None:
        """The row number of the last insert."""
        ...

    def fetchall(self) -> list[Row]:
        """Return all rows."""
        ...


class Connection(Protocol):
    """An open database; autocommit, so that a transaction begins and ends where we say."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        ...

    @property
    def total_changes(self) -> int:
        """How many rows were changed since the connection was opened."""
        ...

    def execute(self, sql: str, parameters: Sequence[object] = ...) -> Cursor:
        """Run one statement."""
        ...

    def executemany(self, sql: str, parameters: Sequence[Sequence[object]]) -> Cursor:
        """Run one statement for each row of parameters."""
        ...

    def set_authorizer(self, authorizer: Callable[..., int]) -> None:
        """Ask this function about every statement before it is prepared."""
        ...

    def set_progress_handler(self, handler: Callable[[], int] | None, n: int) -> None:
        """Call this after every ``n`` steps of a statement; anything but 0 ends the statement."""
        ...

    def backup(self, target: "Connection", *, pages: int, progress: Callable[[int, int, int], None]) -> None:
        """Copy everything into another open database, some pages at a time, calling ``progress`` between."""
        ...

    def close(self) -> None:
        """Close the database."""
        ...


_driver: Any = dbapi2
"""A compiled module that tells no types: everything out of it is given one here."""

DatabaseError = cast("type[Exception]", _driver.DatabaseError)
_ALLOW = cast("int", _driver.SQLITE_OK)
_DENY = cast("int", _driver.SQLITE_DENY)
_ATTACHING = frozenset(cast("tuple[int, int]", (_driver.SQLITE_ATTACH, _driver.SQLITE_DETACH)))


def connect(uri: str) -> Connection:
    """Open a ``file:`` URI. Threads are kept apart by ``Database``, so SQLite's own check is off."""
    opened = _driver.connect(
        uri, uri=True, isolation_level=None, check_same_thread=False, timeout=0, cached_statements=256
    )
    return cast("Connection", opened)


def authorize(action: int, *_: object) -> int:
    """Deny ATTACH: attaching an unkeyed database is how a plaintext copy could be written."""
    return _DENY if action in _ATTACHING else _ALLOW


def authorize_only(file: str) -> Callable[..., int]:
    """Deny ATTACH but of one file: a copy without what was deleted is made by it, under the same key."""

    def judge(action: int, name: object = None, *_: object) -> int:
        return _DENY if action in _ATTACHING and name != file else _ALLOW

    return judge


def error_name(problem: Exception) -> str:
    """Return SQLite's name of an error, such as ``SQLITE_FULL``; empty where it has none."""
    return str(getattr(problem, "sqlite_errorname", "") or "")
