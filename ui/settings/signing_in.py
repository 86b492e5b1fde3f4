"""The nurse signs in in the browser while the window goes on: the wait for her holds nothing of the vault."""

from collections.abc import Callable
from threading import Event, Thread
from typing import TYPE_CHECKING

from ui.widgets.errand import Errand, send

if TYPE_CHECKING:
    from carenurse.app.sync_sign_in import SigningIn

CameBack = Callable[[str], object]
Ended = Callable[[Exception], object]


class Waiting:
    """Waits for the browser on a thread of its own; says on the window's thread what came of it."""

    def __init__(self, signing_in: "SigningIn", came_back: CameBack, ended: Ended) -> None:
        self._signing_in, self._came_back, self._ended = signing_in, came_back, ended
        self._stopped = Event()

    def start(self) -> None:
        """Begin to wait."""
        signing_in, stopped = self._signing_in, self._stopped

        def wait() -> str:
            try:
                return signing_in.wait(lambda: not stopped.is_set())
            finally:
                signing_in.close()

        send(
            Errand(wait, self._has_code, self._has_problem),
            lambda work: Thread(target=work, name="sign-in", daemon=True).start(),
        )

    def stop(self) -> None:
        """Wait no more; nothing is heard of it after that."""
        self._stopped.set()

    def _has_code(self, code: str) -> None:
        if not self._stopped.is_set():
            self._came_back(code)

    def _has_problem(self, problem: Exception) -> None:
        if not self._stopped.is_set():
            self._ended(problem)
