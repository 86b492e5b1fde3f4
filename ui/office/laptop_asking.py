"""What is asked below a laptop before something is decided about it: what it shows, whether it is to go."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from carenurse.app.office_laptops import LaptopLine
from carenurse.translations import tr
from ui.widgets.announce import announce
from ui.widgets.boxes import column, empty_out, row
from ui.widgets.buttons import Button
from ui.widgets.code_box import CodeBox
from ui.widgets.fields.text import TextField
from ui.widgets.in_view import bring_into_view
from ui.widgets.message import Message
from ui.widgets.surface import Card
from ui.widgets.text import Label

_MARGINS = (13, 11, 13, 12)


class Asking(Card):
    """A card below one laptop; ``ended`` when it is let go (Esc), with nothing done."""

    ended = Signal()

    def __init__(self, line: LaptopLine, title: str, parent: QWidget | None = None) -> None:
        super().__init__("sunken", radius="control", parent=parent)
        self.line = line
        self.stops: tuple[QWidget, ...] = ()
        """Where the cursor stands one after the other."""
        self._title = Label(title, "section", wrap=True)
        self.setAccessibleName(title)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let it go by Esc."""
        if event.key() == Qt.Key.Key_Escape and event.type() is QEvent.Type.KeyPress:
            self.ended.emit()
        else:
            super().keyPressEvent(event)


class AskChallenge(Asking):
    """Takes what the nurse reads out, and shows the code large; ``asked`` carries what was typed."""

    asked = Signal(str)

    def __init__(self, line: LaptopLine, parent: QWidget | None = None) -> None:
        super().__init__(line, tr("A code by telephone for {nurse}", nurse=line.nurse), parent)
        self.shown = TextField(tr("What the laptop shows"), placeholder="ABC-DEF")
        self.shown.line.returnPressed.connect(self._ask)
        self.show_button = Button(tr("Show the code"), "primary")
        self.show_button.clicked.connect(self._ask)
        self._close = Button(tr("Close"), key="Esc")
        self._close.clicked.connect(self.ended)
        self.stops = (self.shown.line, self.show_button, self._close)
        self._told = column(space=8)
        words = tr(
            "Be sure who calls: know the voice, or call back. The code opens everything on this one laptop "
            "for 24 hours, without a network. It works once, and that you gave it stands in the trail."
        )
        self.setLayout(
            column(
                self._title,
                Label(words, "secondary", "textSecondary", wrap=True),
                self.shown,
                self._told,
                row(self.show_button, self._close, None),
                space=10,
                margins=_MARGINS,
            )
        )

    def take_cursor(self) -> None:
        """Put the cursor where the letters are typed."""
        self.shown.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> None:
        self.asked.emit(self.shown.text())

    def show_code(self, code: str) -> None:
        """Show it, in the groups in which it is read out; a screen reader says it letter by letter."""
        empty_out(self._told)
        spoken = tr("The code is: {letters}", letters=" ".join(code.replace("-", "")))
        box = CodeBox(tuple(code.split("-")), spoken, size=36)
        self._told.addWidget(box)
        told = tr("Read it out letter by letter. There is no I, L, O, U, 0 or 1 in it.")
        self._told.addWidget(Label(told, "caption", "textSecondary", wrap=True))
        announce(self, spoken)
        bring_into_view(self)

    def show_problem(self, sentence: str, remedy: str) -> None:
        """Say why there is no code."""
        empty_out(self._told)
        message = Message("critical", sentence, remedy)
        self._told.addWidget(message)
        message.speak()
        bring_into_view(self)


_REST_MS = 1_000
"""So long the last yes rests: longer than anybody's double click."""


class AskWipe(Asking):
    """Says what a wipe does and what it does not, and asks twice; ``confirmed`` after the second yes.

    Nobody answers both by one double click: the first yes goes away, the last one stands elsewhere and rests
    for a moment (``rest``).
    """

    confirmed = Signal()

    def __init__(self, line: LaptopLine, parent: QWidget | None = None) -> None:
        super().__init__(
            line, tr("Wipe the laptop of {nurse} at its next contact?", nurse=line.nurse), parent
        )
        self._said = column(space=6)
        self._keep = Button(tr("Keep it as it is"), "primary", key="Esc")
        self._keep.clicked.connect(self.ended)
        self.wipe_button = Button(tr("Wipe it"), "urgent")
        self.wipe_button.clicked.connect(self._once_more)
        self.last_button = Button(tr("Yes, wipe this laptop"), "urgent")
        self.last_button.why_not(tr("A moment, please."))
        self.last_button.clicked.connect(self.confirmed)
        self.last_button.hide()
        self.rest = QTimer(self)
        """Runs while the last yes rests; it wakes when this ends."""
        self.rest.setSingleShot(True)
        self.rest.setInterval(_REST_MS)
        self.rest.timeout.connect(self._wake)
        self.stops = (self._keep, self.wipe_button, self.last_button)
        for words in _what_happens():
            self._said.addWidget(Label(words, "body", wrap=True))
        self._said.addWidget(Label(tr("What it cannot do"), "bodyStrong", wrap=True))
        for words in _what_not():
            self._said.addWidget(Label(words, "body", wrap=True))
        self.setLayout(
            column(
                self._title,
                self._said,
                row(self._keep, self.wipe_button, None, self.last_button),
                space=10,
                margins=_MARGINS,
            )
        )

    def take_cursor(self) -> None:
        """Stand on what changes nothing."""
        self._keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def _once_more(self) -> None:
        empty_out(self._said)
        name = {"nurse": self.line.nurse, "name": self.line.name}
        message = Message(
            "critical",
            tr("Is it this laptop: {name}, of {nurse}?", **name),
            tr("Once it has heard of it, nobody can take it back."),
        )
        self._said.addWidget(message)
        self.wipe_button.hide()
        self.last_button.show()
        self.rest.start()
        message.speak()
        self.take_cursor()
        bring_into_view(self)

    def _wake(self) -> None:
        """Let the last yes be given."""
        self.last_button.why_not("")


def _what_happens() -> tuple[str, ...]:
    return (
        tr("1. From now on the laptop gets no news, no more days and no code by telephone."),
        tr("2. At its next contact it sends everything it has. What cannot go into the record is kept here."),
        tr("3. Only when all of it has arrived it destroys its vault and its backups, and is shut out."),
    )


def _what_not() -> tuple[str, ...]:
    return (
        tr("It does not reach a laptop that stays away from the network: who has its passphrase reads on."),
        tr("It does not reach prints, saved files, or backups on a disk that is not connected then."),
        tr("To work on, the nurse makes a new vault afterwards and joins with a new code."),
    )
