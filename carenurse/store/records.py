"""The open record of one nurse; implements ``carenurse.app.ports.Records``."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from carenurse.store import audit
from carenurse.store.database import Database, create_database, open_database
from carenurse.store.reading import ME, Reading
from carenurse.store.schema import bring_up_to_date
from carenurse.store.writing import Work

Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Moment:
    """How far the record has come: commits so far, when the last one was (None: never), newest audit hash."""

    commits: int
    saved: datetime | None
    audit_head: str


class StoredRecords(Reading):
    """Reading at any time; writing in units of work, one at a time."""

    def __init__(
        self, database: Database, now: Now, after_commit: Callable[[Moment], object] | None = None
    ) -> None:
        super().__init__(database)
        self._now = now
        self._after_commit = after_commit

    @contextmanager
    def work(self) -> Generator[Work]:
        """Begin a unit of work; leaving the block commits it, an exception takes all of it back.

        When the block has been left, everything is on the disk: only then may anyone say "Saved".
        """
        with self._database.transaction():
            before = self._database.changes
            yield Work(self._database, self._now)
            written = self._database.changes != before
            if written:
                self._database.run(
                    "UPDATE moment SET commits = commits + 1, wall = ?", (self._now().isoformat(),)
                )
        if written and self._after_commit:
            self._after_commit(self.moment())

    def moment(self) -> Moment:
        """Tell how far the record has come."""
        found = self._database.row("SELECT commits, wall, audit_head FROM moment")
        commits, wall, head = found or (0, "", "")
        return Moment(commits, datetime.fromisoformat(wall) if wall else None, head)

    def audit_fault(self) -> audit.AuditFault | None:
        """Walk the whole audit chain and name the first row that is not as it was written."""
        return audit.first_fault(self._database)

    def checkpoint(self) -> None:
        """Bring everything out of the log; at the end of a visit, at each lock, after idle seconds."""
        self._database.checkpoint()

    def close(self) -> None:
        """Checkpoint and close."""
        try:
            self._database.checkpoint()
        finally:
            self._database.close()


def create_records(file: Path, key: bytes, salt: bytes, me: str, now: Now) -> None:
    """Make the file of a new record, empty but for the name of its nurse's resource, and close it."""
    database = create_database(file, key, salt)
    try:
        bring_up_to_date(database, now, new=True)
        with database.transaction():
            database.run("INSERT INTO setting VALUES (?, ?)", (ME, me))
        database.checkpoint()
    finally:
        database.close()


def open_records(
    file: Path, key: bytes, salt: bytes, now: Now, after_commit: Callable[[Moment], object] | None = None
) -> StoredRecords:
    """Open the record.

    Raises MissingRecordsError, DamagedRecordsError, VaultInUseError, NewerVaultError, FullDiskError,
    UnreadableDiskError, ReadOnlyFolderError.
    """
    database = open_database(file, key, salt)
    try:
        bring_up_to_date(database, now)
        return StoredRecords(database, now, after_commit)
    except BaseException:
        database.close()
        raise
