"""What the panel of the ways into the vault does."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from carenurse.app.day_words import short_day
from carenurse.translations import tr
from ui.widgets.care import Care
from ui.widgets.page import Desk
from ui.widgets.refusal import tell_refusal

if TYPE_CHECKING:
    from carenurse.app.upkeep import Rotated
    from carenurse.app.wiring import SlotFacts

_KEY_SHOWN = 16


class LocksView(Protocol):
    """The pixels, as the presenter sees them."""

    def show_ways(self, ways: Sequence[tuple[str, str]]) -> None:
        """Show what opens the vault."""
        ...

    def show_busy(self, *, busy: bool) -> None:
        """Let nothing be pressed for a moment."""
        ...

    def show_share(self, share: float) -> None:
        """Show how much of the change of the key is done."""
        ...

    def say(self, sentence: str, rest: str = "", *, done: bool = False) -> None:
        """Say what came of it."""
        ...

    def show_code(self, code: str) -> None:
        """Tell the new recovery code, once."""
        ...

    def begin(self) -> None:
        """Put the cursor into the passphrase."""
        ...

    def empty_office(self) -> None:
        """Take away key and name of an office that has its way in."""
        ...

    def forget_typed(self) -> None:
        """Take away what was typed."""
        ...


class LocksPresenter:
    """Lists, tries, adds and takes away; changes the key."""

    def __init__(self, view: LocksView, desk: Desk, care: Care) -> None:
        self._view, self._desk, self._care = view, desk, care

    def load(self) -> None:
        """Show what opens the vault."""
        self._care.ways_in(self._show)

    def test(self, secret: str) -> None:
        """Try a secret, changing nothing."""
        if self._typed(secret):
            self._care.secret_opens(secret, self._tested, self._refused)

    def add_office(self, passphrase: str, public: str, label: str) -> None:
        """Give an office a way in."""
        if self._typed(passphrase):
            self._care.add_office(passphrase, public, label, self._added, self._refused)

    def remove(self, passphrase: str, identity: str) -> None:
        """Take a way in away."""
        if self._typed(passphrase):
            self._care.remove(passphrase, identity, self._removed, self._refused)

    def rotate(self, passphrase: str) -> None:
        """Change the key itself."""
        if self._typed(passphrase):
            self._view.show_share(0)
            self._care.rotate(passphrase, self._rotated, self._refused, self._view.show_share)

    def _typed(self, secret: str) -> bool:
        if not secret:
            self._view.say(tr("Type your present passphrase first."))
            self._view.begin()
            return False
        self._view.show_busy(busy=True)
        return True

    def _show(self, ways: "Sequence[SlotFacts]") -> None:
        self._view.show_ways([_way(one) for one in ways])

    def _over(self) -> None:
        self._view.show_busy(busy=False)
        self._view.forget_typed()
        self.load()

    def _tested(self, opens: bool) -> None:  # noqa: FBT001  the answer itself
        self._over()
        if opens:
            self._view.say(tr("Yes, this opens the vault."), done=True)
        else:
            self._view.say(tr("No, this does not open the vault."), tr("Nothing was changed."))

    def _added(self) -> None:
        self._over()
        self._view.empty_office()
        self._view.say(tr("The office can open this vault now."), done=True)

    def _removed(self) -> None:
        self._over()
        rest = tr("Whoever opened the vault before may have kept its key: change the key itself to be sure.")
        self._view.say(tr("This way in is gone."), rest, done=True)

    def _rotated(self, made: "Rotated") -> None:
        self._over()
        told = tr("This is your new recovery code. Write it down or print it now; the old one is worthless.")
        self._view.say(tr("The key is changed."), f"{told} {made.trouble}".strip(), done=not made.trouble)
        self._view.show_code(made.code)

    def _refused(self, problem: Exception) -> None:
        self._over()
        tell_refusal(problem, self._view.say, self._desk.failed)


def _way(slot: "SlotFacts") -> tuple[str, str]:
    since = tr("since {day}", day=short_day(slot.made.date())) if slot.made else ""
    if slot.kind == "escrow":
        name = slot.label or tr("without a name")
        words = tr("Office: {name} ({key}...)", name=name, key=slot.recipient[:_KEY_SHOWN])
        return f"{words} {since}".strip(), slot.identity
    if slot.kind == "recovery":
        return f"{tr('Recovery code')} {since}".strip(), slot.identity
    return f"{tr('Passphrase')} {since}".strip(), ""
