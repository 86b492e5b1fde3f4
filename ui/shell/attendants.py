"""What serves an open vault beside its pages: its ways in, its care, runs to the office, lease, upkeep."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from ui.shell.doors import Opened
from ui.shell.store_thread import StoreThread
from ui.shell.vault_care import VaultCare
from ui.shell.vault_keys import VaultKeys

if TYPE_CHECKING:
    from carenurse.app.ports import Clock
    from carenurse.app.upkeep import BackupsStanding
    from ui.shell.lease_watch import LeaseWatch
    from ui.shell.office_runs import OfficeRuns
    from ui.shell.quiet import Upkeep
    from ui.shell.workplace import Workplace


class Attendants(QObject):
    """Begin with each sitting and end with it. The demo has none: its vault is thrown away."""

    emptied = Signal()
    """The vault is gone: its office had it destroyed, and everything written in it is there."""

    def __init__(
        self,
        store: StoreThread,
        clock: "Clock",
        told: Callable[[Exception], None],
        workplace: "Callable[[], Workplace | None]",
        parent: QObject,
    ) -> None:
        """Take where failures are told, and the pages of this sitting, which may be covered."""
        super().__init__(parent)
        self._store, self._clock, self._told, self._workplace = store, clock, told, workplace
        self.keys: VaultKeys | None = None
        self.care: VaultCare | None = None
        self.runs: OfficeRuns | None = None
        self.lease: LeaseWatch | None = None
        self._upkeep: Upkeep | None = None

    def begin(self, opened: Opened) -> None:
        """Serve the vault that was opened."""
        if opened.demo:
            self.keys = self.care = self.runs = self.lease = None
            return
        from ui.shell.lease_watch import LeaseWatch  # noqa: PLC0415  after the first picture
        from ui.shell.quiet import Upkeep  # noqa: PLC0415

        self.keys = VaultKeys(self._store, self._clock, opened)
        self.care = VaultCare(self._store, self._clock, self._told)
        self.runs = self.runs or self._make_runs()
        self.runs.begin()
        if self.lease is None:
            self.lease = LeaseWatch(self._store, self._told, self)
            self.runs.ended.connect(self.lease.look)
        self.lease.begin()
        self._upkeep = self._upkeep or Upkeep(self._store, self._clock, self._workplace, self)
        self._upkeep.begin()
        self.care.standing(self._tell_backup)

    def _make_runs(self) -> "OfficeRuns":
        from ui.shell.emptying import Emptying  # noqa: PLC0415  loaded by now
        from ui.shell.office_runs import OfficeRuns  # noqa: PLC0415

        runs = OfficeRuns(self._store, self._clock, self)
        Emptying(runs, self._workplace, self).done.connect(self.emptied)
        return runs

    def _tell_backup(self, found: "BackupsStanding") -> None:
        """Say when the last backup was made, that one was never made too."""
        workplace = self._workplace()
        if workplace is not None:
            workplace.show_backed_up(found.here[0].made if found.here else None)

    def covered(self) -> None:
        """Leave no connection open behind a cover."""
        if self.runs is not None:
            self.runs.disconnect_from_office()

    def end(self) -> None:
        """Leave it: the vault is being closed. Twice is harmless."""
        if (workplace := self._workplace()) is not None and isValid(workplace):
            workplace.open_forms.end()
        if self._upkeep is not None:
            self._upkeep.stop()
        if self.lease is not None:
            self.lease.stop()
        if self.runs is not None:
            self.runs.end()
