"""Waiting in a window's test: until the moment, not until the next tenth of a look."""

import time
from collections.abc import Callable

from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication, QEvent, QEventLoop, QTimer
from pytestqt.exceptions import TimeoutError as WaitedInVainError
from pytestqt.qtbot import QtBot
from typing_extensions import override

_LOOK_AT_LEAST_EVERY_MS = 10
"""For what comes about without any event of the window."""


class PromptBot(QtBot):
    """pytest-qt's bot, which looks again whenever the window has nothing left to do.

    Its own looks every ten milliseconds and sleeps meanwhile, thousands of times in a run of all tests, for
    what the store's thread has answered long before. Here the window is never looked at with events waiting.
    """

    @override
    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 5_000) -> None:
        """Let the window live until it holds. Raises what the condition raises, or TimeoutError."""
        __tracebackhide__ = True
        wait_until(callback, timeout / 1_000)


def wait_until(callback: Callable[[], bool | None], seconds: float = 5) -> None:
    """Let the window live until it holds; for what has no bot. Raises as the bot does."""
    __tracebackhide__ = True
    if not _Wait(callback, seconds).is_over():
        message = f"waited in vain for {seconds} seconds"
        raise WaitedInVainError(message)


def let_go() -> None:
    """Let what was thrown away go now: a test has no outer event loop, and Qt would keep it to the end."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


class _Wait:
    """One wait for one condition, which tells by True, or by asserting no longer (None)."""

    def __init__(self, callback: Callable[[], bool | None], seconds: float) -> None:
        self._callback = callback
        self._end = time.monotonic() + seconds
        self._met = False
        self._looking = False
        self._raised: BaseException | None = None
        self._loop = QEventLoop()

    def is_over(self) -> bool:
        """Wait; say whether the condition was met in time."""
        let_go()
        self._met = self._holds()
        if not self._met:
            self._live()
        if self._raised is not None:
            raise self._raised
        return self._met

    def _live(self) -> None:
        dispatcher, watch = QAbstractEventDispatcher.instance(), QTimer()
        watch.setInterval(_LOOK_AT_LEAST_EVERY_MS)
        dispatcher.aboutToBlock.connect(self._look)
        watch.start()
        try:
            self._loop.exec()
        finally:
            watch.stop()
            dispatcher.aboutToBlock.disconnect(self._look)

    def _look(self) -> None:
        """Nothing is left to do: end the wait if it holds, or never will in time.

        A condition that itself waits has nothing left to do then, either: that is no reason to look again.
        """
        if self._looking:
            return
        self._looking = True
        try:
            self._met = self._met or self._holds()
        except BaseException as problem:  # noqa: BLE001 - raised again above, outside Qt's slot
            self._raised = problem
        finally:
            self._looking = False
        if self._met or self._raised is not None or time.monotonic() > self._end:
            self._loop.quit()

    def _holds(self) -> bool:
        try:
            return self._callback() is not False
        except AssertionError:
            return False
