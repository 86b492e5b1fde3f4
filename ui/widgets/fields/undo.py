"""Ctrl+Z in a box with nothing of its own to take back belongs to the page and its last answer."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence


def is_for_the_page(event: QEvent, *, own: bool) -> bool:
    """Say whether a box should leave this event alone; ``own`` when it has typing of its own to undo."""
    if own or event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    return event.matches(QKeySequence.StandardKey.Undo)
