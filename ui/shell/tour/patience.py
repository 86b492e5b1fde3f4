"""Waiting as a nurse waits: until something is so, with the window alive meanwhile."""

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer

from ui.shell.tour.stopping import TourStoppedError

DEADLINE = 60.0
"""Seconds; far beyond what anything takes on a slow machine, so that only what never comes fails."""
_LOOK_EVERY_MS = 8


def let_go() -> None:
    """Let what was thrown away go now: without an outer event loop, Qt would keep it to the end."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def take_a_turn() -> None:
    """Let the window do what it has to do between two strokes, as it does between those of a hand."""
    loop = QEventLoop()
    QTimer.singleShot(0, loop.quit)
    loop.exec()
    let_go()


def wait_until(holds: Callable[[], object], sentence: str, seconds: float = DEADLINE) -> None:
    """Let the window live until a condition holds.

    Raises TourStoppedError with the sentence at the deadline; whatever the condition raises comes out too.
    """
    let_go()
    if holds():
        return
    loop, watch = QEventLoop(), QTimer()
    watch.setInterval(_LOOK_EVERY_MS)
    end = time.monotonic() + seconds
    met: list[object] = []
    raised: list[BaseException] = []

    def look() -> None:
        try:
            if found := holds():
                met.append(found)
            if met or time.monotonic() > end:
                loop.quit()
        except BaseException as problem:  # noqa: BLE001  it is raised again below, outside Qt's slot
            raised.append(problem)
            loop.quit()

    watch.timeout.connect(look)
    watch.start()
    loop.exec()
    watch.stop()
    let_go()
    if raised:
        raise raised[0]
    if not met:
        raise TourStoppedError(sentence)
