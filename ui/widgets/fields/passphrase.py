"""A field for a passphrase: hidden until shown, and it says when Caps Lock is on."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from typing_extensions import override

from carenurse.translations import tr
from ui.widgets.boxes import row
from ui.widgets.buttons import Button
from ui.widgets.fields.line import Line
from ui.widgets.fields.text import TextField
from ui.widgets.picture import Picture
from ui.widgets.text import Label
from ui.widgets.theme import theme


class _CapsLine(Line):
    """Judges Caps Lock by a letter that came out the wrong way round for its Shift key."""

    caps_lock = Signal(bool)

    @override
    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        """Judge the key, then take it."""
        letter = arg__1.text()
        if len(letter) == 1 and letter.lower() != letter.upper():
            shifted = bool(arg__1.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_lock.emit(letter.isupper() != shifted)
        super().keyPressEvent(arg__1)


class PassphraseField(TextField):
    """``line`` is 44 px high; "Show" stands inside it at the right."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, secret=True, parent=parent)
        self.line.setFixedHeight(theme().size("buttonLarge"))
        self._show_button = Button(tr("Show"), "quiet", icon="eye")
        self._show_button.setAccessibleName(tr("Show {what}", what=label))
        self._show_button.setCheckable(True)
        self._show_button.toggled.connect(self._reveal)
        inner = QHBoxLayout(self.line)
        inner.setContentsMargins(0, 0, theme().px(2), 0)
        inner.addStretch(1)
        inner.addWidget(self._show_button)
        margins = self.line.textMargins()
        margins.setRight(self._show_button.sizeHint().width() + theme().px(4))
        self.line.setTextMargins(margins)
        caps = row(
            Picture("arrow-up", "caution", place="caption"),
            Label(tr("Caps Lock is on"), "label", "caution"),
            None,
        )
        self._caps = QWidget()
        caps.setContentsMargins(0, 0, 0, 0)
        self._caps.setLayout(caps)
        self._caps.hide()
        self._outer.insertWidget(2, self._caps)
        if isinstance(self.line, _CapsLine):
            self.line.caps_lock.connect(self._caps.setVisible)

    @override
    def _make_line(self) -> Line:
        return _CapsLine()

    def _reveal(self, on: bool) -> None:  # noqa: FBT001  Qt's own argument
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
        self._show_button.set_words(tr("Hide") if on else tr("Show"))

    def empty(self) -> None:
        """Forget what was typed, and hide it again."""
        self.line.clear()
        self._show_button.setChecked(False)

    @override
    def sizeHint(self) -> QSize:
        """Ask for the width of the card."""
        return super().sizeHint().expandedTo(QSize(theme().px(320), 0))
