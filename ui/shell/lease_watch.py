"""Looks now and then how the laptop stands with its office, and takes the office's code by telephone."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ui.shell.store_thread import StoreThread

if TYPE_CHECKING:
    from carenurse.app.lease import Challenge, LeaseState

LOOK_EVERY_MS = 30_000
"""How often it is looked whether the lease ran over; the look is a field of the header and the clock."""


class LeaseWatch(QObject):
    """Begins and ends with a sitting; ``told`` whenever it stands otherwise than at the last look."""

    told = Signal(object)
    code_wanted = Signal()
    """Somebody wants to enter a code of the office."""

    def __init__(self, store: StoreThread, failed: Callable[[Exception], object], parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._failed = store, failed
        self._state: LeaseState | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    @property
    def state(self) -> "LeaseState | None":
        """How it stood at the last look; None before the first."""
        return self._state

    def begin(self) -> None:
        """Look from now on, at once too."""
        self._state = None
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Look no more: the vault is being closed."""
        self._timer.stop()

    def look(self) -> None:
        """Look now: a run ended, half a minute went by."""
        from carenurse.app.lease import state_of  # noqa: PLC0415  not needed before the unlock

        self._store.whole(lambda vault, _go_on: state_of(vault), self._hear, self._failed)

    def _hear(self, state: "LeaseState") -> None:
        before, self._state = self._state, state
        if before != state:
            self.told.emit(state)
        if state.is_over or before != state:
            self._store.run(
                lambda _records: None
            )  # what jobs see may have changed: nobody else may ask today

    def ask_for_code(self) -> None:
        """Have the sheet opened in which a code is entered."""
        self.code_wanted.emit()

    def challenge(
        self, then: "Callable[[Challenge | None], object]", failed: Callable[[Exception], object]
    ) -> None:
        """Tell what to read to the office."""
        from carenurse.app.lease import challenge  # noqa: PLC0415

        self._store.whole(lambda vault, _go_on: challenge(vault), then, failed)

    def enter(
        self, typed: str, then: "Callable[[LeaseState], object]", failed: Callable[[Exception], object]
    ) -> None:
        """Try a code; the right one opens everything at once."""
        from carenurse.app.lease import enter_code  # noqa: PLC0415

        def right(state: "LeaseState") -> None:
            then(state)
            self._hear(state)

        self._store.whole(lambda vault, _go_on: enter_code(vault, typed), right, failed)
