"""Entering a code of the office by telephone: what is read out, what is typed, what was wrong. No pixels."""

from typing import TYPE_CHECKING, Protocol

from carenurse.errors import ExpectedError
from carenurse.translations import tr
from ui.widgets.lease import CodeByTelephone

if TYPE_CHECKING:
    from collections.abc import Callable

    from carenurse.app.lease import Challenge, LeaseState


class CodeView(Protocol):
    """What the sheet can show."""

    def show_challenge(self, text: str) -> None:
        """Show the letters to read to the office."""
        ...

    def show_no_code(self, sentence: str, remedy: str) -> None:
        """Say that no code can be taken here, and what helps instead."""
        ...

    def show_problem(self, sentence: str, remedy: str) -> None:
        """Say what was wrong with what was typed."""
        ...

    def show_wait(self, seconds: int) -> None:
        """Count down until the next try."""
        ...

    def show_busy(self, *, busy: bool) -> None:
        """Let nothing be pressed while the code is tried."""
        ...

    def show_right(self) -> None:
        """Be done: everything opens."""
        ...


class CodeEntry:
    """Behavior of the sheet; ``failed`` is where bugs go."""

    def __init__(
        self, view: CodeView, door: CodeByTelephone, failed: "Callable[[Exception], object]"
    ) -> None:
        self._view, self._door, self._failed = view, door, failed

    def begin(self) -> None:
        """Ask for the letters."""
        self._door.challenge(self._show, self._failed)

    def _show(self, asked: "Challenge | None") -> None:
        if asked is None:
            self._view.show_no_code(
                tr("This laptop cannot take a code: it has not met its office since it could."),
                tr("Connect, and send and receive once: that opens everything, and codes work from then on."),
            )
            return
        self._view.show_challenge(asked.text)
        if asked.wait:
            self._view.show_wait(asked.wait)

    def enter(self, typed: str) -> None:
        """Try what was typed: in any case, with spaces or dashes anywhere."""
        if not any(sign.isalnum() for sign in typed):
            self._view.show_problem(tr("Write the code that the office tells you."), "")
            return
        self._view.show_busy(busy=True)
        self._door.enter(typed, self._right, self._wrong)

    def _right(self, _state: "LeaseState") -> None:
        self._view.show_busy(busy=False)
        self._view.show_right()

    def _wrong(self, problem: Exception) -> None:
        self._view.show_busy(busy=False)
        if not isinstance(problem, ExpectedError):
            self._failed(problem)
            return
        self._view.show_problem(problem.sentence, problem.remedy)
        self.begin()  # after five wrong ones the letters are others, and there is a wait
