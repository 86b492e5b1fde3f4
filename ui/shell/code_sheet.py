"""The sheet in which a code of the office is entered: large letters to read out, and one field."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from carenurse.translations import tr, trn
from ui.shell.code_entry import CodeEntry
from ui.shell.sheet import Sheet
from ui.shell.start_card import Told
from ui.widgets.announce import announce
from ui.widgets.boxes import column, holder, row, scrolled
from ui.widgets.buttons import Button
from ui.widgets.fields.text import TextField
from ui.widgets.lease import CodeByTelephone
from ui.widgets.surface import Card
from ui.widgets.text import Label
from ui.widgets.theme import theme

_WIDE, _LETTER = 520, 34
"""Pixels before zoom: of the sheet, and the height of the letters that are read out."""


class CodeSheet(Sheet):
    """The view of ``CodeEntry``; ``right`` when the office's code opened everything."""

    right = Signal()

    def __init__(self, door: CodeByTelephone, failed: Callable[[Exception], object], parent: QWidget) -> None:
        super().__init__(tr("A code of your office, by telephone"), parent, wide=_WIDE)
        self.entry = CodeEntry(self, door, failed)
        close = Button(tr("Close"), key="Esc")
        close.clicked.connect(self.go_away)
        self.letters = _Letters()
        self.field = TextField(tr("What the office answers"), placeholder=tr("eight letters and digits"))
        self.field.line.returnPressed.connect(self._enter)
        self.field.edited.connect(lambda: self._told.say(""))
        self._told = Told()
        self.button = Button(tr("Open everything for 24 hours"), "primary", key=tr("Enter"), large=True)
        self.button.clicked.connect(self._enter)
        self._left = 0
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._tick)
        self._lay_out(close)
        self.entry.begin()

    def _lay_out(self, close: Button) -> None:
        head = row(Label(tr("A code of your office, by telephone"), "title", wrap=True), close, space=12)
        head.setStretch(0, 1)
        how = tr("Call your office, say who you are, and read these letters and digits out:")
        then = tr("It reads a code back. Small letters, spaces and dashes do not matter.")
        self._how, self._then = (Label(one, "secondary", "textSecondary", wrap=True) for one in (how, then))
        pieces = (head, self._how, self.letters, self._then, self.field, self._told.widget, self.button)
        self._inside = holder(column(*pieces, space=12, margins=(24, 16, 24, 20)))
        self.setLayout(column(scrolled(self._inside), space=0))

    @override
    def first(self) -> QWidget:
        """Begin in the field."""
        return self.field

    @override
    def needs(self, wide: int) -> int:
        """Be as high as the words and the field; what has no room in the window is scrolled."""
        return self._inside.heightForWidth(wide)

    def _enter(self) -> None:
        if self.button.isEnabled():
            self.entry.enter(self.field.text())

    # the view

    def show_challenge(self, text: str) -> None:
        """Show the letters to read to the office; a code for others is worth nothing now."""
        if self.letters.show_text(text):
            self.field.set_text("")

    def show_no_code(self, sentence: str, remedy: str) -> None:
        """Say that no code can be taken here."""
        for widget in (self._how, self.letters, self._then, self.field, self.button):
            widget.hide()
        self._say(sentence, remedy)

    def show_problem(self, sentence: str, remedy: str) -> None:
        """Say what was wrong, and let her type again."""
        self._say(sentence, remedy)
        self.field.line.selectAll()
        self.field.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, sentence: str, remedy: str) -> None:
        self._told.say(sentence, remedy)
        QTimer.singleShot(0, self, self.stand_in_the_middle)

    def show_wait(self, seconds: int) -> None:
        """Count down until the next try."""
        self._left = seconds
        self._clock.start()
        self._show_left()

    def _tick(self) -> None:
        self._left -= 1
        self._show_left()

    def _show_left(self) -> None:
        if self._left <= 0:
            self._clock.stop()
            self.button.why_not("")
            self.button.set_words(tr("Open everything for 24 hours"))
            return
        self.button.why_not(tr("You can try again in a moment."))
        self.button.set_words(trn("Wait {number} second", "Wait {number} seconds", self._left))

    def show_busy(self, *, busy: bool) -> None:
        """Let nothing be pressed while the code is tried."""
        self.button.setEnabled(not busy)

    def show_right(self) -> None:
        """Close: everything opens."""
        self.right.emit()
        self.go_away()


class _Letters(Card):
    """What is read out, large and in two groups; a screen reader spells it, with a pause between them."""

    def __init__(self) -> None:
        super().__init__("sunken", "hairlineStrong", radius="control")
        self._shown = Label("", "title", tabular=True)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(theme().px(_LETTER))
        font.setWeight(font.Weight.DemiBold)
        self._shown.use_font(font)
        self._shown.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setLayout(row(None, self._shown, None, margins=(16, 14, 16, 14)))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_text(self, text: str) -> bool:
        """Show them, and have them spoken; says whether others stood there before."""
        if text == self._shown.text():
            return False
        changed = bool(self._shown.text())
        self._shown.set_text(text)
        spelled = ", ".join(" ".join(group) for group in text.split("-"))
        self.setAccessibleName(tr("To read to the office: {letters}", letters=spelled))
        announce(self, self.accessibleName(), urgent=changed)
        return changed
