"""A good status with nothing in it: any gateway, proxy or filter on the way says so, and keeps nothing."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.sync.steps import Ending
from carenurse.sync.wire import FHIR_JSON, Request, Response
from tests.simulation.laptop import Laptop
from tests.simulation.made import condition
from tests.simulation.office import Quirks
from tests.simulation.scene import Scene

Make = Callable[[Quirks], Scene]
WOUND = condition("c1", "rosa")
ALONE = Quirks(atomic=False, batch=False, most_entries=1)


class Gateway:
    """Answers so many of the requests that it picks with 200 and nothing, and lets all others through."""

    def __init__(self, here: Scene, picks: Callable[[Request], bool], times: int = 1) -> None:
        self.left = times
        self._here, self._picks = here, picks

    def handle(self, request: Request, by: str) -> Response:
        if self.left and self._picks(request):
            self.left -= 1
            return Response(200, {"content-type": "text/html"}, b"")
        return self._here.office.handle(request, by)


def said(resource: Resource | None) -> str:
    return str((resource or {}).get("severity", {}).get("text", ""))


def with_a_change(here: Scene, laptop: Laptop, *, new: bool) -> None:
    if not new:
        here.writes(WOUND | {"severity": {"text": "old"}})
    here.run(laptop)
    here.run(laptop)
    laptop.put((laptop.records.get("Condition", "c1") or WOUND) | {"severity": {"text": "hers"}})


def wound(request: Request) -> bool:
    return request.method in ("PUT", "POST") and b'"hers"' in request.body


@pytest.mark.parametrize("new", [True, False], ids=["new", "change"])
@pytest.mark.parametrize(
    "quirks",
    [
        ALONE,
        Quirks(atomic=False),
        replace(ALONE, tells_tags=False),
        replace(ALONE, history=False),
        Quirks(if_match=False),
        Quirks(gives_ids=True, atomic=False, if_none_match=False),
        Quirks(gives_ids=True, atomic=False, if_none_match=False, lag=20),
        Quirks(),
    ],
    ids=["alone", "batch", "no versions", "no history", "no guard", "gives ids", "in places", "transaction"],
)
def test_nothing_counts_as_sent_for_an_empty_answer(scene: Make, quirks: Quirks, *, new: bool) -> None:
    here = scene(quirks)
    laptop = here.laptop()
    with_a_change(here, laptop, new=new)
    gateway = Gateway(here, wound)
    laptop.wire.handle = gateway.handle

    for _ in range(4):
        here.run(laptop, after=1000)

    assert gateway.left == 0
    assert said(laptop.records.get("Condition", "c1")) == "hers"
    there = [
        versions[-1].resource for (kind, _), versions in here.office.store.items() if kind == "Condition"
    ]
    assert [said(one) for one in there] == ["hers"]
    assert (laptop.journal.changes(), laptop.journal.conflicts()) == ([], [])


def test_a_gateway_that_keeps_nothing_for_hours_leaves_it_unsent(scene: Make) -> None:
    here = scene(ALONE)
    laptop = here.laptop()
    with_a_change(here, laptop, new=False)
    laptop.wire.handle = Gateway(here, wound, 1000).handle

    for _ in range(3):
        here.run(laptop, after=1000)

    assert said(laptop.records.get("Condition", "c1")) == "hers"
    assert len(laptop.journal.changes()) == 1


def test_an_office_that_tells_no_versions_is_asked_once_what_it_has(scene: Make) -> None:
    here = scene(replace(ALONE, tells_tags=False))
    laptop = here.laptop()
    with_a_change(here, laptop, new=False)

    outcome = here.run(laptop)

    assert (outcome.ending, outcome.tally.sent, laptop.journal.changes()) == (Ending.COMPLETE, 1, [])


def test_a_run_is_counted_only_where_the_office_has_the_count(scene: Make) -> None:
    here = scene(Quirks())
    laptop = here.laptop()
    with_a_change(here, laptop, new=False)
    counts = Gateway(here, lambda request: request.method == "PUT" and request.path.startswith("Basic/"))
    laptop.wire.handle = counts.handle

    assert here.run(laptop).ending is Ending.LATER
    outcome = here.run(laptop)

    assert (outcome.ending, outcome.tally.restored) == (Ending.COMPLETE, False)


def test_an_empty_history_is_no_history(scene: Make) -> None:
    """The office changed it after it had hers: without what was between, its word looks like a restore."""
    here = scene(Quirks())
    laptop = here.laptop()
    with_a_change(here, laptop, new=False)
    here.run(laptop)
    laptop.put((laptop.records.get("Condition", "c1") or {}) | {"note": [{"text": "more"}]})
    here.writes(WOUND | {"severity": {"text": "theirs"}})
    laptop.wire.handle = Gateway(here, lambda request: "_history" in request.path, 100).handle

    outcome = here.run(laptop)

    assert (outcome.ending, outcome.tally.restored) == (Ending.NO_ANSWER, False)
    laptop.wire.handle = here.office.handle
    outcome = here.run(laptop)
    assert (outcome.ending, outcome.tally.restored) == (Ending.COMPLETE, False)
    assert said(laptop.records.get("Condition", "c1")) == "theirs"


def test_a_transaction_without_versions_that_left_nothing_goes_again(scene: Make) -> None:
    here = scene(Quirks(if_none_match=False))
    laptop = here.laptop()
    here.run(laptop)
    laptop.put(WOUND | {"severity": {"text": "hers"}})
    lies = [True]

    def liar(request: Request, by: str) -> Response:
        before = here.office.snapshot()
        answer = here.office.handle(request, by)
        if not (lies and wound(request)):
            return answer
        lies.clear()
        here.office.restore(before)
        entries = [{"response": {"status": "200"}} for _ in read_json(request.body)["entry"]]
        told = {"resourceType": "Bundle", "type": "transaction-response", "entry": entries}
        return Response(200, {"content-type": FHIR_JSON}, write_json(told))

    laptop.wire.handle = liar
    for _ in range(3):
        here.run(laptop, after=1000)

    assert not lies
    assert said(here.office.resource(("Condition", "c1"))) == "hers"
    assert laptop.journal.changes() == []


def test_a_gate_that_only_an_empty_answer_turned_was_not_turned(scene: Make) -> None:
    """Else what left before, and arrives late, would go through."""
    here = scene(Quirks(if_none_match=False))
    laptop = here.laptop()
    with_a_change(here, laptop, new=True)
    here.run(laptop)
    laptop.put(condition("c2", "rosa") | {"severity": {"text": "hers"}})
    late: list[Request] = []

    def slow(request: Request, by: str) -> Response:
        if wound(request):
            late.append(request)
            return Response(503, {}, b"")
        if request.method == "PUT" and request.path.endswith("-gate"):
            return Response(200, {}, b"")
        return here.office.handle(request, by)

    laptop.wire.handle = slow
    here.run(laptop)

    assert len(late) == 1
    assert [one.batch is not None for one in laptop.journal.changes()] == [True]
