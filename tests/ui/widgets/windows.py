"""A window of a given width to try a widget in."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot


def a_window(qtbot: QtBot, width: int = 1280) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(width, 720)
    window.show()
    return window
