"""The real window, offscreen, with a heart that beats: how long things take, and how long it stood still."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from carenurse.app.settings import Settings
from ui.shell.device import Device
from ui.shell.doors import Doors
from ui.shell.main import SystemClock, all_screens, make_application
from ui.shell.window import Window
from ui.shell.workplace import Workplace
from ui.widgets.page import Route

BEAT = 5
"""Milliseconds between two beats of the heart."""
_LONGEST = 60.0


class Heart:
    """Beats on the window's thread; the longest gap between two beats is how long the window stood still.

    ``own`` is the longest work of the window's own thread between two beats: what is not the fault of
    others who have the processor.
    """

    def __init__(self) -> None:
        self.gap, self.where = 0.0, ""
        self.own, self._worked = 0.0, time.thread_time()
        self.doing = ""
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setInterval(BEAT)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Begin to watch."""
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer.start()

    def _beat(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.own = max(self.own, (worked - self._worked) * 1000)
        self._worked = worked
        gap = (now - self._last) * 1000 - BEAT
        if gap > self.gap:
            self.gap, self.where = gap, self.doing
        self._last = now


class Sitting:
    """One window on one vault."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        settings = Settings(look="light")
        self.app = make_application(settings)
        self.heart = Heart()
        self.window = Window(all_screens, SystemClock(), Doors(folder, SystemClock()), Device(settings))
        self.window.resize(1280, 720)
        self.window.look()
        self.window.show()
        self.settle()

    def settle(self) -> None:
        """Go on until the store has answered everything that was asked, and all of it is painted."""
        for _ in range(3):
            answered: list[None] = []
            self.window.store.work(lambda: None, answered.append)
            self.until(lambda answered=answered: bool(answered))
        self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)

    def until(self, over: Callable[[], bool]) -> None:
        """Let the window live until something is so. Raises TimeoutError after a minute."""
        limit = time.perf_counter() + _LONGEST
        while not over():
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if time.perf_counter() > limit:
                raise TimeoutError

    def unlock(self, code: str) -> float:
        """Open the vault with its recovery code (no derivation); milliseconds until Today is painted."""
        self.rest()
        began = time.perf_counter()
        self.window.start.recover(code)
        self.until(lambda: self.window.workplace is not None)
        self.settle()
        return (time.perf_counter() - began) * 1000

    def rest(self) -> None:
        """Let the nurse type her passphrase, or read: until nothing is loaded or made ahead any more."""
        self.until(lambda: self.window.ahead is not None and self.window.ahead.done)

    @property
    def workplace(self) -> Workplace:
        """The open workplace."""
        opened = self.window.workplace
        if opened is None:
            raise RuntimeError
        return opened

    def go(self, route: Route) -> float:
        """Go to a place; milliseconds until it shows what it has to show."""
        self.heart.doing = route.place
        began = time.perf_counter()
        self.workplace.navigation.go(route)
        self.settle()
        return (time.perf_counter() - began) * 1000

    def close(self) -> None:
        """Close the window."""
        self.window.close()
        self.until(lambda: not self.window.isVisible())
