"""The card that asks whether it is still the same nurse: PIN, passphrase, or in the demo nothing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from carenurse.app.locking_pin import DIGITS
from carenurse.translations import tr
from ui.shell.lock_proof import Proof
from ui.shell.start_card import StartCard, Told
from ui.widgets.boxes import row
from ui.widgets.buttons import Button
from ui.widgets.fields.passphrase import PassphraseField
from ui.widgets.text import Label
from ui.widgets.theme import theme


class LockCard(StartCard):
    """``leaves`` names the small button at the right, such as closing the vault.

    Esc does the same where it only goes back (``escapes``).
    """

    left = Signal()

    def __init__(
        self,
        title: str,
        sentence: str,
        *,
        acts: str,
        leaves: str,
        escapes: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Take title and sentence of the card, and the words of its two buttons."""
        super().__init__(title, sentence, parent=parent)
        self._escapes = escapes
        self._proof: Proof | None = None
        self.pin = PassphraseField(tr("PIN of this sitting"))
        self.passphrase = PassphraseField(tr("Passphrase"))
        self.new_pin = PassphraseField(tr("A PIN for the rest of this sitting, if you like"))
        for field in (self.pin, self.new_pin):
            field.line.setMaxLength(DIGITS)
            field.line.setInputMethodHints(
                Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhHiddenText
            )
        self._pin_hint = Label(
            tr("Six digits, instead of the passphrase until CareNurse is closed. It is kept nowhere."),
            "caption",
            "textSecondary",
            wrap=True,
        )
        self._told = Told()
        self.button = Button(acts, "primary", key=tr("Enter"), large=True)
        self._other = Button(tr("Use my passphrase"), "text")
        leave = Button(leaves, "text")
        self._connect(leave)
        self.add(8, self.pin, self.passphrase, self.new_pin, self._pin_hint)
        self.add(self._told.widget, self.button, row(self._other, None, leave))
        self.ask_nothing()

    def _connect(self, leave: Button) -> None:
        self.pin.line.textEdited.connect(self._pin_edited)
        for field in (self.pin, self.passphrase, self.new_pin):
            field.line.returnPressed.connect(self._ask)
        self.button.clicked.connect(self._ask)
        self._other.clicked.connect(self._use_passphrase)
        leave.clicked.connect(self.left)

    def attend(self, proof: Proof) -> None:
        """Know who tries what is typed, and have the asking begin."""
        self._proof = proof
        proof.begin()

    def ask_pin(self, *, passphrase_too: bool) -> None:
        """Ask for the PIN."""
        self._show(pin=True, other=passphrase_too)
        self.pin.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_passphrase(self, *, pin_too: bool) -> None:
        """Ask for the passphrase, and offer to choose a PIN."""
        self._show(passphrase=True, new_pin=pin_too)
        self.passphrase.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_nothing(self) -> None:
        """Offer to go on."""
        self._show()
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(
        self, *, pin: bool = False, passphrase: bool = False, new_pin: bool = False, other: bool = False
    ) -> None:
        self._told.say("")
        for widget, wanted in (
            (self.pin, pin),
            (self.passphrase, passphrase),
            (self.new_pin, new_pin),
            (self._pin_hint, new_pin),
            (self._other, other),
        ):
            widget.setVisible(wanted)

    def show_busy(self, *, busy: bool) -> None:
        """Let nothing be pressed while a key is worked out."""
        self.button.setEnabled(not busy)

    @override
    def say(self, sentence: str, remedy: str = "") -> None:
        """Say what was wrong, and take away what was typed."""
        self._told.say(sentence, remedy)
        field = self.passphrase if self.pin.isHidden() else self.pin
        field.empty()
        field.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_pin_problem(self, sentence: str) -> None:
        """Say under the new PIN what is wrong with it."""
        self.new_pin.show_problem(sentence)

    def _pin_edited(self, typed: str) -> None:
        if len(typed) == DIGITS:
            self._ask()

    def _use_passphrase(self) -> None:
        if self._proof is not None:
            self._proof.use_passphrase()

    def _ask(self) -> None:
        proof = self._proof
        if proof is None or not self.button.isEnabled():
            return
        if not self.pin.isHidden():
            proof.try_pin(self.pin.text())
        elif not self.passphrase.isHidden():
            proof.try_passphrase(self.passphrase.text(), self.new_pin.text())
        else:
            proof.go_on()

    def stand_in_the_middle(self) -> None:
        """Stand in the middle of the window, over its page."""
        self.adjustSize()
        spare = self.window().size() - self.size()
        self.move(max(0, spare.width() // 2), max(theme().px(64), spare.height() // 3))
        self.raise_()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back, where there is something to go back to."""
        if event.key() == Qt.Key.Key_Escape and self._escapes:
            self.left.emit()
        else:
            super().keyPressEvent(event)
