"""One encrypted SQLite file, opened the only way it may be opened, and one lock around its one connection.

Every setting is set and then read back at each opening, for each of them has lost or leaked somebody's data
somewhere: a build of SQLite with other defaults fails here, not in a nurse's hands.
"""

import hashlib
import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import BinaryIO, Final
from uuid import uuid4

from carenurse.errors import BugError
from carenurse.store.compacting import write_anew
from carenurse.store.driver import Connection, DatabaseError, Row, authorize, connect
from carenurse.store.pages import pages_hold
from carenurse.store.refusals import told, told_by_the_database
from carenurse.store.settled import COPY_SETTINGS, SETTINGS, Settings, key_pragma, settle
from carenurse.vault.disk import flush_folder, told_by_the_disk
from carenurse.vault.failures import (
    DamagedRecordsError,
    FullDiskError,
    MissingRecordsError,
    UnreadableDiskError,
)

_SMALLEST: Final = 4096
_TRIES: Final = 3
_PAGES_AT_A_TIME: Final = 500
_WAY_FOR_OTHERS: Final = 0.001
_LONGEST_WAY: Final = 0.2
"""Seconds: how long, and how long at most, long work stands back between two steps."""

Progress = Callable[[float], object]
"""Hears how much of a long work is done, from 0 to 1. What it raises ends that work as if never begun."""


def silent(_share: float) -> None:
    """Hear of progress where nobody watches."""


def _nothing() -> None:
    """Do nothing where nothing has to be done."""


class Database:
    """A connection that tells the world's faults apart and is used by one thread at a time."""

    def __init__(self, connection: Connection, file: Path, key: bytes, salt: bytes) -> None:
        self._connection = connection
        self._file = file
        self._key = key
        self._salt = salt
        self._let_go_of = False
        self._one_at_a_time = RLock()
        self._inside = False
        self._waiting: deque[None] = deque()
        """One for each who waits to begin a unit of work."""
        self._second: BinaryIO | None = None
        self.opening = uuid4().hex
        """Names this opening: the file is held by one at a time, so what another opening began is over."""
        self.after_reopening: Callable[[], object] = _nothing
        """Called when the file was opened again, before the statement that needed it."""

    @property
    def file(self) -> Path:
        """The file."""
        return self._file

    @property
    def changes(self) -> int:
        """How many rows were changed so far; tells a unit of work that wrote nothing."""
        return self._connection.total_changes

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Run a query."""
        with self._one_at_a_time:
            self._be_ready()
            try:
                return self._connection.execute(sql, parameters).fetchall()
            except DatabaseError as problem:
                raise told(problem) from problem

    def row(self, sql: str, parameters: Sequence[object] = ()) -> Row | None:
        """Run a query that has at most one answer."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def run(self, sql: str, parameters: Sequence[object] = ()) -> int:
        """Run a statement and return the number of the row it inserted, if it did."""
        with self._one_at_a_time:
            self._be_ready()
            try:
                return self._connection.execute(sql, parameters).lastrowid or 0
            except DatabaseError as problem:
                raise told(problem) from problem

    def run_many(self, sql: str, parameters: Sequence[Sequence[object]]) -> None:
        """Run a statement for each row of parameters."""
        if not parameters:
            return
        with self._one_at_a_time:
            self._be_ready()
            try:
                self._connection.executemany(sql, parameters)
            except DatabaseError as problem:
                raise told(problem) from problem

    @contextmanager
    def transaction(self) -> Generator[None]:
        """Keep all that the block writes, or nothing. Other threads wait.

        Raises BugError inside another transaction. When this returns, what was written is on the disk. When
        the disk did not answer, what is on it is looked at afresh by whoever comes next: a failed commit may
        have succeeded.
        """
        with self._one_at_a_time:
            if self._inside:
                message = "a unit of work was begun inside another"
                raise BugError(message)
            self.run("BEGIN IMMEDIATE")
            self._inside = True
            try:
                yield
                self.run("COMMIT")
            except (UnreadableDiskError, DamagedRecordsError):
                self._let_go()
                raise
            except BaseException:
                self._take_back()
                raise
            finally:
                self._inside = False

    def checkpoint(self) -> None:
        """Move everything from the log into the file, where each page is authenticated, and empty the log."""
        self.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def pages_hold(self) -> bool:
        """Say whether every page of the file is authentic, while others save.

        A no may only mean that a page was just being written: ``PRAGMA cipher_integrity_check`` knows. What
        is read through stays open as long as the connection, because on some systems closing a second handle
        of a file drops the locks of the first.
        """
        self.checkpoint()
        try:
            if self._second is None:
                self._second = self._file.open("rb")
            return pages_hold(self._second, self._key, self._salt)
        except OSError:
            return False

    def copy_to(self, other: "Database", progress: Progress = silent) -> None:
        """Copy everything into another, empty database, encrypted under that one's key.

        Between some pages and the next, other threads may read and write here; the copy follows.
        """

        def between(_status: int, remaining: int, whole: int) -> None:
            self._let_others_in(remaining)
            progress(1 - remaining / max(whole, 1))

        with self._one_at_a_time, told_by_the_database():
            self._be_ready()
            other.take_from(self._connection, between)

    def take_from(self, source: Connection, progress: Callable[[int, int, int], None]) -> None:
        """Become a copy of an open database, under this one's own key."""
        with self._one_at_a_time, told_by_the_database():
            source.backup(self._connection, pages=_PAGES_AT_A_TIME, progress=progress)

    def write_anew(self, file: Path, progress: Progress = silent) -> None:
        """Write everything, and nothing that was deleted, into a new file of the same key (seconds).

        Nobody else gets in meanwhile: for a copy that nobody works on. Raises as ``compacting.write_anew``.
        """
        _make_private(file)
        with self._one_at_a_time:
            self._be_ready()
            write_anew(self._connection, file, self._file.stat().st_size, progress)

    @property
    def which_key(self) -> str:
        """Name the key without telling it: another key has another name."""
        return hashlib.sha256(b"carenurse which key" + self._key).hexdigest()

    @contextmanager
    def alone(self) -> Generator[None]:
        """Let nobody else in while the block runs, not even between the pages of a copy."""
        self._waiting.append(None)
        self._one_at_a_time.acquire()
        self._waiting.pop()
        try:
            yield
        finally:
            self._one_at_a_time.release()

    def replace_file(self, part: Path, key: bytes) -> None:
        """Take another, checked file with its own key in the place of this one, from now on and for good.

        The file goes over the old one in one step, so that at every instant there is exactly one. Raises
        UnreadableDiskError and others as ``open_database``; which file is there then, only its key can tell.
        """
        with self._one_at_a_time:
            self.checkpoint()
            self._let_go()
            refuse_log_of(self._file)
            refuse_log_of(part)
            with told_by_the_disk():
                flush_folder(self._file.parent)
                part.replace(self._file)
            self._key = key
            with told_by_the_disk():
                flush_folder(self._file.parent)

    def _let_others_in(self, remaining: int) -> None:
        """Step back from the lock for a moment: a nurse who types goes before a backup."""
        if remaining:
            self._one_at_a_time.release()
            self.make_way()
            self._one_at_a_time.acquire()

    def make_way(self) -> None:
        """Between two steps of long work: let whoever waits to save do so, on a busy computer, too."""
        until = time.monotonic() + _LONGEST_WAY
        time.sleep(_WAY_FOR_OTHERS)
        while self._waiting and time.monotonic() < until:
            time.sleep(_WAY_FOR_OTHERS)

    def close(self) -> None:
        """Close the file."""
        with self._one_at_a_time, told_by_the_database():
            self._let_go_of = True
            try:
                self._connection.close()
            finally:
                self._close_second()

    def _be_ready(self) -> None:
        """Look at the file afresh where that is due; refuse to go on when the unit of work was taken back.

        SQLite does that on its own when the disk is full. A caller that went on regardless would otherwise
        write each further statement for good, one by one.
        """
        if self._let_go_of:
            self._connection = _connect_patiently(self._file, self._key, self._salt)
            self._let_go_of = False
            self.after_reopening()
        elif self._inside and not self._connection.in_transaction:
            raise FullDiskError

    def _let_go(self) -> None:
        """Close the file; the next statement opens it again."""
        self._let_go_of = True
        with suppress(DatabaseError):
            self._connection.close()
        self._close_second()

    def _close_second(self) -> None:
        if self._second is not None:
            self._second.close()
            self._second = None

    def _take_back(self) -> None:
        """Roll back, unless SQLite did already (it does when the disk is full)."""
        if self._let_go_of or not self._connection.in_transaction:
            return
        try:
            self._connection.execute("ROLLBACK")
        except DatabaseError:
            self._let_go()


