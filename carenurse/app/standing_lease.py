"""The lease of an open vault: what its header holds, or what was told and could not be written there yet.

A full disk must not close a record that the office has just opened: its word counts for this sitting, and is
written at the next rest that the disk allows.

The records know besides how the lease stood, how often the header had been written, and what time it was: at
each opening, at rests and at the closing. Of two small files of an earlier moment that were put back they
know better, and a clock set back with them gains nothing. A copy of the whole folder brings its records with
it: nothing in it can know of what came after.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from threading import RLock
from typing import Any, Final

from carenurse.app.ports import Records, Work
from carenurse.errors import ExpectedError
from carenurse.vault.lease import Lease, LeaseState, TrustedTime, as_ahead, as_seen, state_at
from carenurse.vault.lease_facts import lease_facts, read_lease
from carenurse.vault.opened import OpenedVault

Change = Callable[[Lease | None], Lease | None]

_KNOWN: Final = "lock-known"
_ONE_CHANGE: Final = 1
"""A change writes two copies, one generation after the other; of a pair with one hurt the other counts."""

_LONG_AGO: Final = timedelta(hours=1)
"""How far the noted time may be behind before an opening, which the nurse waits for, notes it."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What the records know of their lock: its generation then, and the lease."""

    generation: int
    lease: Lease | None


class StandingLease:
    """Asked and changed on any thread; ``time`` is the time that counts.

    ``is_of_earlier_lock``: the lock that was found is of an earlier day than the records; what these know
    counts then. A backup that was restored brings both of one day.
    """

    def __init__(
        self,
        opened: OpenedVault,
        records: Records,
        wall: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._opened, self._records = opened, records
        self._turn = RLock()
        self._unwritten: tuple[Lease | None] | None = None
        known = _read(records.setting(_KNOWN))
        self.is_of_earlier_lock = known is not None and opened.found < known.generation - _ONE_CHANGE
        self._known = known.generation if known else 0
        if known and self.is_of_earlier_lock:
            self._unwritten = (known.lease,)
        elif later := _later(opened, known):
            self._unwritten = (later,)
        self._noted = known.lease.seen if known and known.lease else None
        self.time = self._begin(wall, monotonic)

    def _begin(self, wall: Callable[[], datetime], monotonic: Callable[[], float]) -> TrustedTime:
        """Begin the time that counts, and note it where what is noted is long ago."""
        lease = self._lease
        time = (
            TrustedTime(lease.seen, wall, monotonic, lease.ahead)
            if lease
            else TrustedTime(None, wall, monotonic)
        )
        self._write_unwritten()
        if self._unwritten is None and lease is not None:
            with suppress(ExpectedError):
                self._opened.keep_lease(lambda lease: as_ahead(lease, time.ahead) if lease else None)
                self._opened.keep_seen(time.now(), _LONG_AGO)
        return time

    @property
    def _lease(self) -> Lease | None:
        return self._unwritten[0] if self._unwritten else self._opened.header.lease

    def state(self) -> LeaseState:
        """Say how it stands, now. No question to the disk."""
        return state_at(self._lease, self.time.now())

    def keep(self, change: Change, office: datetime | None) -> Lease | None:
        """Change it, and take the office's time for the time that counts, where it told one.

        Raises as ``write_durably``; the change counts all the same until the vault is closed.
        """

        def following(_standing: Lease | None) -> Lease | None:
            lease = change(self._lease)
            return as_ahead(lease, self.time.ahead_of(office)) if lease and office else lease

        with self._turn:
            try:
                kept = self._write(following)
            except ExpectedError:
                self._unwritten = (following(None),)
                raise
            finally:
                if office is not None:
                    self.time.told(office)
            with suppress(ExpectedError):
                self._note_anew()
            return kept

    def rest(self) -> None:
        """Write what could not be written before, where the disk allows it now."""
        with self._turn:
            self._write_unwritten()

    def note(self, work: Work) -> None:
        """Note in the records, with what is kept there anyway, how lock and lease stand, and the time."""
        lease = as_seen(self._lease, self.time.now()) if self._lease else None
        self._known = max(self._known, self._opened.header.generation)
        self._noted = lease.seen if lease else None
        facts = lease_facts(lease) if lease else None
        work.set_setting(_KNOWN, json.dumps({"generation": self._known, "lease": facts}))

    def note_time(self, lag: timedelta) -> None:
        """Note the time in the records where there is a lease and what is noted there lags more than this.

        A disk that does not take it leaves it to the next time.
        """
        with self._turn, suppress(ExpectedError):
            if self._lease and (self._noted is None or self.time.now() - self._noted > lag):
                with self._records.work() as work:
                    self.note(work)

    def _note_anew(self) -> None:
        if self._opened.header.generation > self._known:
            with self._records.work() as work:
                self.note(work)

    def _write_unwritten(self) -> None:
        with suppress(ExpectedError):
            if self._unwritten:
                self._write(lambda _standing: self._lease)

    def _write(self, change: Change) -> Lease | None:
        """Write it into the header, above every generation that the records know."""
        kept = self._opened.keep_lease(change, above=self._known)
        self._unwritten = None
        return kept


def _later(opened: OpenedVault, known: _Known | None) -> Lease | None:
    """Give the lease of the header with the time of the records, where these know a later one.

    A header that was written after the records noted it knows best: its office may have taken its time back.
    """
    lease = opened.header.lease
    if known is None or known.lease is None or lease is None or opened.found > known.generation:
        return None
    seen = known.lease.seen.astimezone(UTC)
    return replace(lease, seen=seen) if seen > lease.seen.astimezone(UTC) else None


def _read(text: str | None) -> _Known | None:
    """Read what the records know; None for a vault that an earlier CareNurse wrote last."""
    if not text:
        return None
    facts: dict[str, Any] = json.loads(text)
    return _Known(int(facts["generation"]), read_lease(facts["lease"]) if facts["lease"] else None)
