"""The open record of one nurse; implements ``carenurse.app.ports.Records``."""

from collections.abc import Callable, Collection, Generator, Iterable, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from typing_extensions import override

from carenurse.clinical.fhir import Resource
from carenurse.store import audit, checking, copying, leaving
from carenurse.store.checking import Counts
from carenurse.store.coming import Bringing, hide
from carenurse.store.copying import Copied, mark_of
from carenurse.store.database import (
    Database,
    Progress,
    create_database,
    open_database,
    silent,
)
from carenurse.store.device_marks import Reached, reached
from carenurse.store.journal import Journal, Merge
from carenurse.store.journal_own import Digest
from carenurse.store.leaving import Gone, StillNeededError, Waiting
from carenurse.store.many import make_lot
from carenurse.store.numbers import Numbers
from carenurse.store.preparing import prepare
from carenurse.store.reading import ME, Reading
from carenurse.store.schema import bring_up_to_date, missing_steps
from carenurse.store.served import Served
from carenurse.store.writing import Work
from carenurse.vault.failures import DamagedRecordsError, FullDiskError, MissingRecordsError
from carenurse.vault.mark import Mark

Now = Callable[[], datetime]


class Watch(Protocol):
    """Who wants to know when a unit of work begins, is on the disk, or found no room."""

    def before_work(self) -> None:
        """Make room if there is hardly any."""
        ...

    def after_commit(self, mark: Mark) -> None:
        """Take note of how far the record has come."""
        ...

    def disk_was_full(self) -> None:
        """Make room, so that saving again succeeds."""
        ...


