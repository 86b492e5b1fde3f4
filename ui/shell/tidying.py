"""Garbage is looked for on the window's thread alone.

Python looks for values that hold only one another on whichever thread makes the next one: with two threads,
mostly on the store's, which makes the most. Among what it finds are fields and pages of the window, and Qt
wants those destroyed on the window's thread; on another one they end the program now and then.
"""

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_EVERY_MS = 500
"""How often it is looked whether enough was made to look through it."""


class Tidying(QObject):
    """From now on no thread looks for garbage by itself: this does, when Python would, between two events."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self)
        timer.setInterval(LOOK_EVERY_MS)
        timer.timeout.connect(look)
        timer.start()


def look() -> None:
    """Look through the oldest generation that is due, and all younger ones, at Python's own thresholds."""
    gc.disable()  # whoever switched it on meanwhile did not know of the window
    made, due = gc.get_count(), gc.get_threshold()
    if not due[0]:
        return  # a large file is being read, and nobody is to look
    for generation in (2, 1, 0):
        if made[generation] > due[generation] > 0:
            gc.collect(generation)
            return
