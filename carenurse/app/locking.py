"""When a window left alone is covered, when its vault is closed, and whether this laptop slept meanwhile.

Decisions only, on clocks that are given: no window, no timer. A cover comes after 2 to 5 minutes (ours: a
room with a family in it), a closed vault after 15 at the latest (NIST SP 800-63B-4, AAL3: 15 minutes without
activity).
"""

import time
from collections.abc import Callable
from typing import Final, Literal

Due = Literal["", "cover", "close"]
Seconds = Callable[[], float]

_DRIFT: Final = 2.0
"""Seconds that two clocks of one computer may differ between two looks without anybody having slept."""
_GAP: Final = 30.0
"""Seconds between two looks, a second apart, after which the computer must have stood still."""


def seconds_with_sleep() -> float:
    """Tell seconds that go on while the laptop sleeps, as far as this system can tell them."""
    for name in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC"):
        if hasattr(time, name):
            return time.clock_gettime(getattr(time, name))
    return time.monotonic()


def seconds_awake() -> float:
    """Tell seconds that stand still while the laptop sleeps, where this system has such a clock."""
    raw: int | None = getattr(time, "CLOCK_UPTIME_RAW", None)
    return time.monotonic() if raw is None else time.clock_gettime(raw)


class Idleness:
    """Knows since when nobody was here. Sleep counts as nobody."""

    def __init__(self, cover_after: float, close_after: float, seconds: Seconds = seconds_with_sleep) -> None:
        """Take the times in seconds; the vault is never closed before the window is covered."""
        self._seconds = seconds
        self._alive = seconds()
        self.wait(cover_after, close_after)

    def wait(self, cover_after: float, close_after: float) -> None:
        """Wait other times from now on."""
        self._cover_after = cover_after
        self._close_after = max(cover_after, close_after)

    def alive(self) -> None:
        """Begin the time anew: somebody is here."""
        self._alive = self._seconds()

    def due(self) -> Due:
        """Say what must be done now."""
        alone = self._seconds() - self._alive
        if alone >= self._close_after:
            return "close"
        return "cover" if alone >= self._cover_after else ""


class Sleep:
    """Notices afterwards that the laptop slept; for where no message of the system came before."""

    def __init__(self, passed: Seconds = seconds_with_sleep, awake: Seconds = seconds_awake) -> None:
        self._passed, self._awake = passed, awake
        self._last = (passed(), awake())

    def happened(self) -> bool:
        """Say whether the laptop slept since the last look; asked every second."""
        passed, awake = self._passed() - self._last[0], self._awake() - self._last[1]
        self._last = (self._passed(), self._awake())
        return passed - awake > _DRIFT or passed > _GAP