class StoredRecords(Reading):
    """Reading at any time; writing in units of work, one at a time."""

    def __init__(self, database: Database, now: Now, watch: Watch) -> None:
        super().__init__(database)
        self._now = now
        self._watch = watch
        self._numbers: Numbers | None = None
        """Known from one unit of work to the next; forgotten with a unit that was taken back."""
        self._only_told = 0
        """Units of work of this sitting that added to the audit trail and changed nothing else."""
        self._bringing = Bringing(database, self._unit)

    @override
    def commits(self) -> int:
        """Count the units of work but those that only told of a deed: who read a chart made it no other."""
        with self._database.alone():
            return super().commits() - self._only_told

    @contextmanager
    def work(
        self,
        ahead: Iterable[Resource] = (),
        *,
        files: Sequence[bytes] = (),
        author: str = "",
        progress: Progress = silent,
    ) -> Generator[Work]:
        """Begin a unit of work; leaving the block commits it, an exception takes all of it back.

        When the block has been left, everything is on the disk: only then may anyone say "Saved". ``ahead``:
        new resources that it will put as they are now, and ``files`` that it will keep: all that takes time
        is done before anybody has to wait, part by part, and seen by nobody. ``author``: the Practitioner id
        of who writes, where an office keeps what came from somebody else's laptop. ``progress`` hears how
        much of what is done ahead is done; what it raises takes all of it back.
        """
        if not ahead and not files:  # an autosave, which is made many times a minute
            with self._unit(author) as unit:
                yield unit
            return
        lot = make_lot(prepare(resource) for resource in ahead)
        with ExitStack() as brought:
            coming, pieces = brought.enter_context(self._bringing.brought(lot, files, author, progress))
            unit = brought.enter_context(self._unit(author))
            unit.expect(lot, coming, pieces)
            yield unit

    @contextmanager
    def _unit(self, author: str = "") -> Generator[Work]:
        self._watch.before_work()
        with self._told_when_full(), self._database.alone():
            numbers, self._numbers = self._numbers or Numbers(self._database), None
            with self._database.transaction():
                before = self._database.changes
                unit = Work(self._database, self._now, author or self.me, numbers)
                yield unit
                unit.finish()
                changed = self._database.changes - before
                mark = self._count_commit(unit.saved) if changed else None
            self._only_told += changed > 0 and changed == unit.only_told
            self._numbers = unit.numbers
            self._me = unit.became or self._me
        if mark:
            self._watch.after_commit(mark)

    def _count_commit(self, when: str) -> Mark:
        commits, head = self._database.row(
            "UPDATE moment SET commits = commits + 1, wall = ? RETURNING commits, audit_head", (when,)
        ) or (0, "")
        return Mark(int(commits), str(head))

    def mark(self) -> Mark:
        """Tell how far the record has come."""
        return mark_of(self._database)

    def count_unsent(self) -> int:
        """Count the changes that the office has not acknowledged."""
        found = self._database.row("SELECT count(*) FROM outbox")
        return int(found[0]) if found else 0

    @property
    def serves(self) -> bool:
        """Whether this is an office's record, which waits for nobody."""
        return self._database.row("SELECT 1 FROM office") is not None

    def last_saved(self) -> datetime | None:
        """Tell when the last commit was, by the clock of that moment; None before the first."""
        found = self._database.row("SELECT wall FROM moment WHERE wall <> ''")
        return datetime.fromisoformat(found[0]) if found else None

    def checkpoint(self) -> None:
        """Bring everything out of the log; at the end of a visit, at each lock, after idle seconds."""
        self._database.checkpoint()

    def faults(self, progress: Progress = silent) -> tuple[str, ...]:
        """Check every page and the audit chain; name what is wrong in the tools' words, empty for sound."""
        return checking.faults(self._database, progress)

    def counts(self) -> Counts:
        """Count what there is."""
        return checking.counts(self._database)

    def copy_to(self, file: Path, key: bytes, salt: bytes, progress: Progress = silent) -> Copied:
        """Write a checked copy of everything as of one moment while this runs. Raises as ``checked_copy``."""
        return copying.checked_copy(self._database, file, key, salt, progress)

    def waiting_for(self, patient: str) -> Waiting:
        """Count what of a patient is not yet with the office, and so keeps the patient here."""
        return leaving.waiting_for(self._database, patient)

    def let_leave(self, patient: str) -> Gone:
        """Take everything of a patient out of the record but the audit trail, in many small transactions.

        Once the first is kept, the rest follows whatever happens: see ``go_on_leaving``. Raises
        StillNeededError when anything of theirs is not acknowledged, also when it came up meanwhile.
        """
        with self.work() as work:
            work.record("purge", f"Patient/{patient}", str(leaving.how_many(self._database, patient)))
            begun = leaving.begin(self._database, patient, self._now())
            work.set_setting(leaving.OWED, str(self.mark().commits))
            work.set_setting(leaving.KEY_OWED, self._database.which_key)
            work.forget_numbers()
        rest = self._let_go_on(patient)
        if rest is None:
            raise StillNeededError
        return begun + rest

    def go_on_leaving(self, staying: Collection[str]) -> None:
        """Go on where it was cut short; ``staying``: who is to stay after all, such as on the caseload."""
        for patient in leaving.under_way(self._database):
            if patient in staying:
                with self.work():
                    leaving.stay(self._database, patient)
            self._let_go_on(patient)

    def _let_go_on(self, patient: str) -> Gone | None:
        """Take one step after the other, and let whoever saves in between them; None when it ended early."""
        gone, step = Gone(), Gone()
        while step is not None:
            gone += step
            self._database.make_way()
            with self.work() as work:
                step = leaving.go_on(self._database, patient)
                work.forget_numbers()
        loose = leaving.Loose(self._database)
        while loose.look():
            self._database.make_way()
        with self.work() as work:
            work.forget_numbers()
            dropped = loose.drop(patient)
            work.set_setting(leaving.KEY_OWED, self._database.which_key)
        self._bringing.sweep()
        return None if dropped is None else gone + dropped

    def journal(self, merge: Merge, digest: Digest) -> Journal:
        """Open what is between this laptop and the office, for the synchronization and nobody else."""
        return Journal(self, self._database, merge, digest)

    def served(self) -> Served:
        """Open what an office serves: every version in the order of its commit; for the office alone."""
        return Served(self, self._database, self._now)

    def trail_fault(self) -> audit.AuditFault | None:
        """Name the first row of the audit trail that is not what was written; None when it holds."""
        return audit.first_fault(self._database)

    def trail_holds(self, head: str) -> bool:
        """Say whether the audit trail holds a row with this hash; the empty one it always does."""
        return not head or audit.holds(self._database, head)

    def reached(self) -> Reached:
        """Tell how far this record has come, as an office is told it."""
        return reached(self._database)

    def write_anew(self, part: Path, key: bytes, salt: bytes, progress: Progress = silent) -> Mark:
        """Write a copy under another key without what was deleted (seconds, the room twice); others go on.

        ``part`` is where it is made, in the same folder; ``put`` takes it. Return how far it has come. Raises
        NoRoomToWriteAnewError, FullDiskError, UnreadableDiskError, DamagedRecordsError, and what ``progress``
        raises; nothing is changed then.
        """
        self.room_to_write_anew()
        with self._told_when_full():
            return copying.write_anew(self._database, part, key, salt, progress).mark

    def room_to_write_anew(self) -> None:
        """Raise NoRoomToWriteAnewError when the disk has not the room for that."""
        copying.room_to_write_anew(self._database.file)

    def alone(self) -> AbstractContextManager[None]:
        """Let nobody else read or save while the block runs."""
        return self._database.alone()

    def put(self, part: Path, key: bytes) -> None:
        """Put what was written anew in the place of the records, in one step, while nobody else is let in.

        SQLCipher's own change of the key in place is not used: a disk that fails once in the middle of it
        leaves a file that no key opens. Raises FullDiskError, UnreadableDiskError; the records may be under
        either key then.
        """
        with self._told_when_full():
            self._database.replace_file(part, key)

    @property
    def key_owed(self) -> bool:
        """Whether somebody was removed while the records were under the key that they are under now."""
        return self.setting(leaving.KEY_OWED) == self._database.which_key

    @contextmanager
    def _told_when_full(self) -> Generator[None]:
        try:
            yield
        except FullDiskError:
            self._watch.disk_was_full()
            raise

    def close(self) -> Mark:
        """Checkpoint and close; tell how far the record had come. The file is closed whatever happens.

        A disk too full for the checkpoint leaves the saves in the log, where the next opening finds them.
        """
        try:
            mark = self.mark()
            with suppress(FullDiskError):
                self._database.checkpoint()
            return mark
        finally:
            self._database.close()

    def begin(self) -> None:
        """Take back what was cut short on its way in; where the disk is full, nobody sees it all the same."""
        self._database.after_reopening = partial(hide, self._database)
        with suppress(FullDiskError):
            self._bringing.take_back()

    @contextmanager
    def untouched_since(self, mark: Mark) -> Generator[bool]:
        """Say whether the record is still as far as it was, and let nobody save before the block is left."""
        with self._database.alone():
            yield self.mark() == mark

    def abandon(self) -> None:
        """Close without a checkpoint, after a failure at the opening."""
        self._database.close()


