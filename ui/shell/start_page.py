"""The start page, also the privacy shade of a lock: a card in the middle, nothing about a patient."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from carenurse.translations import tr
from ui.shell.start_card import StartCard
from ui.shell.start_presenter import Start
from ui.shell.unlock_card import UnlockCard
from ui.widgets.boxes import column, holder, row, scrolled
from ui.widgets.picture import Picture
from ui.widgets.surface import Surface
from ui.widgets.text import Label
from ui.widgets.theme import theme

if TYPE_CHECKING:  # a day begins with the unlock card; the others are loaded when they are wanted
    from carenurse.app.passphrases import Judgement


class StartPage(Surface):
    """Shows one card at a time. ``attend`` joins it to its presenter before anything is shown."""

    def __init__(self, locked: str = "", parent: QWidget | None = None) -> None:
        """Take the words that say when and why it was locked, if it was."""
        super().__init__("sunken", parent=parent)
        self._locked = locked
        self._start: Start | None = None
        self._print: Callable[[], None] | None = None
        self._card: StartCard | None = None
        self._middle = row(None, None, space=0)
        ground = scrolled(
            holder(column(None, self._middle, None, space=0, margins=(16, 24, 16, 24))), on_window=True
        )
        self.setLayout(column(ground, _foot(), space=0))

    def attend(self, start: Start, print_code: Callable[[], None]) -> None:
        """Know the presenter, and what prints the recovery code."""
        self._start, self._print = start, print_code

    def show_unlock(self) -> None:
        """Ask for the passphrase."""
        start = self._presenter()
        card = UnlockCard()
        card.aside.set_text(self._locked)
        card.asked.connect(start.unlock)
        card.recovery_wanted.connect(self.show_recover)
        card.demo_wanted.connect(start.explore)
        self._put(card)
        card.field.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_create(self) -> None:
        """Offer to create a vault."""
        from ui.shell.start_cards import CreateCard  # noqa: PLC0415  not every day

        start = self._presenter()
        card = CreateCard()
        card.asked.connect(start.create)
        card.typed.connect(start.judge)
        card.demo_wanted.connect(start.explore)
        self._put(card)
        card.name.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_wiped(self, sentence: str, more: str) -> None:
        """Say that the office had the records of this laptop destroyed, and offer to begin anew."""
        from ui.shell.wiped_card import WipedCard  # noqa: PLC0415  once in a laptop's life

        card = WipedCard(sentence, more)
        card.create_wanted.connect(self.show_create)
        card.demo_wanted.connect(self._presenter().explore)
        self._put(card)
        card.begin()

    def show_recover(self) -> None:
        """Ask for the recovery code."""
        from ui.shell.start_cards import RecoverCard  # noqa: PLC0415  not every day

        card = RecoverCard()
        card.asked.connect(self._presenter().recover)
        card.back_wanted.connect(self.show_unlock)
        self._put(card)
        card.field.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_code(self, code: str) -> None:
        """Tell the recovery code, once."""
        from carenurse.documents.recovery_page import grouped, uses  # noqa: PLC0415  needed once in a vault's life
        from ui.shell.start_cards import CodeCard  # noqa: PLC0415

        card = CodeCard(grouped(code), uses())
        card.kept.connect(self._presenter().code_kept)
        if self._print is not None:
            card.print_wanted.connect(self._print)
        self._put(card)
        card.begin()

    def show_trouble(self, sentence: str, remedy: str, backup: str = "") -> None:
        """Say that no passphrase can be tried now, and offer the backup of that moment."""
        from ui.shell.start_cards import TroubleCard  # noqa: PLC0415  not every day

        start = self._presenter()
        card = TroubleCard(sentence, remedy, start.look, start.explore)
        if backup:
            card.offer_backup(backup, start.restore)
        self._put(card)

    def show_busy(self, words: str) -> None:
        """Show that something takes a moment; empty words: ready."""
        if self._card is not None:
            self._card.busy(words)

    def show_refusal(self, sentence: str, remedy: str) -> None:
        """Say why it did not open, and take what was typed away."""
        card = self._card
        if card is not None:
            card.say(sentence, remedy)
        if isinstance(card, UnlockCard):
            card.field.empty()
            card.field.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_wait(self, seconds: int) -> None:
        """Count down until the next try."""
        if isinstance(self._card, UnlockCard):
            self._card.wait(seconds)

    def show_judgement(self, judgement: "Judgement") -> None:
        """Show how strong the new passphrase is."""
        from ui.shell.start_cards import CreateCard  # noqa: PLC0415  not every day

        if isinstance(self._card, CreateCard):
            self._card.show_judgement(judgement)

    def show_problems(self, name: str, passphrase: str, again: str) -> None:
        """Say what is missing for a new vault."""
        from ui.shell.start_cards import CreateCard  # noqa: PLC0415  not every day

        if isinstance(self._card, CreateCard):
            self._card.show_problems(name, passphrase, again)

    def _presenter(self) -> Start:
        if self._start is None:
            message = "attend comes before anything is shown"
            raise LookupError(message)
        return self._start

    def _put(self, card: StartCard) -> None:
        if self._card is not None:
            self._middle.removeWidget(self._card)
            self._card.hide()
            self._card.deleteLater()
        self._card = card
        self._middle.insertWidget(1, card)


def _foot() -> QWidget:
    foot = Surface("sunken", "t")
    foot.setFixedHeight(theme().px(40))
    words = Label(
        tr("Encrypted on this laptop. No patient names are shown until you unlock."),
        "caption",
        "textSecondary",
    )
    foot.setLayout(
        row(Picture("shield-check", "textSecondary", place="caption"), words, None, margins=(20, 0, 20, 0))
    )
    return foot
