"""The panels of the vault itself, each joined to its presenter; there are none in the demo."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from carenurse.app.code_on_paper import note_code_on_paper
from ui.settings.backups_panel import BackupsPanel
from ui.settings.backups_presenter import BackupsPresenter
from ui.settings.leaving_panel import LeavingPanel, LeavingPresenter
from ui.settings.locks_panel import LocksPanel
from ui.settings.locks_presenter import LocksPresenter
from ui.widgets.care import Care
from ui.widgets.page import Desk


class CarePanels:
    """Backups, what opens the vault, who left. ``print_code`` prints a recovery code that is shown."""

    def __init__(self, desk: Desk, care: Care, print_code: Callable[[str], object]) -> None:
        self._desk = desk
        self.backups = BackupsPanel()
        self.locks = LocksPanel()
        self.leaving = LeavingPanel()
        self._backups = BackupsPresenter(self.backups, desk, care)
        self._locks = LocksPresenter(self.locks, desk, care)
        self._leaving = LeavingPresenter(self.leaving, desk, care)
        self._join_backups()
        self._join_locks(print_code)
        self.leaving.removal_wanted.connect(self._leaving.remove)

    def _join_backups(self) -> None:
        panel, presenter = self.backups, self._backups
        panel.backup_wanted.connect(presenter.back_up)
        panel.trial_wanted.connect(presenter.try_newest)
        panel.check_wanted.connect(presenter.check)
        panel.place_wanted.connect(presenter.choose_place)
        panel.no_place_wanted.connect(presenter.no_place)
        panel.restore_wanted.connect(presenter.restore)

    def _join_locks(self, print_code: Callable[[str], object]) -> None:
        panel, presenter = self.locks, self._locks
        panel.test_wanted.connect(presenter.test)
        panel.office_wanted.connect(presenter.add_office)
        panel.removal_wanted.connect(presenter.remove)
        panel.rotation_wanted.connect(presenter.rotate)
        panel.print_wanted.connect(print_code)
        panel.written.connect(self._write_down)

    def _write_down(self) -> None:
        self._desk.background.run(note_code_on_paper)

    @property
    def panels(self) -> tuple[QWidget, ...]:
        """The panels from top to bottom."""
        return self.backups, self.locks, self.leaving

    def load(self) -> None:
        """Show what there is."""
        self._backups.load()
        self._locks.load()
        self._leaving.load()

    def forget(self) -> None:
        """Forget secrets and codes, and what was told."""
        self.backups.forget()
        self.locks.forget()
