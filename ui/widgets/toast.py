"""A short sentence at the bottom left for 8 seconds, with Undo instead of "are you sure"."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QWidget
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
        self._key = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), parent)
        self._key.activated.connect(self.take_back)
        self._key.setEnabled(False)
        self.hide()

    def say(self, words: str, undo: Callable[[], None] | None = None) -> None:
        """Say it; whatever was said before can no longer be undone here."""
        self._undo = undo
        self._words.set_text(words)
        self._button.setVisible(undo is not None)
        self._key.setEnabled(undo is not None)
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
        self._key.setEnabled(False)
        self.hide()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground in the color of the text."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("text"))
        corner = theme().px(theme().tokens.radius["panel"])
        painter.drawRoundedRect(QRectF(self.rect()), corner, corner)
