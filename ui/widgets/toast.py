"""A short sentence in the room of the status bar for 8 seconds, with Undo instead of "are you sure".

It never lies over the page: no button, count or pad is under it. The time stands still while the mouse
is on it or a key brought the focus there: nobody has to be quick.

Ctrl+Z always takes back what was done last. That is what the toast says, until something is typed or pressed
elsewhere: then the key goes back to the field or the page, and the button says so by losing its key.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget
from typing_extensions import override

from carenurse.translations import tr
from ui.widgets.announce import announce
from ui.widgets.boxes import row
from ui.widgets.buttons import Button
from ui.widgets.picture import Picture
from ui.widgets.text import Label
from ui.widgets.theme import theme

_LOW = 26
"""Height in pixels before zoom: inside the status bar, and still a target of 24."""


class Toast(QWidget):
    """A piece of the status bar, dark on light and light on dark; it never takes the focus."""

    turned = Signal(bool)
    """It came up (True) or went away (False): what stands beside it makes room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._undo: Callable[[], None] | None = None
        self._words = Label("", "secondary", "surface", elide=True)
        self._button = Button(tr("Undo"), "text", key="Ctrl Z")
        self._button.set_ink("surface")
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._button.setFixedHeight(theme().px(_LOW))
        self._button.clicked.connect(self.take_back)
        pieces = (Picture("check", "surface"), self._words, self._button)
        self.setLayout(row(*pieces, space=10, margins=(10, 0, 8, 0)))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self._time_is_up)
        self.hide()

    def say(self, words: str, undo: Callable[[], None] | None = None) -> None:
        """Say it; whatever was said before can no longer be undone here."""
        self._undo = undo
        self._words.set_text(words)
        self._button.setVisible(undo is not None)
        self._claim_key(claimed=undo is not None)
        self.show()
        self.turned.emit(True)  # noqa: FBT003  a signal has no named arguments
        self._count_down()
        announce(self, words)

    @override
    def sizeHint(self) -> QSize:
        """Be as wide as the words, and as high as the status bar has room for."""
        return QSize(super().sizeHint().width(), theme().px(_LOW))

    @property
    def waits(self) -> bool:
        """Whether the time stands still: somebody points at it or has the focus in it."""
        return self.underMouse() or self._button.hasFocus()

    def _count_down(self) -> None:
        self._clock.start(theme().tokens.toast_seconds * 1000)

    def _time_is_up(self) -> None:
        if self.waits:
            self._count_down()
        else:
            self.let_go()

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
        self.turned.emit(False)  # noqa: FBT003  a signal has no named arguments

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
