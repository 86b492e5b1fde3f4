"""Whoever left the caseload stays for a while, by the laptop's clock and by the office's."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime

from carenurse.sync.wire import Request, Response
from tests.simulation.laptop import Laptop
from tests.simulation.office import Quirks
from tests.simulation.scene import ROSA, Scene

Make = Callable[[Quirks], Scene]
MONTH = timedelta(days=31)


def _laptop_whose_office_tells_its_time(here: Scene, ahead: list[timedelta]) -> Laptop:
    """Give out a laptop whose clock is so much ahead of the office's, which dates its answers."""
    made = here.laptop()
    made.grace = timedelta(days=30)

    def now() -> datetime:
        return here.clock + sum(ahead, timedelta(0))

    def dated(request: Request, by: str) -> Response:
        answer = here.office.handle(request, by)
        return replace(answer, headers={**answer.headers, "date": format_datetime(here.clock, usegmt=True)})

    made.now, made.wire.handle = now, dated
    return made


def test_a_laptop_whose_clock_is_set_a_month_ahead_keeps_who_just_left(scene: Make) -> None:
    here, ahead = scene(Quirks()), list[timedelta]()
    laptop = _laptop_whose_office_tells_its_time(here, ahead)
    here.run(laptop)
    here.caseload()
    here.run(laptop)

    ahead.append(MONTH)
    here.run(laptop)
    assert laptop.records.get(*ROSA)
    here.run(laptop, after=MONTH.total_seconds())

    assert laptop.records.get(*ROSA) is None


def test_an_office_that_does_not_tell_its_time_leaves_it_to_the_laptops(scene: Make) -> None:
    here = scene(Quirks())
    laptop = here.laptop()
    laptop.grace = timedelta(days=30)
    here.run(laptop)
    here.caseload()
    here.run(laptop)
    assert laptop.records.get(*ROSA)

    here.run(laptop, after=MONTH.total_seconds())

    assert laptop.records.get(*ROSA) is None