class _Nobody:
    """Watches over a record that is being made."""

    def before_work(self) -> None:
        """Nothing has to make room."""

    def after_commit(self, mark: Mark) -> None:
        """Nothing is lost that a mark would miss."""

    def disk_was_full(self) -> None:
        """There is nothing to throw off."""


def create_records(file: Path, key: bytes, salt: bytes, nurse: Resource, now: Now) -> None:
    """Make the file of a new record, which holds its nurse's own resource and nothing else, and close it."""
    database = create_database(file, key, salt)
    try:
        bring_up_to_date(database, now, new=True)
        with StoredRecords(database, now, _Nobody()).work() as work:
            work.set_setting(ME, str(nurse["id"]))
            work.put(nurse)
        with StoredRecords(database, now, _Nobody()).work() as work:
            work.record("create", f"Practitioner/{work.me}")
        database.checkpoint()
    finally:
        database.close()


def open_records(
    file: Path,
    key: bytes,
    salt: bytes,
    now: Now,
    watch: Watch,
    *,
    before_steps: Callable[[StoredRecords], object] | None = None,
    progress: Progress = silent,
) -> StoredRecords:
    """Open the record and bring it to today's shape; ``before_steps`` is called before it changes.

    Raises MissingRecordsError, DamagedRecordsError, VaultInUseError, NewerVaultError, FullDiskError,
    UnreadableDiskError, ReadOnlyFolderError.
    """
    database = open_database(file, key, salt)
    try:
        stored = StoredRecords(database, now, watch)
        if before_steps and missing_steps(database):
            before_steps(stored)
        bring_up_to_date(database, now, progress=progress)
        stored.begin()
    except BaseException:
        database.close()
        raise
    return stored


def answers_to(file: Path, key: bytes, salt: bytes) -> bool:
    """Say whether a file opens with a key; where the change of a key was cut short it is one of two.

    Raises MissingRecordsError, VaultInUseError, UnreadableDiskError.
    """
    try:
        open_database(file, key, salt).close()
    except MissingRecordsError:
        raise
    except DamagedRecordsError:
        return False
    return True
