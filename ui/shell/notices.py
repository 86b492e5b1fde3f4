"""What stands above the page until the nurse takes it away, or it is over: failures, warnings, offers."""

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
        self._until_saved: dict[Message, set[str]] = {}
        """What each says was not saved."""
        self._private: list[Message] = []
        """What is the nurse's alone to read and to press."""
        self._told: dict[Message, Callable[[Notices], object]] = {}
        """How each that is no offer is told on other pages."""
        self._family = False
        self._take_room()

    def fail(self, sentence: str, remedy: str, *, broken: bool) -> None:
        """Say what failed."""
        tone = "critical" if broken else "caution"
        said = self._put(Message(tone, sentence, remedy, dismissable=tr("Close")))
        self._told.setdefault(said, lambda other: other.fail(sentence, remedy, broken=broken))

    def not_saved(self, sentence: str, remedy: str, thing: str) -> None:
        """Say that something was not saved, until it is; the same sentence may be about several things."""
        standing = self._put(Message("caution", sentence, remedy, dismissable=tr("Close")))
        things = self._until_saved.setdefault(standing, set())
        things.add(thing)
        self._told[standing] = lambda other: [
            other.not_saved(sentence, remedy, one) for one in sorted(things)
        ]

    def saved(self, *what: str) -> None:
        """Take away what said that this was not saved: it is now."""
        for message, things in list(self._until_saved.items()):
            things.difference_update(what)
            if not things:
                self._take_away(message)

    @property
    def unsaved(self) -> bool:
        """Whether something stands here that was not saved."""
        return bool(self._until_saved)

    def show_family(self, *, on: bool) -> None:
        """Leave only what failed on the screen while the family looks; all comes back afterwards."""
        self._family = on
        for message in self._private:
            message.setHidden(on)
        self._take_room()

    def warn(self, sentence: str) -> None:
        """Warn."""
        said = self._put(Message("caution", sentence, dismissable=tr("Close")), private=True)
        self._told.setdefault(said, lambda other: other.warn(sentence))

    def tell_on(self, other: "Notices") -> None:
        """Have other pages tell what stands here: what failed, what is not saved, what was warned of."""
        for message in self._standing:
            if message in self._told:
                self._told[message](other)

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
        self._put(message, private=True)
        return message

    def withdraw(self, message: Message) -> None:
        """Take an offer away that holds no more; one that is gone already is no trouble."""
        if message in self._standing:
            self._take_away(message)

    def _offer(self, sentence: str, rest: str, action: str, go: Callable[[], object]) -> None:
        message = Message("caution", sentence, rest, action=action, dismissable=tr("Close"))
        message.acted.connect(lambda: go())  # noqa: PLW0108  nothing is handed over
        self._put(message, private=True)

    def _put(self, message: Message, *, private: bool = False) -> Message:
        """Put it under the others and give it; where it stands already, give that one."""
        said = message.accessibleName()
        for one in self._standing:
            if isValid(one) and one.accessibleName() == said:
                message.deleteLater()
                return one
        self._standing.append(message)
        self._column.addWidget(message)
        message.dismissed.connect(lambda: self._take_away(message))
        if private:
            self._private.append(message)
        if private and self._family:
            message.hide()
        else:
            message.speak()
        self._take_room()
        return message

    def _take_away(self, message: Message) -> None:
        """Let a message go, and its gap with the last one."""
        self._standing.remove(message)
        self._until_saved.pop(message, None)
        self._told.pop(message, None)
        self._private = [one for one in self._private if one is not message]
        self._column.removeWidget(message)
        message.hide()
        message.deleteLater()
        self._take_room()

    def _take_room(self) -> None:
        hidden = self._private if self._family else ()
        above = 12 if any(one not in hidden for one in self._standing) else 0
        self._column.setContentsMargins(*(theme().px(side) for side in (16, above, 16, 0)))
