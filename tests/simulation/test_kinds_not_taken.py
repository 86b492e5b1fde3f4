"""A kind of record that an office does not keep at all holds up none of the others, either way."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest

from carenurse.app.sync_run import result_of
from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.store.journal_facts import Held
from carenurse.sync.steps import Ending, Outcome
from carenurse.sync.wire import Request, Response
from tests.simulation.laptop import Laptop
from tests.simulation.made import condition
from tests.simulation.office import outcome
from tests.simulation.quirks import Quirks
from tests.simulation.scene import Scene

Make = Callable[[Quirks], Scene]
NOT_KEPT: Final = outcome(404, "Resource type is not supported")
SERVERS: Final = {
    "transactions": Quirks(),
    "transactions alone": Quirks(batch=False),
    "not atomic": Quirks(atomic=False),
    "one by one": Quirks(atomic=False, batch=False, most_entries=1),
    "gives ids": Quirks(gives_ids=True, if_none_match=False),
}


class Without:
    """An office that keeps nothing of a kind, and answers as sekmet-fhir does."""

    def __init__(self, here: Scene, kind: str, laptop: Laptop) -> None:
        self.asked = 0
        self._here, self._kind = here, kind
        laptop.wire.handle = self.handle

    def handle(self, request: Request, by: str) -> Response:
        self.asked += 1
        if request.path.startswith(self._kind):
            return NOT_KEPT
        told: Resource = {} if request.path else read_json(request.body)
        if told.get("type") == "batch" and not self._here.office.quirks.batch:
            return outcome(400, "No batches are taken")
        if request.path or f'"{self._kind}'.encode() not in request.body:
            return self._here.office.handle(request, by)
        if told["type"] == "transaction":
            return NOT_KEPT
        answers = [self._one(one, by) for one in told["entry"]]
        body: Resource = {"resourceType": "Bundle", "type": "batch-response", "entry": answers}
        return replace(outcome(200, ""), body=write_json(body))

    def _one(self, entry: Resource, by: str) -> Resource:
        if str(entry["request"]["url"]).startswith(self._kind):
            return {"response": {"status": "404", "outcome": NOT_KEPT.resource}}
        one = {"resourceType": "Bundle", "type": "batch", "entry": [entry]}
        told = self._here.office.handle(Request("POST", "", {}, write_json(one)), by)
        return dict((told.resource or {})["entry"][0])


def settled(here: Scene) -> Laptop:
    laptop = here.laptop()
    for _ in range(2):
        assert here.run(laptop).ending is Ending.COMPLETE
    return laptop


@pytest.mark.parametrize("server", SERVERS)
def test_what_an_office_does_not_keep_is_told_and_all_else_is_sent(scene: Make, server: str) -> None:
    here = scene(SERVERS[server])
    laptop = settled(here)
    laptop.put({**condition("odd", "rosa"), "resourceType": "Composition"})
    laptop.put(condition("wound", "rosa"))
    Without(here, "Composition", laptop)
    here.writes({**condition("theirs", "rosa"), "resourceType": "Encounter"})

    ended = [here.run(laptop, after=1000) for _ in range(2)]

    assert [one.ending for one in ended] == [Ending.COMPLETE] * 2
    assert here.office.resource(("Condition", "wound"))
    assert laptop.records.get("Encounter", "theirs")
    (left,) = laptop.journal.changes()
    assert (left.identity, left.held) == ("odd", Held.REFUSED)
    assert left.reason == "Resource type is not supported"


def said(ended: Outcome, here: Scene) -> str:
    return " ".join(result_of(ended, here.clock).notices)


@pytest.mark.parametrize("server", SERVERS)
def test_what_an_office_gives_out_none_of_is_told_and_all_else_comes(scene: Make, server: str) -> None:
    here = scene(SERVERS[server])
    laptop = settled(here)
    office = Without(here, "Observation", laptop)
    here.writes(condition("wound", "rosa"))

    ended = here.run(laptop, after=100_000)

    assert ended.ending is Ending.COMPLETE
    assert laptop.records.get("Condition", "wound")
    assert "Measurement" in said(ended, here)
    laptop.wire.handle = here.office.handle
    here.writes({**condition("pulse", "rosa"), "resourceType": "Observation"})
    again = here.run(laptop)
    assert laptop.records.get("Observation", "pulse")
    assert said(again, here) == ""
    assert office.asked


def test_a_kind_that_is_not_given_costs_one_question_more_in_a_run(scene: Make) -> None:
    here = scene(Quirks())
    laptop = settled(here)
    office = Without(here, "Observation", laptop)
    here.run(laptop)
    before = office.asked

    here.run(laptop)

    assert office.asked - before == 4


def test_an_office_that_gives_out_no_people_is_none(scene: Make) -> None:
    here = scene(Quirks())
    laptop = settled(here)
    Without(here, "Patient", laptop)

    assert here.run(laptop).ending is Ending.NO_ANSWER
