"""The card that every day begins with: one field for the passphrase; the first picture loads no other."""

from PySide6.QtCore import QTimer, Signal
from typing_extensions import override

from carenurse.translations import tr, trn
from ui.shell.start_card import StartCard, Told
from ui.widgets.boxes import row
from ui.widgets.buttons import Button
from ui.widgets.fields.passphrase import PassphraseField
from ui.widgets.surface import Hairline
from ui.widgets.text import Label


class UnlockCard(StartCard):
    """One field, focused; wrong tries only make her wait."""

    asked = Signal(str)
    recovery_wanted = Signal()
    demo_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Welcome back"), tr("Everything is kept exactly as you left it."))
        self.field = PassphraseField(tr("Passphrase"))
        self.field.line.returnPressed.connect(self._ask)
        self._told = Told()
        self._button = Button(tr("Unlock"), "primary", key=tr("Enter"), large=True)
        self._button.clicked.connect(self._ask)
        recover = Button(tr("I forgot it: use my recovery code"), "text")
        recover.clicked.connect(self.recovery_wanted)
        demo = Button(tr("Look at the demo"), "text")
        demo.clicked.connect(self.demo_wanted)
        self._left = 0
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._tick)
        reassurance = tr(
            "Wrong tries only make you wait longer. Nothing on this laptop is ever erased "
            "for a forgotten passphrase."
        )
        self.add(8, self.field, self._told.widget, self._button, row(recover, None, demo), Hairline())
        self.add(Label(reassurance, "caption", "textSecondary", wrap=True))

    @override
    def say(self, sentence: str, remedy: str = "") -> None:
        """Say why it did not open."""
        self._told.say(sentence, remedy)

    def wait(self, seconds: int) -> None:
        """Count down until she may try again."""
        self._left = seconds
        self._clock.start()
        self._show_wait()

    @override
    def busy(self, words: str) -> None:
        """Show that the key is being worked out; empty words: ready again."""
        self._button.setEnabled(not words)
        self._button.set_words(words or tr("Unlock"))
        self.field.line.setReadOnly(bool(words))

    def _tick(self) -> None:
        self._left -= 1
        self._show_wait()

    def _show_wait(self) -> None:
        if self._left <= 0:
            self._clock.stop()
            self._button.why_not("")
            self._button.set_words(tr("Unlock"))
            self.say("")
            return
        self._button.why_not(tr("You can try again in a moment."))
        self._button.set_words(trn("Wait {number} second", "Wait {number} seconds", self._left))

    def _ask(self) -> None:
        if self._button.isEnabled() and self.field.text():
            self.asked.emit(self.field.text())
