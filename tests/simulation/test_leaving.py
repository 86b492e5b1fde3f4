"""Whoever left the caseload stays for a while, by the laptop's clock and by the office's."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime

from carenurse.store.journal_facts import Held
from carenurse.sync.wire import Request, Response
from tests.simulation.laptop import Laptop
from tests.simulation.made import condition, patient
from tests.simulation.office import Quirks
from tests.simulation.scene import ROSA, Scene

Make = Callable[[Quirks], Scene]
MONTH = timedelta(days=31)
WOUND = ("Condition", "wound")


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


def test_what_the_office_took_late_stays_as_long_as_a_restored_one_may_lack_it(scene: Make) -> None:
    """She had held it back; the office took it a month later, and was restored to the night before."""
    here = scene(Quirks())
    laptop = here.laptop()
    laptop.grace = timedelta(days=30)
    here.run(laptop)
    laptop.put(condition("wound", "rosa"))
    (held,) = laptop.journal.changes()
    laptop.journal.hold(held.sequence, Held.BY_NURSE, "")
    here.caseload()
    here.run(laptop)
    backup = here.office.snapshot()

    laptop.journal.release(held.sequence)
    here.run(laptop, after=MONTH.total_seconds())
    assert here.office.resource(WOUND)
    here.office.restore(backup)
    for _ in range(3):
        here.run(laptop, after=1000)

    assert (here.office.resource(WOUND) or {})["subject"] == {"reference": "Patient/rosa"}
    here.run(laptop, after=MONTH.total_seconds())
    assert laptop.records.get(*ROSA) is None


def test_nobody_leaves_in_a_run_that_finds_the_office_restored_in_its_end(scene: Make) -> None:
    here = scene(Quirks())
    here.office.write(("Patient", "ana"), patient("ana"), "office")
    laptop = here.laptop()
    laptop.grace = timedelta(days=30)
    here.run(laptop)
    here.caseload("ana")
    backup = here.office.snapshot()
    here.caseload("rosa", "ana")
    laptop.put(condition("wound", "rosa"))
    here.run(laptop)
    here.caseload("ana")
    here.run(laptop)
    laptop.put(condition("other", "ana"))
    sent: list[str] = []

    def handle(request: Request, by: str) -> Response:
        counts = request.path.startswith("Basic/") or b'"Basic/' in request.body
        if sent == ["sent"] and counts and b'"PUT"' not in request.body:
            here.office.restore(backup)
            sent.append("restored")
        answer = here.office.handle(request, by)
        if not sent and b'"other"' in request.body:
            sent.append("sent")
        return answer

    laptop.wire.handle = handle
    here.run(laptop, after=MONTH.total_seconds())

    assert sent == ["sent", "restored"]
    assert laptop.records.get(*ROSA)
    for _ in range(3):
        here.run(laptop, after=1000)
    assert (here.office.resource(WOUND) or {})["subject"] == {"reference": "Patient/rosa"}
