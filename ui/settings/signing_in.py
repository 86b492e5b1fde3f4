"""The nurse signs in in the browser while the window goes on: the wait for her holds nothing of the vault."""

from collections.abc import Callable
from threading import Event, Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from carenurse.app.sync_sign_in import SigningIn

CameBack = Callable[[str], object]
Ended = Callable[[Exception], object]


class Waiting(QObject):
    """Waits for the browser on a thread of its own; says on the window's thread what came of it."""

    _code = Signal(str)
    _problem = Signal(object)

    def __init__(self, signing_in: "SigningIn", came_back: CameBack, ended: Ended) -> None:
        super().__init__()
        self._signing_in, self._came_back, self._ended = signing_in, came_back, ended
        self._stopped = Event()
        self._code.connect(self._has_code)
        self._problem.connect(self._has_problem)
        self._thread = Thread(target=self._wait, name="sign-in", daemon=True)

    def start(self) -> None:
        """Begin to wait."""
        self._thread.start()

    def stop(self) -> None:
        """Wait no more; nothing is heard of it after that."""
        self._stopped.set()

    def _wait(self) -> None:
        try:
            code = self._signing_in.wait(lambda: not self._stopped.is_set())
        except Exception as problem:  # noqa: BLE001 - whatever it is, the window has to hear of it
            self._problem.emit(problem)
        else:
            self._code.emit(code)
        finally:
            self._signing_in.close()

    def _has_code(self, code: str) -> None:
        if not self._stopped.is_set():
            self._came_back(code)

    def _has_problem(self, problem: Exception) -> None:
        if not self._stopped.is_set():
            self._ended(problem)
