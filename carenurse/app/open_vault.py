"""An open vault: its record, and everything that can be done with the vault itself."""

import atexit
import shutil
from collections.abc import Callable, Collection
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import carenurse
from carenurse.app.key_change import change_for_a_leak, change_unasked
from carenurse.app.ports import AuditAction, Records
from carenurse.app.reach import Reach, needs_everybody
from carenurse.app.standing_lease import StandingLease
from carenurse.app.ways_in import WaysIn
from carenurse.errors import ExpectedError
from carenurse.store.audit import AuditFault
from carenurse.store.checking import Counts
from carenurse.store.copying import Copied
from carenurse.store.database import Progress, silent
from carenurse.store.leaving import OWED, Gone, Waiting
from carenurse.store.records import StoredRecords
from carenurse.translations import tr
from carenurse.vault import vault, wiping
from carenurse.vault.copies import whole_folder
from carenurse.vault.derivation import Cost
from carenurse.vault.failures import FullDiskError
from carenurse.vault.guard import Guard
from carenurse.vault.keys import DataKey, new_data_key
from carenurse.vault.lease import Lease, LeaseState
from carenurse.vault.mark import Mark
from carenurse.vault.opened import OpenedVault
from carenurse.vault.wiping import Wipe

RECORDS: Final = "records.db"
"""The file of the records, in the folder of a vault."""

_LAG: Final = timedelta(minutes=15)
"""How far the noted time may be behind before a rest notes it: a header is two files to flush."""


@dataclass(frozen=True, slots=True)
class VaultFacts:
    """What a settings page or an administrator wants to know of an open vault. Sizes in bytes.

    ``unsent``: changes that the office has not acknowledged; None for an office's own vault.
    """

    folder: Path
    vault_id: str
    key_id: str
    created: datetime
    generation: int
    commits: int
    saved: datetime | None
    size: int
    free: int
    unsent: int | None


