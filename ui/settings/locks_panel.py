"""What opens the vault: each way in, tried, given to an office, taken away; and another key for a leak."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from carenurse.documents.recovery_page import grouped
from carenurse.translations import tr
from ui.widgets.boxes import column, empty_out, row
from ui.widgets.buttons import Button
from ui.widgets.code_box import CodeBox
from ui.widgets.fields.loose_words import LooseWords
from ui.widgets.fields.passphrase import PassphraseField
from ui.widgets.fields.text import TextField
from ui.widgets.outcome import Outcome
from ui.widgets.panels import Panel
from ui.widgets.progress import ProgressBar
from ui.widgets.text import Label

_BAR = 300
"""Width in pixels before zoom."""


class LocksPanel(Panel):
    """One field for the secret that is asked for; what was typed is forgotten at once."""

    test_wanted = Signal(str)
    """A passphrase or code to be tried."""
    office_wanted = Signal(str, str, str)
    """Passphrase, public key, name of the office."""
    removal_wanted = Signal(str, str)
    """Passphrase, which."""
    rotation_wanted = Signal(str)
    """Passphrase."""
    print_wanted = Signal(str)
    """The code that is shown."""
    written = Signal()
    """The nurse has the code on paper."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("What opens this vault"), inset=True, parent=parent)
        self._ways = column(space=4)
        self.secret = PassphraseField(tr("Passphrase, or recovery code to try"))
        self.test_button = Button(tr("Does this open it?"))
        self.office = TextField(tr("Public key of the office (age1...)"))
        self.label = TextField(tr("Name of the office"))
        self.words = LooseWords(office=self.office, label=self.label)
        """The office's key and name, until it was given its way in."""
        self.office_button = Button(tr("Give the office a way in"))
        self.rotation_button = Button(tr("Change the key itself"))
        self._bar = ProgressBar(width=_BAR)
        self._bar.hide()
        self._told = Outcome()
        self._code = column(space=8)
        """The new code: it stands here until the nurse has it on paper, or the vault is closed."""
        self._connect()
        self._lay_out()

    def _connect(self) -> None:
        self.test_button.clicked.connect(lambda: self.test_wanted.emit(self.secret.text()))
        self.office_button.clicked.connect(
            lambda: self.office_wanted.emit(self.secret.text(), self.office.text(), self.label.text())
        )
        self.rotation_button.clicked.connect(lambda: self.rotation_wanted.emit(self.secret.text()))

    def _lay_out(self) -> None:
        office = tr("The office can then open the vault with its own secret key, if you cannot.")
        leak = tr(
            "If somebody may know your passphrase and have a copy of the vault, a new passphrase is not "
            "enough: change the key itself. Everything is encrypted anew, older backups are removed, and you "
            "get a new recovery code. Saves wait for a few seconds meanwhile."
        )
        self.add(6, self._ways, self.secret, row(self.test_button, None), self._bar)
        self.add(self._told, self._code)
        self.add(Label(tr("Office"), "label"), _hint(office), self.office, self.label)
        self.add(row(self.office_button, None))
        self.add(Label(tr("A leak is suspected"), "label"), _hint(leak), row(self.rotation_button, None), 8)

    def show_ways(self, ways: Sequence[tuple[str, str]]) -> None:
        """Show what opens the vault: words, and which one it is where it can be taken away."""
        empty_out(self._ways)
        for words, identity in ways:
            line = row(Label(words, "secondary", wrap=True), space=8)
            line.setStretch(0, 1)
            if identity:
                gone = Button(tr("Remove"), "text")
                gone.setAccessibleName(tr("Remove: {what}", what=words))
                gone.clicked.connect(partial(self._remove, identity))
                line.addWidget(gone)
            self._ways.addLayout(line)

    def _remove(self, identity: str) -> None:
        self.removal_wanted.emit(self.secret.text(), identity)

    def show_busy(self, *, busy: bool) -> None:
        """Let nothing be pressed while a key is worked out."""
        for button in (self.test_button, self.office_button, self.rotation_button):
            button.setEnabled(not busy)
        if not busy:
            self._bar.hide()

    def show_share(self, share: float) -> None:
        """Show how much of the change of the key is done."""
        self._bar.show()
        self._bar.show_share(share, tr("{number} % done", number=round(share * 100)))

    def say(self, sentence: str, rest: str = "", *, done: bool = False) -> None:
        """Say what came of it."""
        self._told.say(sentence, rest, done=done)

    def show_code(self, code: str) -> None:
        """Tell the new recovery code below what was said, once."""
        printing = Button(tr("Print"), icon="printer")
        printing.clicked.connect(lambda: self.print_wanted.emit(code))
        hide = Button(tr("I have it on paper"))
        hide.clicked.connect(self._put_code_away)
        empty_out(self._code)
        self._code.addWidget(CodeBox(grouped(code)))
        self._code.addLayout(row(hide, printing, None, space=12))

    def _put_code_away(self) -> None:
        empty_out(self._code)
        self.written.emit()

    def begin(self) -> None:
        """Put the cursor into the passphrase."""
        self.secret.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def empty_office(self) -> None:
        """Take away key and name of an office that has its way in."""
        self.words.settle()
        for field in (self.office, self.label):
            field.set_text("")

    def forget_typed(self) -> None:
        """Take away what was typed."""
        self.secret.empty()

    def forget(self) -> None:
        """Take away what was typed and what was told; a code stays until it is on paper."""
        self.forget_typed()
        self._told.empty()


def _hint(words: str) -> Label:
    return Label(words, "secondary", "textSecondary", wrap=True)
