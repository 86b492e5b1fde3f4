"""An office that gives ids and finds late what it has: what arrives there twice stands there once."""

from collections.abc import Callable

import pytest

from carenurse.clinical.fhir import Resource, new_id
from carenurse.sync.known_ids import PLACE, is_empty, tags_of
from carenurse.sync.places import empty
from carenurse.sync.steps import Ending
from carenurse.sync.wire import NoAnswerError, Request, Response
from tests.simulation.given import GivingOffice
from tests.simulation.made import condition, patient, visit
from tests.simulation.office import Quirks
from tests.simulation.scene import Scene

Make = Callable[[Quirks], Scene]
FINDS_LATE = Quirks(gives_ids=True, if_none_match=False, atomic=False, lag=100)
ONE_BY_ONE = Quirks(gives_ids=True, if_none_match=False, atomic=False, batch=False, most_entries=1, lag=100)


def _office(here: Scene) -> GivingOffice:
    assert isinstance(here.office, GivingOffice)
    return here.office


@pytest.mark.parametrize("quirks", [FINDS_LATE, ONE_BY_ONE], ids=["batches", "one by one"])
def test_what_arrives_twice_is_made_once(scene: Make, quirks: Quirks) -> None:
    here = scene(quirks)
    laptop = here.laptop()

    def twice(request: Request, by: str) -> Response:
        here.office.handle(request, by)
        return here.office.handle(request, by)

    laptop.wire.handle = twice
    made = visit(new_id(), "rosa", "72")
    laptop.put(*made)
    for _ in range(3):
        here.run(laptop, after=300)

    assert laptop.journal.changes() == []
    assert [len(here.office.store[one["resourceType"], one["id"]]) for one in made] == [1, 1, 1, 1]
    assert all(is_empty(place) for place in _office(here).places.values())


def test_a_place_whose_answer_was_lost_is_nothing_to_anybody(scene: Make) -> None:
    here = scene(FINDS_LATE)
    laptop, other = here.laptop(), here.laptop()
    here.run(laptop)
    laptop.put(condition("c1", "rosa"))

    def deaf(request: Request, by: str) -> Response:
        answer = here.office.handle(request, by)
        if request.method == "POST" and request.path == "Condition":
            raise NoAnswerError(sent=True, why="reset")
        return answer

    laptop.wire.handle = deaf
    assert here.run(laptop).ending is Ending.NO_ANSWER
    laptop.wire.handle = here.office.handle
    assert here.run(laptop).ending is Ending.COMPLETE
    (left,) = [place for (kind, _), place in _office(here).places.items() if kind == "Condition"]

    here.run(other, after=300)

    assert left["verificationStatus"]["coding"][0]["code"] == "entered-in-error"
    assert [one["id"] for one in other.records.all_of("Condition")] == ["c1"]
    assert laptop.journal.changes() == []


def test_what_was_put_into_a_place_without_an_answer_is_found_there(scene: Make) -> None:
    here = scene(FINDS_LATE)
    laptop = here.laptop()
    here.run(laptop)
    laptop.put(condition("c1", "rosa"))

    def deaf(request: Request, by: str) -> Response:
        answer = here.office.handle(request, by)
        if request.method == "PUT" and request.path.startswith("Condition/"):
            raise NoAnswerError(sent=True, why="reset")
        return answer

    laptop.wire.handle = deaf
    assert here.run(laptop).ending is Ending.NO_ANSWER
    laptop.wire.handle = here.office.handle

    assert here.run(laptop).ending is Ending.COMPLETE

    assert laptop.journal.changes() == []
    assert len(here.office.store["Condition", "c1"]) == 1


def test_a_search_that_is_not_answered_does_not_say_that_nothing_is_there(scene: Make) -> None:
    here = scene(Quirks(gives_ids=True, if_none_match=False, atomic=False))
    laptop = here.laptop()
    here.run(laptop)
    laptop.put(condition("c1", "rosa"))

    def deaf(request: Request, by: str) -> Response:
        answer = here.office.handle(request, by)
        if request.path == "Condition" and request.method == "POST":
            raise NoAnswerError(sent=True, why="reset")
        return answer

    def not_signed_in(request: Request, by: str) -> Response:
        if request.method == "GET" and "_tag=" in request.path:
            return Response(401)
        return here.office.handle(request, by)

    laptop.wire.handle = deaf
    here.run(laptop)
    laptop.wire.handle, laptop.wire.token_good = not_signed_in, False
    assert here.run(laptop, after=1000).ending is Ending.SIGN_IN
    laptop.wire.handle, laptop.wire.token_good = here.office.handle, True

    assert here.run(laptop, after=1000).ending is Ending.COMPLETE
    assert len(here.office.store["Condition", "c1"]) == 1


@pytest.mark.parametrize(
    ("resource", "element", "says"),
    [
        (visit("e1", "rosa", "72")[1], "status", "entered-in-error"),
        ({"resourceType": "Goal", "lifecycleStatus": "active"}, "lifecycleStatus", "entered-in-error"),
        (patient("rosa"), "active", False),
        ({"resourceType": "Location", "status": "active"}, "status", "active"),
        ({**condition("c1", "rosa"), "clinicalStatus": {"text": "active"}}, "clinicalStatus", None),
    ],
)
def test_a_place_says_that_it_means_nothing_as_its_kind_allows(
    resource: Resource, element: str, says: object
) -> None:
    made = empty(resource, "x")

    assert made.get(element) == says
    assert "id" not in made
    assert [tag["code"] for tag in tags_of(made) if tag["system"] == PLACE] == ["x"]
