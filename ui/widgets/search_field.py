"""A search field: filters while the nurse types; Esc empties it; arrows go to the list below.

Enter takes what was found for the words that stand there. Who types fast, or pastes, presses it before the
answer has come: it waits then, and never takes somebody who was found for other words.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.widgets.fields.line import Line


class SearchField(Line):
    """One line with a lens; ``searched`` after each key, ``moved`` +1 or -1 by arrows, ``taken`` on Enter.

    Whoever asks the record tells by ``shows`` which words the list answers; without that, all at once.
    """

    searched = Signal(str)
    moved = Signal(int)
    taken = Signal()

    def __init__(self, placeholder: str, *, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(icon="search", parent=parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        if key:
            self.set_key(key)
        self._shown: str | None = None
        self._waits = False
        self.textChanged.connect(self._changed)

    def _changed(self, words: str) -> None:
        self._waits = False
        self.searched.emit(words)

    def shows(self, words: str) -> None:
        """Hear which words the list below answers now; an Enter that waited for them is taken."""
        self._shown = words
        if self._waits and words == self.text():
            self._waits = False
            self.taken.emit()

    def take(self) -> None:
        """Take what was found, as soon as it is what was asked for."""
        self._waits = self._shown is not None and self._shown != self.text()
        if not self._waits:
            self.taken.emit()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever goes elsewhere takes nothing any more."""
        self._waits = False
        super().focusOutEvent(event)

    @override
    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        """Send the selection up and down without leaving the line."""
        match arg__1.key():
            case Qt.Key.Key_Down:
                self.moved.emit(1)
            case Qt.Key.Key_Up:
                self.moved.emit(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not arg__1.modifiers():
                self.take()
            case Qt.Key.Key_Escape if self.text():
                self.clear()
            case _:
                super().keyPressEvent(arg__1)
