"""Passphrase and recovery code: change the one, make the other anew. What was typed is forgotten at once."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from carenurse.app.passphrases import Judgement
from carenurse.documents.recovery_page import grouped, uses
from carenurse.translations import tr
from ui.widgets.boxes import column, empty_out, row
from ui.widgets.buttons import Button
from ui.widgets.code_box import CodeBox
from ui.widgets.fields.passphrase import PassphraseField
from ui.widgets.message import Message
from ui.widgets.outcome import Outcome
from ui.widgets.panels import Panel
from ui.widgets.progress import ProgressBar
from ui.widgets.text import Label

_BAR = 300
"""Width in pixels before zoom."""


class KeysPanel(Panel):
    """Asks for the old passphrase, except after the recovery code let the nurse in."""

    change_wanted = Signal(str, str, str)
    """Old, new, the same again."""
    code_wanted = Signal(str)
    """The passphrase."""
    typed = Signal(str)
    """The new passphrase so far: to be judged."""
    print_wanted = Signal(str)
    """The code that is shown."""
    written = Signal()
    """The nurse has the code on paper."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Passphrase and recovery code"), inset=True, parent=parent)
        self.old = PassphraseField(tr("Your present passphrase"))
        self.new = PassphraseField(tr("New passphrase"))
        self.again = PassphraseField(tr("The new passphrase again"))
        self._strength = ProgressBar(width=_BAR)
        self._judgement = Label(tr("15 characters or more, or five words"), "caption", "textSecondary")
        self.change_button = Button(tr("Change the passphrase"))
        self.code_button = Button(tr("Make a new recovery code"))
        self._told = Outcome()
        self._code = column(space=8)
        """The new code: it stands here until the nurse has it on paper, or the vault is closed."""
        self.new.edited.connect(self.typed)
        self.change_button.clicked.connect(
            lambda: self.change_wanted.emit(self.old.text(), self.new.text(), self.again.text())
        )
        self.code_button.clicked.connect(lambda: self.code_wanted.emit(self.old.text()))
        why = tr(
            "A new code makes the printed one worthless. Both ask for your present passphrase, because the "
            "laptop may stand open."
        )
        self.add(6, self.old, self.new, column(self._strength, self._judgement, space=4), self.again)
        self.add(row(self.change_button, self.code_button, None, space=12), self._told, self._code)
        self.add(Label(why, "secondary", "textSecondary", wrap=True), 8)

    def show_recovered(self, *, recovered: bool) -> None:
        """Leave out the old passphrase after the recovery code let the nurse in."""
        self.old.setVisible(not recovered)

    def show_judgement(self, judgement: Judgement) -> None:
        """Show how strong the new passphrase is so far."""
        self._strength.show_share(judgement.strength / 4, judgement.sentence)
        self._judgement.set_text(judgement.sentence)
        self._judgement.set_role("ok" if judgement.accepted else "textSecondary")

    def show_problems(self, new: str, again: str) -> None:
        """Say what is wrong, each under its field."""
        self.new.show_problem(new)
        self.again.show_problem(again)

    def show_busy(self, *, busy: bool) -> None:
        """Let nothing be pressed while the key is worked out (about a second)."""
        self.change_button.setEnabled(not busy)
        self.code_button.setEnabled(not busy)

    def say(self, sentence: str, remedy: str = "", *, done: bool = False) -> None:
        """Say what came of it."""
        self._told.say(sentence, remedy, done=done)

    def show_code(self, code: str) -> None:
        """Tell the new recovery code, once."""
        self._told.empty()
        empty_out(self._code)
        printing = Button(tr("Print"), icon="printer")
        printing.clicked.connect(lambda: self.print_wanted.emit(code))
        hide = Button(tr("I have it on paper"))
        hide.clicked.connect(self._put_code_away)
        self._code.addWidget(
            Message(
                "ok",
                tr("This is your new code. Write it down or print it now: the code before is worthless."),
            )
        )
        self._code.addWidget(CodeBox(grouped(code)))
        self._code.addWidget(Label(uses()[1], "secondary", "textSecondary", wrap=True))
        self._code.addLayout(row(hide, printing, None, space=12))

    def _put_code_away(self) -> None:
        empty_out(self._code)
        self.written.emit()

    def forget(self) -> None:
        """Take away what was typed and what was told; a code stays until it is on paper."""
        self._told.empty()
        self.forget_typed()

    def forget_typed(self) -> None:
        """Take away what was typed."""
        for field in (self.old, self.new, self.again):
            field.empty()

    def begin(self) -> None:
        """Put the cursor where typing begins."""
        field = self.new if self.old.isHidden() else self.old
        field.line.setFocus(Qt.FocusReason.OtherFocusReason)
