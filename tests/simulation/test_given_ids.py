"""An office that gives ids of its own: on all laptops things keep the ids they were made under."""

from collections.abc import Callable

import pytest

from carenurse.clinical.fhir import new_id
from carenurse.sync.given_ids import with_our_ids
from carenurse.sync.session import Session
from carenurse.sync.steps import Ending
from carenurse.sync.wire import NoAnswerError, Request, Response
from tests.simulation.ghost import said
from tests.simulation.given import GivingOffice
from tests.simulation.made import visit
from tests.simulation.office import Quirks
from tests.simulation.scene import ROSA, Scene

Make = Callable[[Quirks], Scene]
GIVES = Quirks(gives_ids=True, if_none_match=False)
IN_PARTS = Quirks(gives_ids=True, if_none_match=False, atomic=False)


@pytest.mark.parametrize("quirks", [GIVES, IN_PARTS], ids=["whole", "in parts"])
def test_a_visit_has_the_same_ids_on_every_laptop_and_others_at_the_office(
    scene: Make, quirks: Quirks
) -> None:
    here = scene(quirks)
    mine, other = here.laptop(), here.laptop()
    here.run(mine)
    made = visit(new_id(), "rosa", "72")
    mine.put(*made)

    assert here.run(mine).ending is Ending.COMPLETE
    assert here.run(other).ending is Ending.COMPLETE

    assert mine.journal.changes() == []
    for one in made:
        found = other.records.get(one["resourceType"], one["id"]) or {}
        assert found.get("encounter") == one.get("encounter")
        assert found["meta"]["tag"] == one["meta"]["tag"]
    assert isinstance(here.office, GivingOffice)
    assert made[0]["id"] not in {given for _, given in here.office.named}


def test_a_change_goes_to_where_it_stands_and_is_merged_with_the_offices(scene: Make) -> None:
    here = scene(GIVES)
    mine, other = here.laptop(), here.laptop()
    here.run(mine)
    encounter = {**visit(new_id(), "rosa", "72")[0], "status": "in-progress"}
    name = ("Encounter", encounter["id"])
    mine.put(encounter)
    here.run(mine)
    here.run(other)
    other.put({**(other.records.get(*name) or {}), "serviceType": {"text": "other"}})
    mine.put({**(mine.records.get(*name) or {}), "serviceProvider": {"display": "mine"}})

    for one in (other, mine, other):
        assert here.run(one).ending is Ending.COMPLETE

    there = here.office.resource(name)
    assert said(there, ("serviceType", "text")) == "other"
    assert said(there, ("serviceProvider", "display")) == "mine"
    assert len(here.office.store[name]) == 3
    assert (mine.journal.conflicts(), other.journal.conflicts()) == ([], [])


def test_what_was_made_and_not_heard_of_is_not_made_again(scene: Make) -> None:
    here = scene(GIVES)
    laptop = here.laptop()
    here.run(laptop)
    made = visit(new_id(), "rosa", "72")
    laptop.put(*made)

    def deaf(request: Request, by: str) -> Response:
        answer = here.office.handle(request, by)
        if b'"POST"' in request.body:
            raise NoAnswerError(sent=True, why="reset")
        return answer

    laptop.wire.handle = deaf
    assert here.run(laptop).ending is Ending.NO_ANSWER
    laptop.wire.handle = here.office.handle
    here.run(laptop)
    assert laptop.journal.batches(), "a search may come behind: it waits"

    here.run(laptop, after=300)

    assert laptop.journal.changes() == []
    assert [len(here.office.store[one["resourceType"], one["id"]]) for one in made] == [1, 1, 1, 1]


def test_where_things_of_somebody_who_left_stand_is_forgotten(scene: Make) -> None:
    here = scene(GIVES)
    laptop = here.laptop()
    here.run(laptop)
    made = visit(new_id(), "rosa", "72")
    laptop.put(*made)
    here.run(laptop)
    assert ("Encounter", made[0]["id"]) in laptop.journal.given_ids()
    here.caseload()

    here.run(laptop)

    known = {kind for kind, _ in laptop.journal.given_ids()}
    assert known.isdisjoint({"Encounter", "Observation", "Composition", ROSA[0]})


def test_what_stands_under_another_id_than_before_is_found_there_among_others_too(scene: Make) -> None:
    """Another laptop may have made it anew at an office that was restored."""
    here = scene(GIVES)
    laptop = here.laptop()
    here.run(laptop)
    name = ("Encounter", new_id())
    laptop.put({**visit(name[1], "rosa", "72")[0]})
    here.run(laptop)
    laptop.journal.learn_ids({name: "stood-here-before"})
    session = Session(
        wire=laptop.wire,
        profile=laptop.profile,
        keep=laptop.keep,
        now=laptop.now,
        chance=laptop.chance.random,
        nurse=laptop.records.me,
    )
    session.wire = with_our_ids(session)

    found = session.read(name, ROSA)

    assert [one and one.identity for one in found if one and one.resource] == [name[1], "rosa"]