class OpenVault:
    """An open record and the lock on its folder, until ``close``.

    ``warnings``: sentences that the nurse should read once, now (the clock is behind, saves are missing, the
    lock was mended, the disk is nearly full, somebody tried passphrases). ``opened_by_office``: by an
    office's own key to it.
    """

    def __init__(
        self,
        opened: OpenedVault,
        stored: StoredRecords,
        guard: Guard,
        warnings: tuple[str, ...],
        lease: StandingLease,
        *,
        by_office: bool = False,
    ) -> None:
        self.warnings = warnings
        self.opened_by_office = by_office
        self._time, self._lease = lease.time, lease
        self._opened = opened
        self._stored = stored
        self._guard = guard
        self._closed = False
        self.asked_here = ""
        """What is shown for a code by telephone, while the disk takes nothing; ``app.lease`` writes it."""
        self._fleeting = False
        self._reach = Reach(stored, self._lease_over)

    @property
    def records(self) -> Records:
        """The record itself, whole: for what the vault does of its own (sync, upkeep, backups, checks)."""
        return self._stored

    @property
    def in_reach(self) -> Records:
        """What screens and commands may see now: the whole record, or today's people (``app.reach``)."""
        return self._reach.records

    @property
    def in_reach_for_office(self) -> Records:
        """What another office is set in: as ``in_reach``, but all of it where an office's own key opened it.

        An office that was lost can neither be met nor give a code; who stole the laptop has not its key.
        """
        return self._stored if self.opened_by_office else self.in_reach

    def _lease_over(self) -> datetime | None:
        return self._time.now() if self.lease_state().is_over else None

    @property
    def is_closed(self) -> bool:
        """Whether it was closed, or has been emptied."""
        return self._closed

    @property
    def folder(self) -> Path:
        """The folder it lies in."""
        return self._opened.folder

    @property
    def vault_id(self) -> str:
        """What its backups and copies are known by."""
        return self._opened.header.vault_id

    @property
    def key_id(self) -> str:
        """Which data key it has now; another after a change of the key."""
        return self._opened.header.key_id

    def facts(self) -> VaultFacts:
        """Say how the vault is, in numbers."""
        header = self._opened.header
        return VaultFacts(
            folder=self._opened.folder,
            vault_id=header.vault_id,
            key_id=header.key_id,
            created=header.created,
            generation=header.generation,
            commits=self._stored.mark().commits,
            saved=self._stored.last_saved(),
            size=sum(part.stat().st_size for part in self._opened.folder.glob("records.db*")),
            free=self._guard.ballast.free(),
            unsent=None if self._stored.serves else self._stored.count_unsent(),
        )

    def faults(self, progress: Progress = silent) -> tuple[str, ...]:
        """Check every page and the audit chain (seconds); empty when all is sound."""
        return self._stored.faults(progress)

    def trail_fault(self) -> AuditFault | None:
        """Walk the audit trail; name its first row that is not what was written, None when it holds."""
        return self._stored.trail_fault()

    def checkpoint(self) -> None:
        """Bring everything out of the log: at the end of a visit, at a lock, after half a minute of rest."""
        self._lease.note_time(_LAG)
        self._stored.checkpoint()
        self._lease.rest()
        with suppress(ExpectedError):
            self._opened.keep_seen(self._time.now(), _LAG)

    def trusted_now(self) -> datetime:
        """Tell the time that counts for the lease: a clock that was set back takes nothing of it away."""
        return self._time.now()

    def lease_state(self) -> LeaseState:
        """Say how the vault stands with its office, now. No question to the disk; on any thread."""
        return self._lease.state()

    def keep_lease(
        self, change: Callable[[Lease | None], Lease | None], *, office: datetime | None = None
    ) -> Lease | None:
        """Change the lease in the header, and take the office's time for the time that counts.

        ``change`` gets the lease that stands. Raises as ``write_durably``; it counts for this sitting then.
        """
        return self._lease.keep(change, office)

    @property
    def ways_in(self) -> WaysIn:
        """What opens this vault, to be listed, tried and changed."""
        return WaysIn(self._opened, lambda what: self._note("change-key", what), self._may_add_office)

    def _may_add_office(self) -> None:
        """Refuse another way for an office while a lease is over: it could be led elsewhere by that way."""
        needs_everybody(
            self.in_reach_for_office,
            tr("No office's key can be added before this laptop has met its office."),
        )

    def back_up(self, folder: Path, progress: Progress = silent) -> Copied:
        """Write a checked copy into a new folder: a vault that opens with the same passphrase (seconds).

        It has a key of its own, which every way into this vault opens as it is today. It is noted in the
        audit trail, the copy's too. May run on another thread than the one that saves, which goes on. Raises
        VaultExistsError for a folder that is not empty, FullDiskError, ReadOnlyFolderError,
        DamagedRecordsError.
        """
        self._note("back-up")
        return write_copy(self._opened, self._stored, folder, progress)

    def change_passphrase(self, passphrase: str, *, cost: Cost | None = None) -> None:
        """Let another passphrase open this vault instead of the old one. Takes about a second."""
        self.ways_in.change_passphrase(passphrase, cost=cost)

    def new_recovery_code(self) -> str:
        """Make the printed code worthless and return another to print."""
        return self.ways_in.new_recovery_code()

    def rotate_key(self, passphrase: str, *, cost: Cost | None = None, progress: Progress = silent) -> str:
        """Encrypt everything under another key (seconds), for a leak that is suspected; make a backup first.

        The passphrase and the offices open the vault as before; the recovery code is another, returned here.
        Cut short at any instant, or by a disk that fails, the next opening finds the one key that is right.
        Raises WrongPassphraseError, KeyChangeUnderWayError, FullDiskError, UnreadableDiskError, all of them
        while the old code opens the vault: once the key is changed the new code is returned whatever the disk
        says, for the old one is worthless then.
        """
        following, code = change_for_a_leak(self._opened, self._stored, passphrase, cost, progress)
        self._note_key(following, "rotation")
        return code

    def erase(self, progress: Progress = silent) -> bool:
        """Change the key, so that what was deleted is readable by none: for the same secrets, unasked.

        Everything is written anew beside, while others save (seconds); only the last step, a few flushes of
        the disk, lets nobody else in. False when somebody saved meanwhile: nothing is changed then. That the
        backups are to follow is noted before, so that a cut at any instant leaves it to be done. Raises
        NoRoomToWriteAnewError, KeyChangeUnderWayError, FullDiskError, UnreadableDiskError, and what
        ``progress`` raises.
        """
        with self._stored.work() as work:
            work.set_setting(OWED, work.setting(OWED) or str(self._stored.mark().commits))
        following = change_unasked(self._opened, self._stored, progress)
        if following is not None:
            self._note_key(following, "erasure")
        return following is not None

    def _note_key(self, following: DataKey, why: str) -> None:
        """Go on under another key, whatever the disk says now: the old one is gone."""
        with suppress(ExpectedError):
            self._guard.take_key(following, self._stored.mark())
        with suppress(ExpectedError):
            self._note("change-key", why)

    @property
    def key_owed(self) -> bool:
        """Whether somebody was removed under the key of today, which the remains on the disk answer to."""
        return self._stored.key_owed

    def room_for_another_key(self) -> None:
        """Raise NoRoomToWriteAnewError when the disk has not the room to change the key."""
        self._stored.room_to_write_anew()

    @property
    def last_saved(self) -> datetime | None:
        """When the last save was, by the clock of that moment; None before the first."""
        return self._stored.last_saved()

    @property
    def key_is_changing(self) -> bool:
        """Whether a change of the key was cut short by the disk; the next opening ends it."""
        return self._opened.header.pending is not None

    def mark(self) -> Mark:
        """Tell how far the record has come: what an office is told, to know an older copy by."""
        return self._stored.mark()

    def older_than(self, seen: Mark) -> bool:
        """Say whether this is older than what the office has seen (``seen``: what this vault told it then).

        A record that has as many saves but not the same trail is another copy that went its own way: older
        too, for what the office saw is not in it.
        """
        return self._stored.mark().commits < seen.commits or not self._stored.trail_holds(seen.audit_head)

    def unlock_copy(self, folder: Path) -> OpenedVault:
        """Hold a copy of this vault by the key that is known; ``wiring.open_copy`` opens its records.

        Raises WrongPassphraseError when the copy is from before a change of the key.
        """
        return vault.open_copy(folder, self._opened, carenurse.__version__)

    def counts(self) -> Counts:
        """Count what the record holds."""
        return self._stored.counts()

    def waiting_for(self, patient: str) -> Waiting:
        """Count what of a patient is not yet with the office."""
        return self._stored.waiting_for(patient)

    def let_leave(self, patient: str) -> Gone:
        """Take everything of a patient out of the record; ``carenurse.app.leaving`` knows when that is right.

        In many small steps, between which others save; that the backups still hold the patient is noted
        with the first. Raises StillNeededError.
        """
        return self._stored.let_leave(patient)

    def go_on_leaving(self, staying: Collection[str]) -> None:
        """Go on with whoever's leaving was cut short, but for those who are to stay after all."""
        self._stored.go_on_leaving(staying)

    @property
    def backups_owe(self) -> str:
        """Whether backups of before still hold somebody who left: the last such leaving, or empty."""
        return self._stored.setting(OWED) or ""

    def backups_follow(self, owed: str) -> None:
        """Note that they hold nobody who left any more, unless somebody left since (``owed``)."""
        with self._stored.work() as work:
            if work.setting(OWED) == owed:
                work.set_setting(OWED, "")

    def _note(self, action: AuditAction, detail: str = "") -> None:
        with self._stored.work() as work:
            work.record(action, f"Practitioner/{self._stored.me}", detail)
            self._lease.note(work)

    def leave_nothing(self) -> None:
        """Let the folder go when this is closed, or when the program ends."""
        self._fleeting = True
        atexit.register(shutil.rmtree, self._opened.folder, ignore_errors=True)

    def wipe(self, mark: Mark, order: Wipe) -> bool | None:
        """Destroy vault and backups for good, if nothing was kept since ``mark``; else None, and nothing is.

        Says whether a second place was not here, so that its backups are. Whoever saves meanwhile is told
        that it was not saved. From the marker on it is done, by the next start if need be: see
        ``vault.wiping``. Raises as the disk does.
        """
        with self._stored.untouched_since(mark) as untouched:
            if not untouched:
                return None
            wiping.begin(self.folder, order)
            self._opened.give_up()
            self._closed = True
            try:
                with suppress(ExpectedError):
                    self._stored.abandon()
                self._guard.close()
                return wiping.finish(self.folder, order)
            finally:
                self._opened.close()

    def close(self) -> None:
        """Bring everything into the file, write the high-water mark, let go of the folder.

        Twice is harmless. A disk too full for the mark loses nothing: the next closing writes it.
        """
        if self._closed:
            return
        self._closed = True
        with ExitStack() as whatever_happens:
            if self._fleeting:
                whatever_happens.callback(shutil.rmtree, self._opened.folder, ignore_errors=True)
            whatever_happens.callback(self._opened.close)
            whatever_happens.callback(self._guard.close)
            self._lease.rest()
            self._lease.note_time(timedelta(0))
            mark = self._stored.close()
            with suppress(FullDiskError):
                self._opened.keep_mark(mark, self._time.now())


def write_copy(
    opened: OpenedVault, stored: StoredRecords, folder: Path, progress: Progress = silent
) -> Copied:
    """Write a checked copy of records and header into a new folder, under a key of its own.

    Raises VaultExistsError, FullDiskError, ReadOnlyFolderError, DamagedRecordsError; the folder is not there
    then.
    """
    with whole_folder(folder) as part:
        key = new_data_key()
        copied = stored.copy_to(part / RECORDS, key.raw, opened.header.salt, progress)
        opened.keep_copy(part, copied.mark, key)
    return copied
