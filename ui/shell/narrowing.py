"""What the pages may see changes under them: first their words are kept, then they see less.

A lease that runs over, or a day that ends while it is over, takes people out of sight. Whatever stands typed
about them was typed while they were in sight: it is saved before they go, and only then do jobs see less.
"""

from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from carenurse.app.ports import Records

PATIENCE = 120.0
"""Seconds after which jobs see less though nobody said that the words are kept."""


class Narrowing(QObject):
    """Picks what a job sees; asked on whichever thread runs the job."""

    changed = Signal()
    """Less is to be seen, once ``agree`` is called; or everything again, already."""

    def __init__(self, seconds: Callable[[], float] = monotonic, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seconds = seconds
        self._turn = Lock()
        self._given: Records | None = None
        self._since: float | None = None
        self._agreed = False

    def begin(self) -> None:
        """Forget the vault of before: a sitting begins with what may be seen."""
        with self._turn:
            self._given, self._since, self._agreed = None, None, False

    def agree(self) -> None:
        """See less from now on, where that is due: every word is kept."""
        with self._turn:
            self._agreed = self._since is not None

    def pick(self, wanted: "Records") -> "Records":
        """Give what a job may see now, or for a little while longer what was seen before."""
        with self._turn:
            told, self._given = self._judge(wanted)
            given = self._given
        if told:
            self.changed.emit()
        return given

    def _judge(self, wanted: "Records") -> "tuple[bool, Records]":
        from carenurse.app.some_people import SomePeople, shows_less  # noqa: PLC0415  not for the first picture

        before = self._given
        if before is not None and shows_less(wanted, before):
            told = self._since is None
            self._since = self._seconds() if self._since is None else self._since
            if not self._agreed and self._seconds() - self._since < PATIENCE:
                return told, before
        else:
            told = isinstance(before, SomePeople) and not isinstance(wanted, SomePeople)
        self._since, self._agreed = None, False
        return told, wanted
