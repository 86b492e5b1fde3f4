"""How long the window's thread was ever busy: a beat every few milliseconds, and the longest gap of all."""

import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer

_BEAT_MS = 2


@dataclass(frozen=True, slots=True)
class Gaps:
    """Milliseconds: the longest time between two beats, and how much of it this thread really worked.

    The two differ on a machine that is busy with other programs: only the second is the window's own.
    """

    longest: float
    worked: float


class Heartbeat(QObject):
    """Beats while the event loop runs; ``taken`` gives the gaps since it was last asked."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._longest = self._worked = 0.0
        self._last, self._last_worked = time.perf_counter(), time.thread_time()
        self._timer.start()

    def _beat(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self._longest = max(self._longest, now - self._last)
        self._worked = max(self._worked, worked - self._last_worked)
        self._last, self._last_worked = now, worked

    @contextmanager
    def unwatched(self) -> Generator[None]:
        """Leave out what the tour itself does on this thread, such as writing a picture to a file."""
        self._beat()
        try:
            yield
        finally:
            self._last, self._last_worked = time.perf_counter(), time.thread_time()

    def taken(self) -> Gaps:
        """Give the longest gaps since the last call, and begin anew."""
        self._beat()
        gaps = Gaps(self._longest * 1000, self._worked * 1000)
        self._longest = self._worked = 0.0
        return gaps