def open_database(file: Path, key: bytes, salt: bytes) -> Database:
    """Open an existing file. Raises MissingRecordsError, DamagedRecordsError, VaultInUseError and others.

    A file of no length would silently become an empty record: it counts as damaged.
    """
    if not file.exists():
        raise MissingRecordsError
    if file.stat().st_size < _SMALLEST:
        raise DamagedRecordsError
    return Database(_connect_patiently(file, key, salt), file, key, salt)


def create_database(file: Path, key: bytes, salt: bytes) -> Database:
    """Make a new, empty file, for its owner only."""
    _make_private(file)
    return Database(_connect(file, key, salt), file, key, salt)


def create_copy(file: Path, key: bytes, salt: bytes) -> Database:
    """Make a new, empty file that is to become a copy of another, and nothing else."""
    _make_private(file)
    return Database(_connect(file, key, salt, COPY_SETTINGS), file, key, salt)


def _make_private(file: Path) -> None:
    with told_by_the_disk():
        file.touch(mode=0o600, exist_ok=False)


def refuse_log_of(file: Path) -> None:
    """Raise UnreadableDiskError when a closed file left part of itself in its log."""
    log = file.with_name(f"{file.name}-wal")
    with told_by_the_disk():
        if log.exists() and log.stat().st_size:
            raise UnreadableDiskError


def _connect_patiently(file: Path, key: bytes, salt: bytes) -> Connection:
    """Believe in damage only when it was seen three times: a disk that hesitates looks the same."""
    for _ in range(_TRIES - 1):
        try:
            return _connect(file, key, salt)
        except (DamagedRecordsError, UnreadableDiskError):
            continue
    return _connect(file, key, salt)


def _connect(file: Path, key: bytes, salt: bytes, settings: Settings = SETTINGS) -> Connection:
    pragma = key_pragma(key, salt)
    with told_by_the_database():
        connection = connect(f"{file.absolute().as_uri()}?mode=rw")
        try:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(pragma)
            settle(connection, settings)
            connection.set_authorizer(authorize)
            connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
        except BaseException:
            connection.close()
            raise
    return connection
