"""In a quiet moment the vault looks after itself: backups, a monthly drill, another key after a removal."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer

from carenurse.errors import ExpectedError
from carenurse.translations import tr
from ui.shell.store_thread import StoreThread

if TYPE_CHECKING:
    from carenurse.app.open_vault import OpenVault
    from carenurse.app.ports import Clock
    from carenurse.app.upkeep import DrillNote

LOOK_EVERY_MS = 30_000
"""How often it is looked whether something is due; the look takes milliseconds, on a thread beside."""


class Teller(Protocol):
    """Who says to the nurse what came of it."""

    def show_backed_up(self, when: datetime | None) -> None:
        """Say in the status bar when the last backup was made."""
        ...

    def show_warning(self, sentence: str) -> None:
        """Say above the page what went wrong and what to do."""
        ...


@dataclass(frozen=True, slots=True)
class _Done:
    """What was done: ``made`` is the newest backup there is, whether made now or before.

    ``trouble_elsewhere``: what kept the second place from following, and what to do.
    """

    made: datetime | None
    trouble_elsewhere: str
    tried: "DrillNote | None"


class Upkeep(QObject):
    """Looks now and then while the store rests; stops with the sitting. The log is brought home then.

    ``teller`` gives who is in front, or nobody. A failure is told once, not at every try.
    """

    def __init__(
        self, store: StoreThread, clock: "Clock", teller: Callable[[], Teller | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._store, self._clock, self._teller = store, clock, teller
        self._running = False
        self._told: set[str] = set()
        self._elsewhere = True
        """Whether what the second place owes is tried: once refused, not again in this sitting."""
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Look from now on."""
        self._told.clear()
        self._elsewhere = True
        self._running = False
        self._timer.start()

    def stop(self) -> None:
        """Look no more: the vault is being closed."""
        self._timer.stop()

    def look(self) -> None:
        """Do what is due, if nothing else is going on."""
        if self._running or not self._store.rests:
            return
        self._running = True
        now = self._clock.now()
        elsewhere = self._elsewhere
        self._store.beside(
            lambda vault, go_on: _keep_up(vault, now, go_on, elsewhere=elsewhere), self._done, self._failed
        )

    def _done(self, done: _Done) -> None:
        self._running = False
        teller = self._teller()
        if teller is None:
            return
        teller.show_backed_up(done.made)
        if done.trouble_elsewhere:
            self._elsewhere = False
            self._tell_once(done.trouble_elsewhere)
        if done.tried and not done.tried.holds:
            self._tell_once(" ".join(done.tried.words))

    def _failed(self, problem: Exception) -> None:
        self._running = False
        if not isinstance(problem, ExpectedError):
            raise problem
        why = f"{problem.sentence} {problem.remedy}"
        self._tell_once(why if _is_about_the_key(problem) else tr("There is no new backup. {why}", why=why))

    def _tell_once(self, sentence: str) -> None:
        teller = self._teller()
        if teller is not None and sentence not in self._told:
            self._told.add(sentence)
            teller.show_warning(sentence)


def _is_about_the_key(problem: Exception) -> bool:
    from carenurse.app.upkeep import NotErasedError  # noqa: PLC0415  loaded by now

    return isinstance(problem, NotErasedError)


def _keep_up(
    vault: "OpenVault", now: datetime, go_on: Callable[[float], object], *, elsewhere: bool
) -> _Done:
    from carenurse.app import backups, upkeep  # noqa: PLC0415  not needed before the first quiet moment

    vault.checkpoint()
    wanted = upkeep.due(vault, now)
    made = upkeep.keep_up(vault, now, go_on) if wanted.backup else None
    made = upkeep.erase(vault, now, go_on) if wanted.erase else made
    trouble = made.trouble if made else ""
    trouble = upkeep.settle_elsewhere(vault, now) if wanted.elsewhere and elsewhere else trouble
    tried = upkeep.try_newest(vault, now, go_on) if wanted.drill else None
    newest = next(iter(backups.backups_of(vault)), None)
    return _Done(newest.made if newest else None, trouble, tried)
