"""Qt's own dialogs, which stop the window until they are answered: answered by typing, as soon as they are there."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from ui.shell.tour.hands import NO_KEY
from ui.shell.tour.stopping import must

_LOOK_EVERY_MS = 20


@contextmanager
def choosing(file: Path) -> Generator[None]:
    """Type this file into the file dialog that opens meanwhile. Raises TourStoppedError if none opened."""
    answered: list[str] = []
    watch = QTimer()
    watch.setInterval(_LOOK_EVERY_MS)

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QFileDialog) and not answered:
            line = dialog.findChild(QLineEdit, "fileNameEdit")
            if isinstance(line, QLineEdit):
                answered.append(dialog.windowTitle())
                line.selectAll()
                for letter in str(file):
                    _strike(line, Qt.Key.Key_unknown, letter)
                _strike(line, Qt.Key.Key_Return, "\r")

    watch.timeout.connect(look)
    watch.start()
    try:
        yield
    finally:
        watch.stop()
    must(answered, "no dialog asked for a file.")


def _strike(line: QLineEdit, key: Qt.Key, letter: str) -> None:
    QApplication.sendEvent(line, QKeyEvent(QEvent.Type.KeyPress, key, NO_KEY, letter))
