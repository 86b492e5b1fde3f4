"""How far a file is that is being read or taken over, beside the button that stops it."""

from typing import Protocol

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from carenurse.translations import tr
from ui.widgets.boxes import row
from ui.widgets.buttons import Button
from ui.widgets.progress import ProgressBar
from ui.widgets.text import Label

_LOOK_MS = 200
"""Between two looks: the work itself runs on a thread that must not touch a window."""


class Shared(Protocol):
    """Whoever knows how much is done."""

    share: float


class FileProgress(QWidget):
    """A bar that looks by itself how far it is, as long as it stands."""

    def __init__(self, shared: Shared, stop: Button, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shared = shared
        self._bar, self._words = ProgressBar(width=220), Label("", "caption", "textSecondary", tabular=True)
        self.setLayout(row(stop, self._bar, self._words, None, space=12))
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_LOOK_MS)
        self.look()

    def look(self) -> None:
        """Show how much is done now."""
        words = tr("{percent} %", percent=int(self._shared.share * 100))
        self._words.set_text(words)
        self._bar.show_share(self._shared.share, words)
