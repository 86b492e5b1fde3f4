"""One encrypted SQLite file, opened the only way it may be opened, and one lock around its one connection.

Every setting is set and then read back at each opening (``reference``: each of them has lost or leaked
somebody's data somewhere): a build of SQLite with other defaults fails here, not in a nurse's hands.
"""

import re
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Final

from carenurse.errors import BugError
from carenurse.store.driver import ALLOW, ATTACHING, DENY, Connection, Row, connect
from carenurse.store.refusals import told_by_the_database
from carenurse.vault.failures import (
    DamagedRecordsError,
    FullDiskError,
    MissingRecordsError,
    UnreadableDiskError,
)

_KEY: Final = re.compile(r"[0-9a-f]{64}")
_SALT: Final = re.compile(r"[0-9a-f]{32}")
_SMALLEST: Final = 4096
_TRIES: Final = 3
_PAGES_AT_A_TIME: Final = 2000

Settings = tuple[tuple[str, str, object], ...]
_SETTINGS: Final[Settings] = (
    ("cipher_memory_security", "OFF", "0"),
    ("locking_mode", "EXCLUSIVE", "exclusive"),
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("fullfsync", "ON", 1),
    ("checkpoint_fullfsync", "ON", 1),
    ("temp_store", "MEMORY", 2),
    ("secure_delete", "ON", 1),
    ("foreign_keys", "ON", 1),
    ("recursive_triggers", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("cache_size", "-65536", -65536),
)
"""Name, what is set, what must be read back.

locking_mode stands before the first access to the file: it keeps the WAL index out of shared memory (a full
disk cannot then forbid reading) and is a second lock against a second program. recursive_triggers makes
INSERT OR REPLACE ask the triggers that protect signed versions.
"""


class Database:
    """A connection that tells the world's faults apart and is used by one thread at a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._one_at_a_time = RLock()
        self._inside = False

    @property
    def changes(self) -> int:
        """How many rows were changed so far; tells a unit of work that wrote nothing."""
        return self._connection.total_changes

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Run a query."""
        with self._statement():
            return self._connection.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[object] = ()) -> Row | None:
        """Run a query that has at most one answer."""
        return next(iter(self.rows(sql, parameters)), None)

    def run(self, sql: str, parameters: Sequence[object] = ()) -> int:
        """Run a statement and return the number of the row it inserted, if it did."""
        with self._statement():
            return self._connection.execute(sql, parameters).lastrowid or 0

    def run_many(self, sql: str, parameters: Sequence[Sequence[object]]) -> None:
        """Run a statement for each row of parameters."""
        if parameters:
            with self._statement():
                self._connection.executemany(sql, parameters)

    @contextmanager
    def transaction(self) -> Generator[None]:
        """Keep all that the block writes, or nothing. Other threads wait.

        Raises BugError inside another transaction. When this returns, what was written is on the disk.
        """
        with self._one_at_a_time:
            if self._connection.in_transaction:
                message = "a unit of work was begun inside another"
                raise BugError(message)
            self.run("BEGIN IMMEDIATE")
            self._inside = True
            try:
                yield
                self.run("COMMIT")
            except BaseException:
                self._take_back()
                raise
            finally:
                self._inside = False

    def checkpoint(self) -> None:
        """Move everything from the log into the file, where each page is authenticated, and empty the log."""
        self.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def take_from(self, source: Connection) -> None:
        """Become a copy of an open database, under this one's own key."""
        with self._one_at_a_time, told_by_the_database():
            source.backup(self._connection, pages=_PAGES_AT_A_TIME)

    def copy_to(self, other: "Database") -> None:
        """Copy everything into another, empty database, encrypted under that one's key."""
        with self._statement():
            other.take_from(self._connection)

    def close(self) -> None:
        """Close the file."""
        with self._one_at_a_time, told_by_the_database():
            self._connection.close()

    @contextmanager
    def _statement(self) -> Generator[None]:
        """Run one statement; refuse it when SQLite has already taken the unit of work back.

        It does so on its own when the disk is full. A caller that went on regardless would otherwise write
        each further statement for good, one by one.
        """
        with self._one_at_a_time:
            if self._inside and not self._connection.in_transaction:
                raise FullDiskError
            with told_by_the_database():
                yield

    def _take_back(self) -> None:
        """Roll back, unless SQLite did already (it does when the disk is full)."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")


def open_database(file: Path, key: bytes, salt: bytes) -> Database:
    """Open an existing file. Raises MissingRecordsError, DamagedRecordsError, VaultInUseError and others.

    A file of no length would silently become an empty record: it counts as damaged. A disk that does not
    answer once looks just like damage, so damage is believed only when seen three times.
    """
    if not file.exists():
        raise MissingRecordsError
    if file.stat().st_size < _SMALLEST:
        raise DamagedRecordsError
    for _ in range(_TRIES - 1):
        try:
            return _open(file, key, salt)
        except (DamagedRecordsError, UnreadableDiskError):
            continue
    return _open(file, key, salt)


def create_database(file: Path, key: bytes, salt: bytes) -> Database:
    """Make a new, empty file, for its owner only."""
    file.touch(mode=0o600, exist_ok=False)
    return _open(file, key, salt)


def key_pragma(key: bytes, salt: bytes) -> str:
    """Write the raw key in SQLCipher's form.

    Raises BugError for any other length: SQLCipher takes a malformed raw key for a passphrase without a word.
    """
    digits, salt_digits = key.hex(), salt.hex()
    if not (_KEY.fullmatch(digits) and _SALT.fullmatch(salt_digits)):
        message = "a raw key is 64 hexadecimal digits and its salt 32"
        raise BugError(message)
    return f"PRAGMA key = \"x'{digits}{salt_digits}'\""


def _open(file: Path, key: bytes, salt: bytes) -> Database:
    pragma = key_pragma(key, salt)
    with told_by_the_database():
        connection = connect(f"{file.absolute().as_uri()}?mode=rw")
        try:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(pragma)
            settle(connection)
            connection.set_authorizer(_authorize)
            connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
        except BaseException:
            connection.close()
            raise
    return Database(connection)


def settle(connection: Connection, settings: Settings = _SETTINGS) -> None:
    """Set and read back every setting. Raises BugError when one does not hold."""
    for name, value, expected in settings:
        connection.execute(f"PRAGMA {name} = {value}")
        _assert_setting(connection, name, expected)
    _assert_setting(connection, "cipher_status", "1")
    _assert_setting(connection, "cipher_use_hmac", "1")
    _assert_setting(connection, "cipher_log_level", "NONE")


def _assert_setting(connection: Connection, name: str, expected: object) -> None:
    found = connection.execute(f"PRAGMA {name}").fetchall()
    if found != [(expected,)]:
        message = f"the database setting {name} does not hold"
        raise BugError(message)


def _authorize(action: int, *_: object) -> int:
    """Deny ATTACH: attaching an unkeyed database is how a plaintext copy could be written."""
    return DENY if action in ATTACHING else ALLOW
