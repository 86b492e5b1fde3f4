"""A refusal after a feed has begun, or of what somebody new brings, hides nothing: the next run reads it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.sync.steps import Ending
from carenurse.sync.wire import Request, Response
from tests.simulation.laptop import Laptop
from tests.simulation.made import condition, patient
from tests.simulation.office import outcome
from tests.simulation.quirks import Quirks
from tests.simulation.scene import Scene

Make = Callable[[Quirks], Scene]
HER_PROBLEMS = [f"c{number}" for number in range(8)]


def settled(here: Scene) -> Laptop:
    laptop = here.laptop()
    for _ in range(2):
        assert here.run(laptop).ending is Ending.COMPLETE
    return laptop


def problems(laptop: Laptop) -> list[str]:
    return [one for one in HER_PROBLEMS if laptop.records.get("Condition", one)]


@pytest.mark.parametrize("status", [400, 403, 404])
@pytest.mark.parametrize("batch", [True, False])
def test_a_later_page_that_is_refused_is_read_with_the_next_run(
    scene: Make, status: int, *, batch: bool
) -> None:
    here = scene(Quirks(sorts=False, page_cap=3, batch=batch))
    laptop = settled(here)
    for one in HER_PROBLEMS:
        here.writes(condition(one, "rosa"))
    here.clock += timedelta(hours=3)

    def expired(request: Request, by: str) -> Response:
        later = "_offset" in request.path
        return outcome(status, "this search has expired") if later else here.office.handle(request, by)

    laptop.wire.handle = expired
    assert here.run(laptop, after=1000).ending is Ending.NO_ANSWER

    laptop.wire.handle = here.office.handle
    assert here.run(laptop, after=1000).ending is Ending.COMPLETE
    assert problems(laptop) == HER_PROBLEMS


def test_a_kind_refused_while_somebody_comes_in_is_read_with_the_next_run(scene: Make) -> None:
    here = scene(Quirks(native=True))
    here.office.write(("Patient", "ana"), patient("ana"), "office")
    here.writes(condition("c1", "ana"))
    laptop = settled(here)
    here.caseload("rosa", "ana")

    def not_now(request: Request, by: str) -> Response:
        if request.path.startswith("Condition/"):
            return outcome(404, "not now")
        answer = here.office.handle(request, by)
        if request.path or b"Condition?" not in request.body:
            return answer
        asked, told = read_json(request.body)["entry"], read_json(answer.body)
        told["entry"] = [_refused(*both) for both in zip(asked, told["entry"], strict=True)]
        return replace(answer, body=write_json(told))

    laptop.wire.handle = not_now
    assert here.run(laptop, after=1000).ending is Ending.NO_ANSWER

    laptop.wire.handle = here.office.handle
    assert here.run(laptop, after=1000).ending is Ending.COMPLETE
    assert laptop.records.get("Patient", "ana")
    assert laptop.records.get("Condition", "c1")


def _refused(asked: Resource, told: Resource) -> Resource:
    refused: Resource = {"response": {"status": "404", "outcome": outcome(404, "not now").resource}}
    return refused if str(asked["request"]["url"]).startswith("Condition?") else told
