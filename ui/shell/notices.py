"""What stands above the page until the nurse takes it away: failures, warnings, and two offers about keys."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from carenurse.translations import tr
from ui.widgets.boxes import column
from ui.widgets.message import Message
from ui.widgets.theme import theme


class Notices(QWidget):
    """Messages under one another; the same sentence never stands twice."""

    def __init__(self) -> None:
        super().__init__()
        self._column = column(space=8)
        self.setLayout(self._column)
        self._standing: list[Message] = []
        self._until_saved: list[Message] = []
        self._take_room()

    def fail(self, sentence: str, remedy: str, *, broken: bool, until_saved: bool = False) -> None:
        """Say what failed; ``until_saved``: until something is saved again."""
        message = Message("critical" if broken else "caution", sentence, remedy, dismissable=tr("Close"))
        if until_saved:
            self._until_saved.append(message)
        self._put(message)

    def saved(self) -> None:
        """Take away what said that words were not saved: they are now."""
        over, self._until_saved = self._until_saved, []
        for message in over:
            if message in self._standing:
                self._take_away(message)

    def warn(self, sentence: str) -> None:
        """Warn."""
        self._put(Message("caution", sentence, dismissable=tr("Close")))

    def offer_new_passphrase(self, go: Callable[[], object]) -> None:
        """Offer to set a passphrase after the recovery code was used: it may be forgotten."""
        sentence = tr("You came in with the recovery code.")
        rest = tr("Set a new passphrase and make a new code; then tear up the old page.")
        self._offer(sentence, rest, tr("Set a new passphrase"), go)

    def offer_new_code(self, go: Callable[[], object]) -> None:
        """Offer another recovery code: the newest was never written down."""
        sentence = tr(
            "Your newest recovery code was never written down, and the page printed before is worthless."
        )
        rest = tr("Make a new code and print it. Until then only your passphrase opens the vault.")
        self._offer(sentence, rest, tr("Make a new code"), go)

    def offer_to_go_on(self, sentence: str, go: Callable[[], object]) -> Message:
        """Offer a form that was begun on another page; gone when it is taken up, or put away."""
        rest, action = tr("What you typed is kept."), tr("Go on with it")
        message = Message("info", sentence, rest, action=action, dismissable=tr("Close"))
        message.button.setAccessibleName(f"{action}: {sentence}")
        message.acted.connect(lambda: (self._take_away(message), go()))
        self._put(message)
        return message

    def withdraw(self, message: Message) -> None:
        """Take an offer away that holds no more; one that is gone already is no trouble."""
        if message in self._standing:
            self._take_away(message)

    def _offer(self, sentence: str, rest: str, action: str, go: Callable[[], object]) -> None:
        message = Message("caution", sentence, rest, action=action, dismissable=tr("Close"))
        message.acted.connect(lambda: go())  # noqa: PLW0108  nothing is handed over
        self._put(message)

    def _put(self, message: Message) -> None:
        said = message.accessibleName()
        if any(isValid(one) and one.accessibleName() == said for one in self._standing):
            message.deleteLater()
            return
        self._standing.append(message)
        self._column.addWidget(message)
        message.dismissed.connect(lambda: self._take_away(message))
        self._take_room()
        message.speak()

    def _take_away(self, message: Message) -> None:
        """Let a message go, and its gap with the last one."""
        self._standing.remove(message)
        self._column.removeWidget(message)
        message.hide()
        message.deleteLater()
        self._take_room()

    def _take_room(self) -> None:
        above = 12 if self._standing else 0
        self._column.setContentsMargins(*(theme().px(side) for side in (16, above, 16, 0)))
