"""The lease of an open vault: what its header holds, or what was told and could not be written there yet.

A full disk must not close a record that the office has just opened: its word counts for this sitting, and is
written at the next rest that the disk allows.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from threading import RLock

from carenurse.errors import ExpectedError
from carenurse.vault.lease import Lease, LeaseState, TrustedTime, as_ahead, state_at
from carenurse.vault.opened import OpenedVault

Change = Callable[[Lease | None], Lease | None]


class StandingLease:
    """Asked and changed on any thread; ``time`` is the time that counts."""

    def __init__(self, opened: OpenedVault, time: TrustedTime) -> None:
        self._opened, self._time = opened, time
        self._turn = RLock()
        self._unwritten: tuple[Lease | None] | None = None

    @property
    def _lease(self) -> Lease | None:
        return self._unwritten[0] if self._unwritten else self._opened.header.lease

    def state(self) -> LeaseState:
        """Say how it stands, now. No question to the disk."""
        return state_at(self._lease, self._time.now())

    def keep(self, change: Change, office: datetime | None) -> Lease | None:
        """Change it, and take the office's time for the time that counts, where it told one.

        Raises as ``write_durably``; the change counts all the same until the vault is closed.
        """

        def following(_standing: Lease | None) -> Lease | None:
            lease = change(self._lease)
            return as_ahead(lease, self._time.ahead_of(office)) if lease and office else lease

        with self._turn:
            try:
                kept = self._opened.keep_lease(following)
            except ExpectedError:
                self._unwritten = (following(None),)
                raise
            else:
                self._unwritten = None
                return kept
            finally:
                if office is not None:
                    self._time.told(office)

    def rest(self) -> None:
        """Write what could not be written before, where the disk allows it now."""
        with self._turn, suppress(ExpectedError):
            if self._unwritten:
                self.keep(lambda lease: lease, None)
