"""Many searches in one question, and short pages as ends: only where they tell everything."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

import pytest

from carenurse.clinical.fhir import read_json, write_json
from carenurse.sync.steps import Ending
from carenurse.sync.wire import FHIR_JSON, NoAnswerError, Request, Response
from tests.simulation.laptop import Laptop
from tests.simulation.made import condition
from tests.simulation.quirks import Quirks
from tests.simulation.scene import Scene

Make = Callable[[Quirks], Scene]
NIGHT: Final = timedelta(hours=1)
MANY: Final = 12


class Asked:
    """Notes what a laptop asks of the office."""

    def __init__(self, scene: Scene, laptop: Laptop) -> None:
        self.paths: list[str] = []
        self._scene = scene
        laptop.wire.handle = self._handle

    def _handle(self, request: Request, by: str) -> Response:
        self.paths.append(request.path)
        return self._scene.office.handle(request, by)


def settled(here: Scene) -> Laptop:
    """Give a laptop that has everything, and was compared today."""
    laptop = here.laptop()
    for _ in range(2):
        assert here.run(laptop).ending is Ending.COMPLETE
    here.clock += NIGHT
    return laptop


def ids(laptop: Laptop) -> set[str]:
    return {str(one["id"]) for one in laptop.records.all_of("Condition")}


def test_a_run_that_finds_nothing_new_asks_three_questions_of_a_plain_server(scene: Make) -> None:
    here = scene(Quirks())
    here.writes(condition("old", "rosa"))
    laptop = settled(here)
    asked = Asked(here, laptop)

    assert here.run(laptop).ending is Ending.COMPLETE

    assert len(asked.paths) == 3


@pytest.mark.parametrize(
    "quirks",
    [
        Quirks(page_cap=3),
        Quirks(page_cap=5, short_pages=True),
        Quirks(page_cap=5000, links=False),
        Quirks(page_cap=3, in_part=True),
        Quirks(page_cap=3, batches_searches=False),
        Quirks(page_cap=3, batch=False),
        Quirks(page_cap=3, coarse=True),
        Quirks(page_cap=3, gives_ids=True, if_none_match=False),
    ],
    ids=["capped", "short", "no links", "in part", "no searches", "no batch", "one moment", "gives ids"],
)
def test_everything_comes_however_a_server_answers_many_questions(scene: Make, quirks: Quirks) -> None:
    here = scene(quirks)
    here.writes(condition("old", "rosa"))
    laptop = settled(here)
    for number in range(MANY):
        here.writes(condition(f"new-{number}", "rosa"))

    assert here.run(laptop).ending is Ending.COMPLETE

    assert ids(laptop) == {"old", *(f"new-{number}" for number in range(MANY))}


def test_a_short_page_that_says_that_more_follows_is_not_the_end(scene: Make) -> None:
    here = scene(Quirks(page_cap=50, short_pages=True))
    laptop = settled(here)
    for number in range(60):
        here.writes(condition(f"new-{number}", "rosa"))

    here.run(laptop)

    assert len(ids(laptop)) == 60


def test_answers_that_changed_places_are_taken_for_nobodys(scene: Make) -> None:
    here = scene(Quirks())
    here.writes(condition("old", "rosa"))
    laptop = settled(here)
    here.caseload("rosa", "anna")
    here.writes({"resourceType": "Patient", "id": "anna", "name": [{"family": "Fictional"}]})
    for whose in ("rosa", "anna"):
        here.writes(condition(f"of-{whose}", whose))

    def swapped(request: Request, by: str) -> Response:
        answer = here.office.handle(request, by)
        if b"_sort=" not in request.body or request.path:
            return answer
        told = read_json(answer.body)
        return Response(200, {"content-type": FHIR_JSON}, write_json({**told, "entry": told["entry"][::-1]}))

    laptop.wire.handle = swapped
    assert here.run(laptop).ending is Ending.COMPLETE
    laptop.wire.handle = here.office.handle
    here.run(laptop)  # no mark has passed what came for somebody else

    assert ids(laptop) == {"old", "of-rosa", "of-anna"}


def test_an_empty_page_beside_an_answer_that_is_none_is_asked_for_by_itself(scene: Make) -> None:
    here = scene(Quirks())
    here.writes(condition("old", "rosa"))
    laptop = settled(here)
    here.writes(condition("new", "rosa"))

    def in_part(request: Request, by: str) -> Response:
        answer = here.office.handle(request, by)
        if b"_sort=" not in request.body or request.path:
            return answer
        told, asked = read_json(answer.body), read_json(request.body)["entry"]
        for number, one in enumerate(asked):
            if one["request"]["url"].startswith("Condition?"):
                told["entry"][number]["resource"]["entry"] = []
            elif number == 0:
                told["entry"][0] = {"response": {"status": "400"}}
        return Response(200, {"content-type": FHIR_JSON}, write_json(told))

    laptop.wire.handle = in_part
    here.run(laptop)

    assert ids(laptop) == {"old", "new"}


def test_a_question_of_so_many_that_is_never_answered_is_asked_one_by_one_for_an_hour(scene: Make) -> None:
    here = scene(Quirks())
    laptop = settled(here)
    here.writes(condition("new", "rosa"))

    def gateway(request: Request, by: str) -> Response:
        if not request.path and b"_sort=" in request.body:
            raise NoAnswerError(sent=True, why="time-out")
        return here.office.handle(request, by)

    laptop.wire.handle = gateway
    assert here.run(laptop).ending is Ending.NO_ANSWER
    assert here.run(laptop).ending is Ending.COMPLETE
    assert ids(laptop) == {"new"}

    laptop.wire.handle = here.office.handle
    here.clock += NIGHT
    asked = Asked(here, laptop)
    here.run(laptop)
    assert len(asked.paths) == 3


def test_what_was_sent_without_an_answer_and_is_not_shown_just_now_is_not_taken_for_lost(scene: Make) -> None:
    """The office had it and took it back: sending it again on the old base would undo that."""
    here = scene(Quirks(atomic=False))
    here.writes(condition("wound", "rosa") | {"severity": {"text": "old"}})
    laptop = settled(here)
    mine = laptop.records.get("Condition", "wound") or {}
    laptop.put({**mine, "severity": {"text": "hers"}})

    def lost(request: Request, by: str) -> Response:
        answer = here.office.handle(request, by)
        if request.method == "PUT":
            raise NoAnswerError(sent=True, why="reset")
        return answer

    laptop.wire.handle = lost
    assert here.run(laptop).ending is Ending.NO_ANSWER
    here.writes(condition("wound", "rosa") | {"severity": {"text": "old"}})
    laptop.wire.handle = here.office.handle
    here.office.forbidden.add("rosa")
    here.run(laptop)
    here.office.forbidden.clear()

    here.run(laptop)

    assert (here.office.resource(("Condition", "wound")) or {})["severity"] == {"text": "old"}
    assert laptop.journal.changes() == []
