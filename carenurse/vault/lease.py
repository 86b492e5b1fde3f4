"""Until when a vault opens everything without meeting its office, and what time it is for that.

A clock that is set back gains nothing: the time that counts is the latest that was ever seen, here or in the
words of the office, and goes on by the computer's monotonic clock while the vault is open. Only the office
takes it back, with its own time: a clock that was once far ahead is healed by meeting it. One that stays
ahead of the office (or an office that is behind) does not end a lease: how far it was ahead is kept, and
taken off the clock until somebody sets the clock back.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from threading import Lock

ENDING = timedelta(days=3)
"""So long before its end the nurse is told."""

GRANTED = timedelta(hours=24)
"""So long everything opens after a code by telephone."""

_HARDLY = timedelta(hours=1)
"""A difference that is not worth the writing of two files."""


@dataclass(frozen=True, slots=True)
class Lease:
    """What the office gave: ``until`` when, for how many ``days``.

    ``seen``: the latest time that counted so far. ``granted``: until when a code by telephone opens
    everything, whatever ``until`` says; None for no code. ``ahead``: how far this computer's clock was ahead
    of the office's when they met, never less than nothing.
    """

    until: datetime
    days: int
    seen: datetime
    granted: datetime | None = None
    ahead: timedelta = timedelta(0)

    @property
    def met(self) -> datetime:
        """When the office was met last."""
        return self.until - timedelta(days=self.days)


class Standing(StrEnum):
    """How a vault stands with its office; only ``OVER`` closes anything."""

    NONE = "none"
    GOOD = "good"
    ENDING = "ending"
    OVER = "over"
    GRANTED = "granted"


@dataclass(frozen=True, slots=True)
class LeaseState:
    """How it stands at one moment; the times are those of the lease, None where there is none."""

    standing: Standing
    until: datetime | None = None
    met: datetime | None = None
    granted: datetime | None = None

    @property
    def is_over(self) -> bool:
        """Whether only the people of today open."""
        return self.standing is Standing.OVER


def state_at(lease: Lease | None, now: datetime) -> LeaseState:
    """Say how a lease stands at a moment (a trusted one: see ``TrustedTime``)."""
    if lease is None:
        return LeaseState(Standing.NONE)
    return LeaseState(_standing(lease, now), lease.until, lease.met, lease.granted)


def _standing(lease: Lease, now: datetime) -> Standing:
    left = lease.until.astimezone(UTC) - now.astimezone(UTC)
    if left > ENDING:
        return Standing.GOOD
    if left > timedelta(0):
        return Standing.ENDING
    if lease.granted is not None and now.astimezone(UTC) < lease.granted.astimezone(UTC):
        return Standing.GRANTED
    return Standing.OVER


class TrustedTime:
    """The time that counts for a lease: it never goes back, but when the office says so.

    ``seen``: the latest time of before, None for a vault that never met its office. ``wall``: this computer's
    clock, ``ahead`` how far it was ahead of the office's. ``monotonic``: seconds that only go forward. It may
    be asked on any thread.

    A clock that shows less than it must have shown at ``seen`` was set back since, and is taken as it is:
    who sets a clock forth before the office is met, and back after it, gains nothing.
    """

    def __init__(
        self,
        seen: datetime | None,
        wall: Callable[[], datetime],
        monotonic: Callable[[], float],
        ahead: timedelta = timedelta(0),
    ) -> None:
        self._wall, self._monotonic = wall, monotonic
        self._turn = Lock()
        shown = wall().astimezone(UTC)
        before = seen.astimezone(UTC) if seen else shown
        self._ahead = ahead if shown > before + ahead - _HARDLY else timedelta(0)
        self._begun = max(before, shown - self._ahead)
        self._at = monotonic()

    @property
    def ahead(self) -> timedelta:
        """How much is taken off this computer's clock."""
        return self._ahead

    def ahead_of(self, office: datetime) -> timedelta:
        """Tell how far this computer's clock is ahead of the office's, which shows this now."""
        return max(timedelta(0), self._wall().astimezone(UTC) - office.astimezone(UTC))

    def now(self) -> datetime:
        """Tell the time that counts, in the zone of this computer."""
        with self._turn:
            wall = self._wall()
            shown = wall.astimezone(UTC) - self._ahead
            gone = self._begun.astimezone(UTC) + timedelta(seconds=max(0.0, self._monotonic() - self._at))
            self._begun, self._at = max(shown, gone), self._monotonic()
            return self._begun.astimezone(wall.tzinfo)

    def told(self, office: datetime) -> None:
        """Take the office's time for the time that counts, earlier or later.

        A clock that is ahead now is known to be so much ahead from now on.
        """
        with self._turn:
            self._ahead = self.ahead_of(office)
            self._begun, self._at = office.astimezone(UTC), self._monotonic()


def as_seen(lease: Lease, now: datetime) -> Lease:
    """Note the time that counts in a lease, where it is later than what is noted."""
    later = now.astimezone(UTC) > lease.seen.astimezone(UTC)
    return replace(lease, seen=now.astimezone(UTC)) if later else lease


def as_ahead(lease: Lease, ahead: timedelta) -> Lease:
    """Note in a lease how far the clock is ahead; the same lease where that is hardly news."""
    return lease if abs(lease.ahead - ahead) < _HARDLY else replace(lease, ahead=ahead)
