"""Hand-written stand-ins that more than one engineer's tests need."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from typing_extensions import override

from carenurse.app.ports import Records
from carenurse.errors import ExpectedError

T = TypeVar("T")


class InlineBackground:
    """Runs each use case at once on the caller's thread; a failure that nobody asked for is raised."""

    def __init__(self, records: Records) -> None:
        self.records = records

    def run(
        self,
        job: Callable[[Records], T],
        then: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        *,
        beside: bool = False,  # noqa: ARG002  everything is done at once
    ) -> None:
        self.do(job, then, failed)

    def do(
        self,
        job: Callable[[Records], T],
        then: Callable[[T], object] | None,
        failed: Callable[[Exception], object] | None,
    ) -> None:
        """Do what ``run`` is asked for; a background of another kind does it in its own way."""
        try:
            value = job(self.records)
        except Exception as problem:
            if failed is None:
                raise
            failed(problem)
        else:
            if then is not None:
                then(value)


class FullBackground(InlineBackground):
    """As on a disk that is full for a while: so many jobs fail, the rest is done."""

    def __init__(self, records: Records) -> None:
        super().__init__(records)
        self.full = 0

    @override
    def do(
        self,
        job: Callable[[Records], T],
        then: Callable[[T], object] | None,
        failed: Callable[[Exception], object] | None,
    ) -> None:
        if self.full and failed is not None:
            self.full -= 1
            failed(ExpectedError("The disk is full."))
        else:
            super().do(job, then, failed)


class SlowBackground(InlineBackground):
    """Does everything at once and answers when it is told to, as a store thread that is busy."""

    def __init__(self, records: Records) -> None:
        super().__init__(records)
        self.answers: list[Callable[[], object]] = []

    @override
    def do(
        self,
        job: Callable[[Records], T],
        then: Callable[[T], object] | None,
        failed: Callable[[Exception], object] | None,
    ) -> None:
        def later(value: T) -> None:
            self.answers.append(lambda: then(value) if then is not None else None)

        def fails_later(problem: Exception) -> None:
            self.answers.append(lambda: failed(problem) if failed is not None else None)

        super().do(job, later, fails_later if failed is not None else None)

    def answer(self, how_many: int = 100) -> None:
        """Let so many answers come, with what follows from them."""
        while self.answers and how_many:
            self.answers.pop(0)()
            how_many -= 1


class FixedClock:
    """Stands still until it is told to go on."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def go_on(self, by: timedelta) -> None:
        self._now += by
