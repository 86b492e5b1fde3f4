"""The one place that tells what went wrong: the world's faults in their own words, ours by a code."""

from collections.abc import Callable
from typing import Protocol

from carenurse.errors import ExpectedError, UnsavedError
from carenurse.translations import tr


class Speaks(Protocol):
    """Where failures are shown: a message at the foot of the page, never a modal."""

    def __call__(self, sentence: str, remedy: str, *, broken: bool, until_saved: bool = False) -> None:
        """Show what went wrong and what to do; ``until_saved``: it is over with the next save."""
        ...


class Failures:
    """Give its ``tell`` to whoever may fail. ``broken`` marks a fault of ours."""

    def __init__(self, speaks: Speaks, write_down: Callable[[BaseException], str]) -> None:
        self._speaks = speaks
        self._write_down = write_down
        self.told = 0
        """How many were told so far."""

    def tell(self, problem: BaseException) -> None:
        """Tell one failure."""
        self.told += 1
        if isinstance(problem, ExpectedError):
            unsaved = isinstance(problem, UnsavedError)
            self._speaks(problem.sentence, problem.remedy, broken=False, until_saved=unsaved)
            return
        code = self._write_down(problem)
        remedy = tr("Go on working. If it happens again, tell your office this code: {code}", code=code)
        self._speaks(tr("Something broke. Your work up to now is saved."), remedy, broken=True)


def write_down(problem: BaseException) -> str:
    """Put a fault of ours into the log and give the code that names it there."""
    from carenurse.app.logs import note_fault  # noqa: PLC0415  nothing has failed at the start

    return note_fault(problem)
