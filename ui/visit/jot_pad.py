"""The jot pad: words that have no place yet; they become "Said" in the note."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from carenurse.translations import tr
from ui.widgets.boxes import column, holder, row
from ui.widgets.fields.long_text import GrowingText
from ui.widgets.keycap import KeyCap
from ui.widgets.surface import Card
from ui.widgets.text import Label

_LINES, _MOST_LINES = 3, 7


class JotPad(Card):
    """A few lines under the rail; F6 goes there and back."""

    jotted = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(edge="controlBorder", radius="control", parent=parent)
        self.box = GrowingText(_LINES, _MOST_LINES)
        self.box.setAccessibleName(tr("Jot pad"))
        self.box.setPlaceholderText(tr("Words without a place yet"))
        self.box.setProperty("state", "bare")
        self._telling = True
        self._visit, self._waits = "", False
        self.box.textChanged.connect(self._tell)
        self.box.left.connect(self.left)
        head = row(Label(tr("Jot pad"), "label"), None, KeyCap("F6"), space=4, margins=(10, 8, 8, 0))
        foot = Label(tr("Comes into the note as Said"), "caption", "textSecondary", wrap=True)
        self._foot = holder(column(foot, margins=(10, 0, 8, 8)))
        words = column(self.box, margins=(10, 4, 6, 2))
        self.setLayout(column(head, words, self._foot, space=0))

    def be_low(self, *, low: bool) -> None:
        """Take one line only, growing as it is written into, where the window is low."""
        self._foot.setHidden(low)
        self.box.be_between(*((1, _LINES) if low else (_LINES, _MOST_LINES)))
        words = tr("Jot here") if low else tr("Words without a place yet")
        self.box.setPlaceholderText(words)

    def wait_for(self, visit: str) -> None:
        """Begin empty for another visit: what is typed before that is open is put behind what was jotted."""
        if visit != self._visit:
            self._visit, self._waits = visit, True
            self._put("")

    def _put(self, words: str) -> None:
        self._telling = False
        self.box.setPlainText(words)
        self._telling = True

    def _tell(self) -> None:
        if self._telling and not self._waits:
            self.jotted.emit(self.box.toPlainText())

    def show_words(self, words: str) -> None:
        """Show what was jotted, unless the nurse is typing here."""
        early = self.box.toPlainText() if self._waits else ""
        if self._waits:
            self._waits = False
            self._put("\n".join(part for part in (words, early) if part))
            self._to_the_end()
            self._tell_early(early)
        elif words != self.box.toPlainText() and not self.box.hasFocus():
            self._put(words)

    def _tell_early(self, early: str) -> None:
        if early:
            self.jotted.emit(self.box.toPlainText())

    def take_cursor(self) -> None:
        """Go on behind the last word."""
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._to_the_end()

    def _to_the_end(self) -> None:
        cursor = self.box.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.box.setTextCursor(cursor)
