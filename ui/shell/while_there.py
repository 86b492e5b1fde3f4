"""The ``Background`` of something that can go away: what comes back after it went has nowhere to be shown."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from carenurse.app.ports import Background, Records

T = TypeVar("T")


class WhileThere:
    """Sends what ``background`` sends; answers only while the owner is there. Work that was sent is done.

    ``told`` hears of what fails after the owner went: a failure is never dropped.
    """

    def __init__(self, background: Background, told: Callable[[Exception], object]) -> None:
        self._background, self._told = background, told
        self._there = True

    def until(self, owner: QObject) -> None:
        """Answer until this is destroyed."""
        owner.destroyed.connect(self._end)

    def _end(self) -> None:
        self._there = False

    def run(
        self,
        job: Callable[[Records], T],
        then: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        *,
        beside: bool = False,
    ) -> None:
        """Send a use case to the record."""

        def shown(found: T) -> None:
            if self._there and then is not None:
                then(found)

        def fails(problem: Exception) -> None:
            (failed if self._there and failed is not None else self._told)(problem)

        self._background.run(job, shown, fails, beside=beside)
