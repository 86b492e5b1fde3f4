"""Taking changes back and doing them again: any number, in any order, the same state at both ends."""

from copy import deepcopy
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from carenurse.app.visit_open import OpenedVisit, draft_of, open_visit
from carenurse.app.visit_session import VITALS, VisitSession
from carenurse.app.visit_worksheet import Place as Cursor
from carenurse.forms.loading import load
from carenurse.forms.nodes import Place
from carenurse.forms.prior import prior
from tests.carenurse.app.visits import NOW, Household, type_in
from tests.carenurse.forms.made import form, item, response

REPEATING = form(
    item("g", "group", repeats=True, item=[item("name"), item("dose", "integer")]),
    item("a"),
    item("b", repeats=True),
)


def with_repeats(home: Household) -> VisitSession:
    opened: OpenedVisit = open_visit(home.records, home.encounter, NOW)
    forms = tuple(
        replace(one, form=load(REPEATING), response=None) if one.key == "skin-check" else one
        for one in opened.forms
    )
    return VisitSession(replace(opened, forms=forms), lambda: NOW)


def state(living: VisitSession) -> list[Any]:
    responses = [deepcopy(living.form(key).to_response()) for key in living.forms]
    return [[one.get("item") for one in responses], living.sheet.jot]


def change(living: VisitSession, chance: Random) -> None:
    """Make one change of any kind."""
    made = living.form("skin-check")
    groups = [place for place in made.places() if place.link == "g"]
    match chance.randrange(7):
        case 0:
            living.add_repetition("skin-check", groups[0])
        case 1:
            living.remove_repetition("skin-check", chance.choice(groups))
        case 2:
            at = Place("name", chance.choice(groups).at)
            living.answer("skin-check", at, ({"valueString": str(chance.random())},))
        case 3:
            living.comment("skin-check", Place("a"), str(chance.random()))
        case 4:
            type_in(living, chance.choice(("hr", "rr")), str(chance.randrange(40, 90)))
        case 5:
            words = str(chance.random())
            living.change_sheet(Cursor("", "", "form"), lambda sheet: replace(sheet, jot=words))
        case _:
            living.answer("skin-check", Place("b"), ({"valueString": "x"}, {"valueString": "y"}))
            living.answer("skin-check", Place("b"), ())
    living.closed()


@pytest.mark.parametrize("seed", range(6))
def test_everything_taken_back_is_the_beginning_and_all_of_it_again_is_the_end(
    home: Household, seed: int
) -> None:
    living, chance = with_repeats(home), Random(seed)  # noqa: S311  # the order of changes, no secret
    begun = state(living)
    for _ in range(60):
        change(living, chance)
    ended = state(living)
    back = 0
    while living.undo():
        back += 1
    assert state(living) == begun
    again = 0
    while living.redo():
        again += 1
    assert again == back
    assert state(living) == ended


def test_more_than_a_thousand_changes_can_be_taken_back(home: Household) -> None:
    living = home.living()
    for number in range(1_200):
        type_in(living, "hr", str(50 + number % 60))
        living.closed()
    count = 0
    while living.undo():
        count += 1
    assert count == 1_200
    assert living.form(VITALS).answers("hr") == ()


def test_a_new_change_ends_the_way_forward(home: Household) -> None:
    living = home.living()
    type_in(living, "hr", "80")
    living.undo()
    type_in(living, "rr", "18")
    assert living.redo() == ""


def test_carried_answers_and_their_confirming_are_taken_back_and_done_again(home: Household) -> None:
    living = with_repeats(home)
    earlier = response({"linkId": "a", "answer": [{"valueString": "as before"}]}, authored="2026-02-01")
    priors = prior(living.form("skin-check").form, earlier)
    living.carry_over("skin-check", priors)
    living.confirm("skin-check")
    made = living.form("skin-check")
    living.undo()
    assert made.unconfirmed() == (Place("a"),)
    living.undo()
    assert made.answers("a") == ()
    living.redo()
    living.redo()
    assert made.answers("a") == ({"valueString": "as before"},)


def test_changes_of_a_form_that_left_the_visit_are_no_steps_any_more(home: Household) -> None:
    living = home.living()
    living.add_form(draft_of(home.records, home.encounter, "gad7"))
    type_in(living, "hr", "80")
    question = next(
        place for place in living.form("gad7").places() if living.form("gad7").item(place).options
    )
    living.answer("gad7", question, (living.form("gad7").item(question).options[0].answer,))
    living.leave_out("gad7")
    while section := living.undo():
        assert section != "gad7"
    assert living.form(VITALS).answers("hr") == ()
