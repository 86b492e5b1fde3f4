"""Leaving for good: everything is saved first, each time anew; what cannot be saved keeps the window open."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from ui.shell.lock_guard import LockGuard

_PATIENCE_MS = 60_000
"""Who closes the window again so soon after she was told that words are unsaved means it."""


class LastSave(QObject):
    """One for each sitting. ``close`` closes the window; ``tell`` says that not everything could be saved."""

    def __init__(self, guard: LockGuard, close: Callable[[], object], tell: Callable[[], object]) -> None:
        super().__init__(guard)
        self._guard, self._close, self._tell = guard, close, tell
        self._may_close = False
        self._told = QTimer(self)
        """Runs while she has just been told."""
        self._told.setSingleShot(True)
        self._told.setInterval(_PATIENCE_MS)

    def lets_go(self) -> bool:
        """Say whether the window may close now; else save, and close it when all is kept.

        Behind a cover nothing is begun: the guard saves there by itself.
        """
        covered = self._guard.cover is not None
        if self._may_close or (covered and self._guard.kept):
            return True
        if not covered:
            self._guard.keep(self._answer)
        return False

    def _answer(self, kept: bool) -> None:  # noqa: FBT001  the answer itself
        if kept or self._told.isActive():
            self._may_close = True
            self._close()
            self._may_close = False
        else:
            self._tell()
            self._told.start()
