"""Qt's own dialogs, which stop the window until they are answered: answered as soon as they are there."""

import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QLineEdit

from ui.shell.tour.patience import DEADLINE
from ui.shell.tour.stopping import must

_LOOK_EVERY_MS = 20


@contextmanager
def choosing(file: Path) -> Generator[None]:
    """Put this file into the file dialog that opens meanwhile. Raises TourStoppedError if none opened."""
    answered: list[str] = []
    watch = QTimer()
    watch.setInterval(_LOOK_EVERY_MS)
    end = time.monotonic() + DEADLINE

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            return
        if time.monotonic() > end:
            dialog.reject()
        elif not answered:
            answered.append(dialog.windowTitle())
            _answer(dialog, file)

    watch.timeout.connect(look)
    watch.start()
    try:
        yield
    finally:
        watch.stop()
    must(answered, "no dialog asked for a file.")


def _answer(dialog: QFileDialog, file: Path) -> None:
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    box = dialog.findChild(QDialogButtonBox)
    if isinstance(line, QLineEdit) and isinstance(box, QDialogButtonBox):
        line.setText(str(file))
        save = dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
        standard = QDialogButtonBox.StandardButton
        box.button(standard.Save if save else standard.Open).click()
