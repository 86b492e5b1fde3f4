"""Answers to a batch that changed places on the way: what is told of one is not taken for the other."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.store.journal_facts import Held
from carenurse.sync.steps import Ending
from carenurse.sync.wire import Request, Response
from tests.simulation.made import condition
from tests.simulation.office import outcome
from tests.simulation.quirks import Quirks
from tests.simulation.scene import Scene

Make = Callable[[Quirks], Scene]
REFUSED: Resource = {"response": {"status": "422", "outcome": outcome(422, "no").resource}}


def is_of_writes(request: Request) -> bool:
    return request.path == "" and b'"method":"PUT"' in request.body


def refusing_one_and_turned(here: Scene, request: Request, by: str) -> Response:
    """Take all but the entry "refused", and answer the last first."""
    told = read_json(request.body)
    kept = [one for one in told["entry"] if one["resource"]["id"] != "refused"]
    if len(kept) == len(told["entry"]):
        return here.office.handle(request, by)
    answer = here.office.handle(replace(request, body=write_json({**told, "entry": kept})), by)
    entries = (answer.resource or {})["entry"]
    place = next(at for at, one in enumerate(told["entry"]) if one["resource"]["id"] == "refused")
    turned = [*entries[:place], REFUSED, *entries[place:]][::-1]
    return replace(answer, body=write_json({**(answer.resource or {}), "entry": turned}))


def test_what_was_refused_does_not_count_as_sent_where_the_answers_changed_places(scene: Make) -> None:
    here = scene(Quirks(atomic=False))
    laptop = here.laptop()
    for _ in range(2):
        here.run(laptop)
    for name in ("taken", "refused"):
        laptop.put(condition(name, "rosa"))

    def handle(request: Request, by: str) -> Response:
        if is_of_writes(request):
            return refusing_one_and_turned(here, request, by)
        if request.method == "PUT" and request.path == "Condition/refused":
            return outcome(422, "no")
        return here.office.handle(request, by)

    laptop.wire.handle = handle
    assert here.run(laptop).ending is Ending.COMPLETE

    assert [one.identity for one in laptop.journal.changes()] == ["refused"]
    assert laptop.journal.held_for(Held.REFUSED) == 1
    ended = here.run(laptop)
    assert (ended.ending, ended.tally.restored) == (Ending.COMPLETE, False)


@pytest.mark.parametrize("atomic", [True, False], ids=["transaction", "batch"])
def test_versions_that_changed_places_are_not_taken_for_those_of_others(scene: Make, *, atomic: bool) -> None:
    here = scene(Quirks(atomic=atomic))
    for name in ("one", "two"):
        here.writes(condition(name, "rosa"))
    here.writes(condition("two", "rosa") | {"severity": {"text": "older"}})
    laptop = here.laptop()
    for _ in range(2):
        here.run(laptop)
    for name in ("one", "two"):
        laptop.put((laptop.records.get("Condition", name) or {}) | {"recordedDate": "2026-03-04"})

    def handle(request: Request, by: str) -> Response:
        answer = here.office.handle(request, by)
        if not is_of_writes(request):
            return answer
        told = answer.resource or {}
        turned = [*told["entry"][1::-1], *told["entry"][2:]]
        return replace(answer, body=write_json({**told, "entry": turned}))

    laptop.wire.handle = handle
    here.run(laptop)

    known = laptop.journal.known_tags()
    for name in ("one", "two"):
        stands = here.office.store["Condition", name][-1]
        assert known["Condition", name] == stands.tag
        assert stands.resource is not None
        assert stands.resource["recordedDate"] == "2026-03-04"
    assert laptop.journal.changes() == []
    assert laptop.journal.held_for(Held.REFUSED) == 0
