"""Our own office names its start: what was seen under it need not be looked at again until another."""

from collections.abc import Callable
from datetime import timedelta

from carenurse.sync.steps import Ending
from carenurse.sync.wire import Request, Response
from tests.simulation.ghost import changed, said
from tests.simulation.laptop import Laptop
from tests.simulation.made import condition
from tests.simulation.quirks import Quirks
from tests.simulation.scene import ROSA, Scene

Make = Callable[[Quirks], Scene]
OURS = Quirks(native=True)
MARRIED = ("maritalStatus", "text")


def asked_by(here: Scene, laptop: Laptop) -> list[str]:
    asked: list[str] = []

    def handle(request: Request, by: str) -> Response:
        asked.append(f"{request.method} {request.path.partition('?')[0]}")
        return here.office.handle(request, by)

    laptop.wire.handle = handle
    return asked


def settled(here: Scene) -> Laptop:
    laptop = here.laptop()
    for _ in range(2):
        assert here.run(laptop).ending is Ending.COMPLETE
    here.clock += timedelta(hours=1)
    return laptop


def test_a_run_that_finds_nothing_new_asks_our_office_for_the_feed_and_the_caseload(scene: Make) -> None:
    here = scene(OURS)
    laptop = settled(here)
    asked = asked_by(here, laptop)

    here.run(laptop)

    assert asked == ["GET $changes", "GET Group/g1"]


def test_what_is_sent_is_looked_at_once_in_a_run(scene: Make) -> None:
    here = scene(OURS)
    laptop = settled(here)
    laptop.put(condition("wound", "rosa"), changed(laptop.records.get(*ROSA) or {}, MARRIED, "widowed"))
    asked = asked_by(here, laptop)

    here.run(laptop)

    device = laptop.journal.cursor("device")
    sent = ["GET Basic/" + device, "POST ", "POST "]
    assert asked == [*sent, "GET Group/g1", "GET $changes", "PUT Basic/" + device]


def test_an_office_that_is_restored_between_look_and_word_is_not_written_over(scene: Make) -> None:
    here = scene(OURS)
    laptop = settled(here)
    backup = here.office.snapshot()
    here.writes(changed(here.office.resource(ROSA) or {}, MARRIED, "married"))
    here.run(laptop)
    laptop.put({**(laptop.records.get(*ROSA) or {}), "gender": "female"})

    def restored(request: Request, by: str) -> Response:
        """Be restored, and write something else under the number that is named as seen."""
        if b'"gender"' in request.body:
            laptop.wire.handle = here.office.handle
            here.office.restore(backup)
            here.writes(changed(here.office.resource(ROSA) or {}, MARRIED, "divorced"))
        return here.office.handle(request, by)

    laptop.wire.handle = restored
    here.run(laptop)

    assert said(here.office.resource(ROSA) or {}, MARRIED) == "divorced"


def test_an_older_office_that_does_not_name_its_start_is_looked_at_each_time(scene: Make) -> None:
    here = scene(Quirks(native=True, vouches=False))
    laptop = settled(here)
    laptop.put(changed(laptop.records.get(*ROSA) or {}, MARRIED, "widowed"))
    asked = asked_by(here, laptop)

    assert here.run(laptop).ending is Ending.COMPLETE

    assert asked.count("POST ") == 3  # a look before the change, the change, a look before the run is counted
    assert said(here.office.resource(ROSA) or {}, MARRIED) == "widowed"
