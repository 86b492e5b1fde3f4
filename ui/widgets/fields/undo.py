"""Ctrl+Z and Ctrl+Y belong to the page and its last answer in a box with nothing of its own to turn."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent


def is_for_the_page(event: QEvent, *, back: bool, again: bool) -> bool:
    """Say whether a box should leave this event alone: it has nothing of its own to undo, or to redo."""
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    from PySide6.QtGui import QKeySequence  # noqa: PLC0415  not needed before the first key

    if event.matches(QKeySequence.StandardKey.Undo):
        return not back
    control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
    redo = event.matches(QKeySequence.StandardKey.Redo) or (control and event.key() == Qt.Key.Key_Y)
    return bool(redo) and not again
