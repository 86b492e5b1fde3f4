"""The rarer steps on the way in, each a card: create, keep the recovery code, use it, and trouble."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

from carenurse.app.passphrases import Judgement
from carenurse.translations import tr
from ui.shell.start_card import StartCard, Told
from ui.widgets.boxes import column, row
from ui.widgets.buttons import Button
from ui.widgets.code_box import CodeBox
from ui.widgets.fields.check import Check
from ui.widgets.fields.passphrase import PassphraseField
from ui.widgets.fields.text import TextField
from ui.widgets.message import Message
from ui.widgets.progress import ProgressBar
from ui.widgets.text import Label
from ui.widgets.theme import theme


class CreateCard(StartCard):
    """First start: her name, a passphrase twice with its strength live, or the demo."""

    asked = Signal(str, str, str, str)
    """Name, credential, passphrase, the same again."""
    typed = Signal(str, str)
    """Passphrase so far, name: to be judged."""
    demo_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(
            tr("Create your vault"),
            tr("Your records are encrypted on this laptop. Only your passphrase opens them."),
            width=520,
        )
        self.name = TextField(tr("Your name"), placeholder=tr("as you sign"))
        self.credential = TextField(tr("Credential"), placeholder=tr("such as RN"))
        self.passphrase = PassphraseField(tr("Passphrase"))
        self.again = PassphraseField(tr("The same passphrase again"))
        self._strength = ProgressBar(width=464)
        self._judgement = Label(tr("15 characters or more, or five words"), "caption", "textSecondary")
        self._told = Told()
        self._button = Button(tr("Create vault"), "primary", key=tr("Enter"), large=True)
        self._button.clicked.connect(self._ask)
        demo = Button(tr("Explore with demo patients"), large=True)
        demo.clicked.connect(self.demo_wanted)
        self.passphrase.edited.connect(self._tell)
        self.name.edited.connect(lambda: self.name.show_problem(""))
        self.again.edited.connect(lambda: self.again.show_problem(""))
        for field in (self.name, self.credential, self.passphrase, self.again):
            field.line.returnPressed.connect(self._ask)
        names = row(self.name, self.credential, space=12)
        names.setStretch(0, 3)
        names.setStretch(1, 2)
        self.add(6, names, self.passphrase, column(self._strength, self._judgement, space=4), self.again)
        self.add(self._told.widget, row(self._button, demo, space=12))

    def show_judgement(self, judgement: Judgement) -> None:
        """Show how strong the passphrase is so far."""
        self._strength.show_share(judgement.strength / 4, judgement.sentence)
        self._judgement.set_text(judgement.sentence)
        self._judgement.set_role("ok" if judgement.accepted else "textSecondary")

    def show_problems(self, name: str, passphrase: str, again: str) -> None:
        """Say what is missing, each under its field."""
        self.name.show_problem(name)
        self.passphrase.show_problem(passphrase)
        self.again.show_problem(again)
        for field, problem in ((self.name, name), (self.passphrase, passphrase), (self.again, again)):
            if problem:
                field.line.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    @override
    def say(self, sentence: str, remedy: str = "") -> None:
        """Say why it was not created."""
        self._told.say(sentence, remedy)

    @override
    def busy(self, words: str) -> None:
        """Show that the vault is being made; empty words: ready again."""
        self._button.setEnabled(not words)
        self._button.set_words(words or tr("Create vault"))

    def _tell(self) -> None:
        """Have it judged anew: the old sentence is not true of what stands there now."""
        self.passphrase.show_problem("")
        self.again.show_problem("")
        self.typed.emit(self.passphrase.text(), self.name.text())

    def _ask(self) -> None:
        if self._button.isEnabled():
            self.asked.emit(
                self.name.text(), self.credential.text(), self.passphrase.text(), self.again.text()
            )


class CodeCard(StartCard):
    """The recovery code, told once; she goes on when she has it on paper."""

    kept = Signal()
    print_wanted = Signal()

    def __init__(self, groups: tuple[str, ...], uses: tuple[str, ...]) -> None:
        super().__init__(
            tr("Keep your recovery code"),
            tr("It opens your vault if you forget your passphrase. It is shown only now."),
            width=520,
        )
        self._check = Check(tr("I have printed it or written it down"))
        self._button = Button(tr("Go on"), "primary", key=tr("Enter"), large=True)
        self._button.why_not(tr("First put the code on paper, then tick the line above."))
        self._button.clicked.connect(self.kept)
        printing = Button(tr("Print"), icon="printer", large=True)
        printing.clicked.connect(self.print_wanted)
        self._check.toggled.connect(self._allow)
        self._told = Told()
        self.add(4, CodeBox(groups), self._told.widget)
        for sentence in uses:
            self.add(Label(sentence, "secondary", "textSecondary", wrap=True))
        self.add(self._check, row(self._button, printing, space=12))

    def begin(self) -> None:
        """Put the focus where the next thing is to be done."""
        self._check.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter, once the line is ticked."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._button.isEnabled():
            self._button.click()
        else:
            super().keyPressEvent(event)

    @override
    def say(self, sentence: str, remedy: str = "") -> None:
        """Say why it was not printed."""
        self._told.say(sentence, remedy)

    def _allow(self, on: bool) -> None:  # noqa: FBT001  Qt's own argument
        self._button.why_not("" if on else tr("First put the code on paper, then tick the line above."))


class RecoverCard(StartCard):
    """The printed code instead of the passphrase."""

    asked = Signal(str)
    back_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(
            tr("Use your recovery code"),
            tr("It is on the page from the day you created the vault. Small or large letters are the same."),
        )
        self.field = TextField(tr("Recovery code"))
        self.field.line.setFixedHeight(theme().size("buttonLarge"))
        self.field.line.returnPressed.connect(self._ask)
        self._told = Told()
        self._button = Button(tr("Unlock"), "primary", key=tr("Enter"), large=True)
        self._button.clicked.connect(self._ask)
        back = Button(tr("Use my passphrase"), "text")
        back.clicked.connect(self.back_wanted)
        self.add(8, self.field, self._told.widget, self._button, row(back, None))

    @override
    def say(self, sentence: str, remedy: str = "") -> None:
        """Say why it did not open."""
        self._told.say(sentence, remedy)

    @override
    def busy(self, words: str) -> None:
        """Show that the code is being tried; empty words: ready again."""
        self._button.setEnabled(not words)
        self._button.set_words(words or tr("Unlock"))

    def _ask(self) -> None:
        if self._button.isEnabled() and self.field.text().strip():
            self.asked.emit(self.field.text())


class TroubleCard(StartCard):
    """The vault cannot be opened by any passphrase: what is so, what to do, and that nothing was changed."""

    def __init__(
        self, sentence: str, remedy: str, again: Callable[[], None], demo: Callable[[], None]
    ) -> None:
        super().__init__(tr("The vault cannot be opened now"))
        self.add(Message("critical", sentence, remedy))
        self.add(Label(tr("Nothing was changed or erased."), "secondary", "textSecondary", wrap=True))
        retry = Button(tr("Look again"), "primary", icon="refresh-cw", large=True)
        retry.clicked.connect(again)
        look = Button(tr("Look at the demo"), large=True)
        look.clicked.connect(demo)
        self.add(row(retry, look, space=12))

    def offer_backup(self, moment: str, restore: Callable[[], None]) -> None:
        """Offer that the newest backup takes the vault's place; nothing is thrown away."""
        words = tr(
            "There is a backup of {moment}. It can take the place of this vault, which stays whole beside "
            "it. What you did since then is only in the damaged one.",
            moment=moment,
        )
        button = Button(tr("Restore the backup of {moment}", moment=moment), icon="history", large=True)
        button.clicked.connect(restore)
        self.add(Label(words, "secondary", wrap=True))
        self.add(row(button, None, space=12))
