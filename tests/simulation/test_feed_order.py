"""A page of our own office's feed that was told before something else was read takes nothing back here."""

from collections.abc import Callable

from carenurse.clinical.fhir import Resource
from carenurse.sync.steps import Ending
from carenurse.sync.wire import Request, Response
from tests.simulation.laptop import Laptop
from tests.simulation.made import condition, patient
from tests.simulation.quirks import Quirks
from tests.simulation.scene import Scene, searches

Make = Callable[[Quirks], Scene]
WOUND = condition("c1", "rosa")


def here_is(laptop: Laptop) -> Resource:
    return laptop.records.get("Condition", "c1") or {}


def test_what_she_saves_while_the_first_page_is_told_stays_when_it_was_sent_before_that_is_read(
    scene: Make,
) -> None:
    here = scene(Quirks(native=True))
    here.writes(WOUND)
    laptop = here.laptop()
    for _ in range(2):
        here.run(laptop)
    here.writes(WOUND | {"severity": {"text": "theirs"}})
    saved: list[str] = []

    def handle(request: Request, by: str) -> Response:
        answer = here.office.handle(request, by)
        if "device=" in request.path and not saved:
            saved.append(request.path)
            laptop.put(here_is(laptop) | {"recordedDate": "2026-03-04"})
        return answer

    laptop.wire.handle = handle
    assert here.run(laptop).ending is Ending.COMPLETE

    assert saved
    both = {"severity": {"text": "theirs"}, "recordedDate": "2026-03-04"}
    there = here.office.resource(("Condition", "c1")) or {}
    assert both.items() <= there.items()
    assert both.items() <= here_is(laptop).items()


def test_what_somebody_who_comes_in_brings_is_not_taken_back_by_the_page_that_named_them(scene: Make) -> None:
    here = scene(Quirks(native=True))
    laptop = here.laptop()
    for _ in range(2):
        here.run(laptop)
    here.office.write(("Patient", "ana"), patient("ana"), "office")
    wound = condition("c1", "ana")
    here.caseload("rosa", "ana")
    here.writes(wound | {"severity": {"text": "first"}})

    def handle(request: Request, by: str) -> Response:
        if searches(request, "Condition"):
            here.writes(wound | {"severity": {"text": "second"}})
        return here.office.handle(request, by)

    laptop.wire.handle = handle
    assert here.run(laptop).ending is Ending.COMPLETE

    assert here_is(laptop)["severity"] == {"text": "second"}
