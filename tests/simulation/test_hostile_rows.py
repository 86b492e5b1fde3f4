"""One row of an office that is built wrong, or by a broken gateway, holds up none of the others."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import pytest

from carenurse.app.sync_run import result_of
from carenurse.clinical.fhir import Resource, write_json
from carenurse.sync.steps import Ending, Outcome
from carenurse.sync.wire import Request, Response
from tests.simulation.laptop import Laptop
from tests.simulation.made import condition
from tests.simulation.network import with_hostile_rows
from tests.simulation.office import Quirks
from tests.simulation.scene import Scene

Make = Callable[[Quirks], Scene]
SERVERS = {
    "plain": Quirks(),
    "one by one": Quirks(batch=False, batches_searches=False),
    "gives ids": Quirks(gives_ids=True, if_none_match=False),
    "ours": Quirks(native=True),
}


def spoiled(value: Any, moment: str) -> Any:
    """Write another moment wherever the row "odd" tells one."""
    if isinstance(value, list):
        return [spoiled(one, moment) for one in cast("list[Any]", value)]
    if not isinstance(value, dict):
        return value
    made = {name: spoiled(part, moment) for name, part in cast("Resource", value).items()}
    if made.get("id") == "odd" and "meta" in made:
        made["meta"] = {**made["meta"], "lastUpdated": moment}
    return made


def here_are(laptop: Laptop) -> set[str]:
    return {str(one["id"]) for one in laptop.records.all_of("Condition")}


def hostile_once(here: Scene, laptop: Laptop) -> Outcome:
    """Let one run meet a row that nobody can read, of a page that does not come again."""
    here.writes(condition("one", "rosa"))
    deep: Resource = {"resourceType": "Condition", "id": "deep"}
    for _ in range(150):
        deep = {**condition("deep", "rosa"), "contained": [deep]}

    def handle(request: Request, by: str) -> Response:
        answer = here.office.handle(request, by)
        if not request.path.startswith("$changes") or not answer.body:
            return answer
        line = write_json({"op": "put", "seq": 1, "resource": deep}) + b"\n"
        count = str(int(answer.headers["line-count"]) + 1)
        return replace(answer, body=line + answer.body, headers={**answer.headers, "line-count": count})

    laptop.wire.handle = handle
    outcome = here.run(laptop)
    laptop.wire.handle = here.office.handle
    return outcome


@pytest.mark.parametrize(
    "moment",
    [
        "not a time",
        "2026-03-04T08:00:00",
        "2026-03-04",
        "9999-12-31T23:59:59.999-14:00",
        "0001-01-01T00:00:00+14:00",
    ],
)
@pytest.mark.parametrize("server", SERVERS)
def test_a_row_whose_moment_is_none_is_taken_and_so_are_all_others(
    scene: Make, server: str, moment: str
) -> None:
    here = scene(SERVERS[server])
    for name in ("before", "odd", "after"):
        here.writes(condition(name, "rosa"))

    def handle(request: Request, by: str) -> Response:
        answer = here.office.handle(request, by)
        told = answer.resource
        return answer if told is None else replace(answer, body=write_json(spoiled(told, moment)))

    laptop = here.laptop()
    laptop.wire.handle = handle
    assert here.run(laptop).ending is Ending.COMPLETE
    assert here_are(laptop) == {"before", "odd", "after"}

    here.writes(condition("odd", "rosa") | {"severity": {"text": "new"}})
    here.writes(condition("later", "rosa"))
    assert here.run(laptop, after=1000).ending is Ending.COMPLETE
    assert "later" in here_are(laptop)
    assert (laptop.records.get("Condition", "odd") or {}).get("severity") == {"text": "new"}


@pytest.mark.parametrize("server", ["plain", "one by one", "gives ids"])
def test_a_row_that_is_nested_without_end_is_left_out_and_told(scene: Make, server: str) -> None:
    here = scene(SERVERS[server])
    for name in ("one", "two"):
        here.writes(condition(name, "rosa"))
    laptop = here.laptop()
    laptop.wire.handle = lambda request, by: with_hostile_rows(here.office.handle(request, by))

    assert here.run(laptop).ending is Ending.COMPLETE
    outcome = here.run(laptop, after=1000)

    assert outcome.ending is Ending.COMPLETE
    assert here_are(laptop) == {"one", "two"}
    assert "Condition/deep" in outcome.tally.unreadable
    told = " ".join(result_of(outcome, here.clock).notices)
    assert "cannot be read by a laptop" in told


def test_a_line_of_our_own_feed_that_is_nested_without_end_is_left_out(scene: Make) -> None:
    here = scene(Quirks(native=True))
    laptop = here.laptop()
    here.run(laptop)

    outcome = hostile_once(here, laptop)

    assert outcome.ending is Ending.COMPLETE
    assert here_are(laptop) == {"one"}
    assert outcome.tally.unreadable == {"Condition/deep"}


def test_what_stands_there_and_cannot_be_read_is_no_deletion(scene: Make) -> None:
    here = scene(Quirks())
    here.writes(condition("odd", "rosa"))
    laptop = here.laptop()
    here.run(laptop)
    deep: Resource = {}
    for _ in range(150):
        deep = {"extension": [deep]}

    def handle(request: Request, by: str) -> Response:
        answer = here.office.handle(request, by)
        told = answer.resource
        if told is None:
            return answer
        body = write_json(told).replace(
            b'"id":"odd",', b'"id":"odd","extension":[' + write_json(deep) + b"],"
        )
        return replace(answer, body=body)

    here.writes(condition("odd", "rosa") | {"severity": {"text": "new"}})
    laptop.wire.handle = handle
    outcome = here.run(laptop, after=100_000)

    assert outcome.ending is Ending.COMPLETE
    assert laptop.records.get("Condition", "odd") == here.office.store["Condition", "odd"][0].resource
    laptop.wire.handle = here.office.handle
    here.run(laptop, after=100_000)
    assert (laptop.records.get("Condition", "odd") or {}).get("severity") == {"text": "new"}


def test_the_rest_of_one_moment_is_read_past_a_page_that_tells_nothing_new_and_one_row_without_a_moment(
    scene: Make,
) -> None:
    here = scene(Quirks(coarse=True, page_cap=3, short_pages=True))
    for name in ("one", "two", "three"):
        here.writes(condition(name, "rosa"))
    laptop = here.laptop()

    def handle(request: Request, by: str) -> Response:
        answer = here.office.handle(request, by)
        again = request.path == "Condition/_search" and b"_lastUpdated=ge" in request.body
        return with_hostile_rows(answer) if again else answer

    laptop.wire.handle = handle
    assert here.run(laptop).ending is Ending.COMPLETE
    assert here_are(laptop) == {"one", "two", "three"}


@pytest.mark.parametrize("ends", ["mended", "deleted"])
def test_what_nobody_can_read_is_told_until_it_is_received_or_gone(scene: Make, ends: str) -> None:
    here = scene(Quirks(native=True))
    laptop = here.laptop()
    here.run(laptop)
    hostile_once(here, laptop)

    told = " ".join(result_of(here.run(laptop), here.clock).notices)
    assert "Condition/deep" in told

    here.writes(condition("deep", "rosa"))
    if ends == "deleted":
        here.office.write(("Condition", "deep"), None, "office")
    assert here.run(laptop).tally.unreadable == set()
    assert here.run(laptop).tally.unreadable == set()


def test_what_nobody_can_read_is_told_no_more_when_the_comparison_finds_it_nowhere(scene: Make) -> None:
    here = scene(Quirks(native=True))
    laptop = here.laptop()
    here.run(laptop)
    hostile_once(here, laptop)

    assert here.run(laptop, after=100_000).tally.unreadable == set()
