"""The office has this laptop emptied: what stands on the screen is kept first, and nobody types any more."""

from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from carenurse.app.sync_run import Cord
    from ui.shell.office_runs import OfficeRuns
    from ui.shell.workplace import Workplace

_LONGEST_WAIT = 20.0
"""Seconds for the words to be kept; what pages keep by themselves is in the record long before."""


class Emptying(QObject):
    """Serves the runs of one window; ``done`` when the vault is gone."""

    done = Signal()
    _hush = Signal(object, object)

    def __init__(
        self, runs: "OfficeRuns", workplace: "Callable[[], Workplace | None]", parent: QObject
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._hush.connect(self._keep, Qt.ConnectionType.QueuedConnection)
        runs.hush = self.hush
        runs.ended.connect(self._type_again)
        runs.wiped.connect(self._tell)

    def hush(self, cord: "Cord") -> bool:
        """Have everything typed kept, and no more typed; say whether it was. On the run's own thread.

        A run that is broken off waits for nothing: a window that closes waits for the run.
        """
        kept = SimpleQueue[bool]()
        cord.tells(lambda: kept.put(not cord.is_pulled))
        self._hush.emit(kept, cord)
        try:
            return kept.get(timeout=_LONGEST_WAIT)
        except Empty:
            return False

    def _keep(self, kept: "SimpleQueue[bool]", cord: "Cord") -> None:
        from ui.shell.lock_cursor import cursor_in  # noqa: PLC0415  loaded by now

        if cord.is_pulled:
            return
        workplace = self._workplace()
        if workplace is None:
            nothing_is_typed = True
            kept.put(nothing_is_typed)
            return
        there = workplace.whereabouts(cursor_in(workplace))
        workplace.setEnabled(False)
        workplace.keep(there, kept.put)

    def _tell(self, _when: object) -> None:
        self.done.emit()

    def _type_again(self) -> None:
        """Let the nurse go on: the office did not sign for everything, so nothing was destroyed."""
        workplace = self._workplace()
        if workplace is not None:
            workplace.setEnabled(True)
