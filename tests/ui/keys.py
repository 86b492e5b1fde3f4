"""Typing as a nurse does, in any alphabet (``qtbot.keyClicks`` aborts on letters beyond ASCII)."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget


def type_into(widget: QWidget, text: str) -> None:
    """Send each letter as a key to the widget."""
    for letter in text:
        press(widget, Qt.Key.Key_unknown, letter)


def press(
    widget: QWidget,
    key: Qt.Key,
    letter: str = "",
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Press and release one key."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers, letter))


def focus() -> QWidget:
    """Give the widget that has the keys; there has to be one."""
    found = QApplication.focusWidget()
    assert found is not None
    return found
