"""How far a feed was read: no mark passes what is not here, however slowly it was read."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from carenurse.sync.steps import Ending
from carenurse.sync.wire import NoAnswerError, Request, Response
from tests.simulation.made import condition
from tests.simulation.office import Quirks
from tests.simulation.scene import Scene, searches

Make = Callable[[Quirks], Scene]
SLOWLY = timedelta(seconds=400)
"""Longer than the overlap with which a reading begins before the mark."""


def test_what_a_search_finds_late_comes_also_after_a_reading_that_lasted_long(scene: Make) -> None:
    here = scene(Quirks(lag=20, page_cap=2))
    laptop = here.laptop()
    laptop.profile = replace(laptop.profile, searches_in_batch=0, whole_page=0)
    here.writes(condition("before", "rosa"))
    here.run(laptop, after=60)
    here.clock += timedelta(seconds=4000)
    for name in ("late", "at-once"):
        here.writes(condition(name, "rosa"))
    late, at_once = (here.office.store["Condition", name][-1] for name in ("late", "at-once"))
    late.visible, at_once.visible = here.clock + timedelta(seconds=20), here.clock

    def answered(request: Request, by: str) -> Response:
        """Be away for a while after the page that has the one, and not yet the other."""
        answer = here.office.handle(request, by)
        if searches(request, "Condition") and b'"at-once"' in answer.body and here.clock < later:
            here.clock += SLOWLY
            here.writes(condition("meanwhile", "rosa"))
            here.office.store["Condition", "meanwhile"][-1].visible = here.clock
        return answer

    later = here.clock + SLOWLY
    laptop.wire.handle = answered
    assert here.run(laptop).ending is Ending.COMPLETE
    assert laptop.records.get("Condition", "meanwhile")

    here.run(laptop)

    assert laptop.records.get("Condition", "late")


def test_a_server_that_keeps_no_order_is_asked_again_for_the_pages_that_did_not_come(scene: Make) -> None:
    here = scene(Quirks(sorts=False, page_cap=2))
    laptop = here.laptop()
    here.run(laptop)
    here.clock += timedelta(seconds=4000)
    for name in ("first", "second", "third"):
        here.writes(condition(name, "rosa"))
    here.clock += timedelta(seconds=4000)
    here.writes(condition("first", "rosa") | {"severity": {"text": "changed"}})

    def cut(request: Request, by: str) -> Response:
        """Let only the first page of the wounds through: the oldest of them, changed last."""
        if request.path.startswith("Condition?"):
            raise NoAnswerError(sent=False, why="reset")
        return here.office.handle(request, by)

    laptop.wire.handle = cut
    assert here.run(laptop).ending is Ending.NO_ANSWER
    assert laptop.records.get("Condition", "first")
    laptop.wire.handle = here.office.handle

    here.run(laptop)

    assert laptop.records.get("Condition", "third")
