"""A serving office looks after itself: a backup each day, a drill each month, both on demand too.

All of it runs on a thread of its own beside the serving; the copy is made in small steps, and checked, as in
the window.
"""

from collections.abc import Callable
from datetime import datetime
from threading import Event, Lock, Thread
from typing import Final

from carenurse.app.open_vault import OpenVault
from carenurse.app.upkeep import BackedUp, due, keep_up, try_newest
from carenurse.errors import ExpectedError
from carenurse.translations import tr

FIRST: Final = 60.0
"""Seconds of serving before the first look: an office that is switched off each night has its backup, too."""
EVERY: Final = 600.0
"""Seconds between two later looks at what is due."""


class _Closing(Exception):  # noqa: N818 - no failure: the office closes in the middle of a copy
    """The office closes; a copy that is half made is thrown away by whoever makes it."""


class OfficeUpkeep:
    """Backups of one serving office.

    ``tell`` hears of each copy, and of what kept one from being made, in a sentence; ``note_fault`` writes a
    failure of ours into the log.
    """

    def __init__(
        self,
        vault: OpenVault,
        now: Callable[[], datetime],
        tell: Callable[[str], object],
        note_fault: Callable[[Exception], object],
        *,
        first: float = FIRST,
        every: float = EVERY,
    ) -> None:
        self._vault, self._now, self._first, self._every = vault, now, first, every
        self._tell, self._note_fault = tell, note_fault
        self._closing, self._busy = Event(), Lock()
        self._thread = Thread(target=self._watch, name="office-upkeep", daemon=True)

    def start(self) -> None:
        """Begin to look at what is due."""
        self._thread.start()

    def stop(self) -> None:
        """End; what is being copied is left unfinished and goes."""
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join()

    def back_up_now(self) -> BackedUp:
        """Make a backup at once. Raises as ``upkeep.keep_up``."""
        with self._busy:
            return keep_up(self._vault, self._now(), self._go_on)

    def _watch(self) -> None:
        wait = self._first
        while not self._closing.wait(wait):
            wait = self._every
            try:
                self._look()
            except _Closing:
                return
            except ExpectedError as problem:
                self._tell(tr("There is no new backup. {why}", why=f"{problem.sentence} {problem.remedy}"))
            except Exception as problem:  # noqa: BLE001 - the next look may succeed; the log has it
                self._note_fault(problem)

    def _look(self) -> None:
        """Do what is due now."""
        with self._busy:
            wanted = due(self._vault, self._now())
            if wanted.backup:
                self._tell(words_of(keep_up(self._vault, self._now(), self._go_on)))
            if wanted.drill and (tried := try_newest(self._vault, self._now(), self._go_on)) is not None:
                held = tr("The monthly trial of the newest backup: it opens and is whole.")
                self._tell(held if tried.holds else tr("The newest backup did not pass its monthly trial."))

    def _go_on(self, _share: float) -> None:
        if self._closing.is_set():
            raise _Closing


def words_of(made: BackedUp) -> str:
    """Say what was backed up, and what went wrong with the second place."""
    told = tr("Backup made and checked: {folder}", folder=made.backup.folder)
    return f"{told} {made.trouble}".strip()
