"""Showing that it is still the same nurse: by the PIN of this sitting, else by the passphrase. No pixels."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from carenurse.app.locking_pin import SittingPin, Tries, pin_problem
from carenurse.app.locking_trail import note_wrong_try
from carenurse.app.ports import Records
from carenurse.translations import tr, trn
from ui.shell.store_thread import Keyed, StoreThread

Way = Literal["pin", "passphrase", "demo"]


class ProofView(Protocol):
    """What the card can show."""

    def ask_pin(self, *, passphrase_too: bool) -> None:
        """Ask for the PIN; offer the passphrase instead, where there is one."""
        ...

    def ask_passphrase(self, *, pin_too: bool) -> None:
        """Ask for the passphrase; offer to choose a PIN with it."""
        ...

    def ask_nothing(self) -> None:
        """Offer to go on: in the demo there is nothing to protect."""
        ...

    def show_busy(self, *, busy: bool) -> None:
        """Let nothing be pressed while a key is worked out."""
        ...

    def say(self, sentence: str, remedy: str = "") -> None:
        """Say what was wrong, and take away what was typed."""
        ...

    def show_pin_problem(self, sentence: str) -> None:
        """Say under the new PIN what is wrong with it."""
        ...


@dataclass(slots=True)
class Sitting:
    """What this process knows of the nurse until it ends: never kept anywhere else."""

    demo: bool = False
    pin: SittingPin | None = None
    tries: Tries = field(default_factory=Tries)


class Proof:
    """Tries PINs and passphrases on the store thread; ``proven`` once, or ``exhausted`` after five wrong."""

    def __init__(
        self,
        view: ProofView,
        sitting: Sitting,
        store: StoreThread,
        *,
        proven: Callable[[Way], object],
        exhausted: Callable[[], object],
        failed: Callable[[Exception], object],
    ) -> None:
        self._view, self._sitting, self._store = view, sitting, store
        self._proven, self._exhausted, self._failed = proven, exhausted, failed
        self._busy = False

    def begin(self) -> None:
        """Ask for what there is."""
        if self._sitting.pin is not None:
            self._view.ask_pin(passphrase_too=not self._sitting.demo)
        elif self._sitting.demo:
            self._view.ask_nothing()
        else:
            self._view.ask_passphrase(pin_too=True)

    def use_passphrase(self) -> None:
        """Ask for the passphrase instead: the PIN is forgotten, or is not enough any more."""
        if self._sitting.demo:
            self.begin()
        else:
            self._view.ask_passphrase(pin_too=True)

    def go_on(self) -> None:
        """Go on in the demo."""
        if self._sitting.demo and self._sitting.pin is None:
            self._proven("demo")

    def try_pin(self, pin: str) -> None:
        """Try a PIN."""
        kept = self._sitting.pin
        if kept is None or self._busy or not pin:
            return
        self._be_busy(busy=True)
        self._store.work(lambda: kept.opens(pin), lambda right: self._answer(right, "pin"), self._broke)

    def try_passphrase(self, passphrase: str, new_pin: str) -> None:
        """Try the passphrase; the PIN chosen with it counts from now on, an empty one leaves the old."""
        problem = pin_problem(new_pin) if new_pin else ""
        self._view.show_pin_problem(problem)
        if problem or self._busy or not passphrase:
            return
        self._be_busy(busy=True)

        def job(vault: Keyed) -> tuple[bool, SittingPin | None]:
            right = vault.ways_in.passphrase_opens(passphrase)
            return right, SittingPin(new_pin) if right and new_pin else None

        def told(found: tuple[bool, SittingPin | None]) -> None:
            self._sitting.pin = found[1] or self._sitting.pin
            self._answer(found[0], "passphrase")

        self._store.keyed(job, told, self._broke)

    def _be_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self._view.show_busy(busy=busy)

    def _answer(self, right: bool, way: Literal["pin", "passphrase"]) -> None:  # noqa: FBT001  the answer itself
        self._be_busy(busy=False)
        if right:
            self._sitting.tries.forgive()
            self._proven(way)
            return
        left = self._sitting.tries.missed()
        self._store.run(_note(way), failed=lambda _full: None)
        if not left:
            self._sitting.tries.forgive()
            self._sitting.pin = None
            self._exhausted()
            return
        wrong = {"pin": tr("This is not the PIN."), "passphrase": tr("This is not your passphrase.")}
        rest = trn(
            "{number} more try, then the vault is closed.", "{number} more tries, then it is closed.", left
        )
        self._view.say(wrong[way], rest)

    def _broke(self, problem: Exception) -> None:
        self._be_busy(busy=False)
        self._failed(problem)


def _note(way: Literal["pin", "passphrase"]) -> Callable[[Records], None]:
    return lambda records: note_wrong_try(records, way)
