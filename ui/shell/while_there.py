"""The ``Background`` of something that can go away: what comes back after it went has nowhere to be shown."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from carenurse.app.ports import Background, Records

T = TypeVar("T")


def unbound(act: Callable[..., object]) -> Callable[..., object]:
    """Leave what hears of an answer as it is."""
    return act


class WhileThere:
    """Sends what ``background`` sends; answers only while the owner is there. Work that was sent is done.

    ``told`` hears of what fails after the owner went: a failure is never dropped. ``bind`` is given what
    will hear of the answer when the job is sent, and gives what hears of it.
    """

    def __init__(
        self,
        background: Background,
        told: Callable[[Exception], object],
        bind: Callable[[Callable[..., object]], Callable[..., object]] = unbound,
    ) -> None:
        self._background, self._told, self._bind = background, told, bind
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

        self._background.run(job, self._bind(shown), self._bind(fails), beside=beside)
