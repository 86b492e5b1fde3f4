"""Hand-written stand-ins that more than one engineer's tests need."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from typing_extensions import override

from carenurse.app.ports import Records
from carenurse.errors import ExpectedError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked(Generic[T]):
    """What a background is asked for: a job, and who hears of its end."""

    job: Callable[[Records], T]
    then: Callable[[T], object] | None
    failed: Callable[[Exception], object] | None

    def ends(self, value: T) -> None:
        if self.then is not None:
            self.then(value)

    def fails(self, problem: Exception) -> None:
        """Tell whoever hears of failures; what nobody hears of is raised."""
        if self.failed is None:
            raise problem
        self.failed(problem)


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
        self.do(Asked(job, then, failed))

    def do(self, asked: Asked[T]) -> None:
        """Do what ``run`` is asked for; a background of another kind does it in its own way."""
        try:
            value = asked.job(self.records)
        except Exception as problem:  # noqa: BLE001  told or raised again
            asked.fails(problem)
        else:
            asked.ends(value)


class FullBackground(InlineBackground):
    """As on a disk that is full for a while: so many jobs fail, the rest is done."""

    def __init__(self, records: Records) -> None:
        super().__init__(records)
        self.full = 0

    @override
    def do(self, asked: Asked[T]) -> None:
        if self.full and asked.failed is not None:
            self.full -= 1
            asked.fails(ExpectedError("The disk is full."))
        else:
            super().do(asked)


class SlowBackground(InlineBackground):
    """Does everything at once and answers when it is told to, as a store thread that is busy."""

    def __init__(self, records: Records) -> None:
        super().__init__(records)
        self.answers: list[Callable[[], object]] = []

    @override
    def do(self, asked: Asked[T]) -> None:
        def later(value: T) -> None:
            self.answers.append(lambda: asked.ends(value))

        def fails_later(problem: Exception) -> None:
            self.answers.append(lambda: asked.fails(problem))

        super().do(Asked(asked.job, later, fails_later if asked.failed else None))

    def answer(self, how_many: int = 100) -> None:
        """Let so many answers come, with what follows from them."""
        while self.answers and how_many:
            self.answers.pop(0)()
            how_many -= 1


class WallClock:
    """The time of this computer, in UTC: for what really goes over a network."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class FixedClock:
    """Stands still until it is told to go on."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def go_on(self, by: timedelta) -> None:
        self._now += by
