"""A short sentence at the bottom left for 8 seconds, with Undo instead of "are you sure".

Ctrl+Z always takes back what was done last. That is what the toast says, until something is typed or pressed
elsewhere: then the key goes back to the field or the page, and the button says so by losing its key.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from carenurse.translations import tr
from ui.widgets.announce import announce
from ui.widgets.boxes import row
from ui.widgets.buttons import Button
from ui.widgets.picture import Picture
from ui.widgets.text import Label
from ui.widgets.theme import theme


class Toast(QWidget):
    """A child of the window, dark on light and light on dark; it never takes the focus."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._undo: Callable[[], None] | None = None
        self._words = Label("", "body", "surface")
        self._button = Button(tr("Undo"), "text", key="Ctrl Z")
        self._button.set_ink("surface")
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._button.clicked.connect(self.take_back)
        self.setLayout(
            row(
                Picture("check", "surface"), self._words, None, self._button, space=12, margins=(16, 4, 12, 4)
            )
        )
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self.let_go)
        self.hide()

    def say(self, words: str, undo: Callable[[], None] | None = None) -> None:
        """Say it; whatever was said before can no longer be undone here."""
        self._undo = undo
        self._words.set_text(words)
        self._button.setVisible(undo is not None)
        self._claim_key(claimed=undo is not None)
        self.place()
        self.show()
        self.raise_()
        self._clock.start(theme().tokens.toast_seconds * 1000)
        announce(self, words)

    def place(self) -> None:
        """Stand at the bottom left of the window, above footer and status bar."""
        window = self.window()
        width = min(max(self.sizeHint().width(), theme().px(360)), window.width() - theme().px(112))
        self.setGeometry(theme().px(88), window.height() - theme().px(92), width, theme().px(46))

    def take_back(self) -> None:
        """Undo, if there is something to undo."""
        undo = self._undo
        self.let_go()
        if undo is not None:
            undo()

    def let_go(self) -> None:
        """Go away; what was said stands."""
        self._clock.stop()
        self._undo = None
        self._claim_key(claimed=False)
        self.hide()

    def _claim_key(self, *, claimed: bool) -> None:
        """Take Ctrl+Z before fields and pages do, or leave it to them."""
        self._button.set_words(tr("Undo"), key="Ctrl Z" if claimed else "")
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
            if claimed:
                app.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Undo by the key; typing or pressing anywhere else is a newer deed and gets the key back."""
        if isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo):
            return self._undo_by_key(event)
        if self._is_a_deed(watched, event):
            self._claim_key(claimed=False)
        return False

    def _undo_by_key(self, event: QKeyEvent) -> bool:
        if QApplication.activeModalWidget() is not None:
            return False
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()  # so that no shortcut of a page takes it
            return True
        if event.type() is QEvent.Type.KeyPress:
            self.take_back()
        return True

    def _is_a_deed(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.MouseButtonPress:
            return isinstance(watched, QWidget) and watched is not self and not self.isAncestorOf(watched)
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        erases = event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
        return not held and (erases or (event.text().isprintable() and bool(event.text())))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground in the color of the text."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("text"))
        corner = theme().px(theme().tokens.radius["panel"])
        painter.drawRoundedRect(QRectF(self.rect()), corner, corner)
