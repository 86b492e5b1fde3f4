"""What carries over from last time: marked, counting for nothing until it is confirmed, or asked anew."""

import pytest

from carenurse.clinical.fhir import Resource
from carenurse.forms import urls
from carenurse.forms.loading import load
from carenurse.forms.nodes import Place
from carenurse.forms.prior import asked_anew, prior
from carenurse.forms.session import Context, Session
from tests.carenurse.forms.filling import NOW
from tests.carenurse.forms.made import answer_of, calculated, form, item, response

EARLIER = response(
    {"linkId": "a", "answer": [{"valueString": "stairs"}]},
    {"linkId": "pain", "answer": [{"valueString": "back"}]},
    {"linkId": "b", "answer": [{"valueString": "old"}]},
    authored="2026-03-03T10:00:00+00:00",
)


def test_carried_answers_are_marked_and_count_for_nothing_until_they_are_confirmed() -> None:
    raw = form(
        item("a", required=True),
        item("pain", text="Where is the pain?"),
        item("b"),
        calculated("n", "integer", f"{answer_of('a')}.count()"),
    )
    loaded = load(raw)
    made = Session(loaded, None, Context(), NOW)
    made.type_in("b", "mine")
    assert made.carry(prior(loaded, EARLIER)) == (Place("a"),)
    assert made.carried_from("a") == "2026-03-03T10:00:00+00:00"
    assert made.completion().answered == 1
    assert made.open_items() == (Place("a"),)
    assert made.answers("n") == ({"valueInteger": 0},)
    again = Session(loaded, made.to_response(), Context(), NOW)
    assert again.unconfirmed() == (Place("a"),), "a draft keeps the mark"
    again.confirm(*again.unconfirmed())
    assert (again.carried_from("a"), again.open_items()) == ("", ())
    assert again.answers("n") == ({"valueInteger": 1},)
    assert again.answers("a") == ({"valueString": "stairs"},)


def test_an_unconfirmed_answer_is_left_out_of_a_completed_response() -> None:
    loaded = load(form(item("a"), item("b")))
    made = Session(loaded, None, Context(), NOW)
    made.type_in("b", "x")
    made.carry(prior(loaded, EARLIER))
    assert [one["linkId"] for one in made.to_response("completed")["item"]] == ["b"]


ANEW: list[tuple[Resource, bool]] = [
    (item("q", text="Does she have stairs?"), False),
    (item("q", text="Has she fallen since last time?"), True),
    (item("q", text="How bad is the pain?"), True),
    (item("q", text="¿Tiene dolor?"), True),
    (item("q", "quantity", text="Length"), True),
    (item("q", "integer", text="Children", code=[{"code": "8867-4"}]), True),
    (item("q", "integer", text="How many stairs?"), False),
    (item("g", "group", text="Wound", item=[item("q", text="Color")]), True),
    (item("q", text="Any", extension=[{"url": urls.NEVER_CARRY, "valueBoolean": True}]), True),
]


@pytest.mark.parametrize(("raw", "anew"), ANEW)
def test_pain_vital_signs_falls_and_wounds_are_asked_anew_in_any_form(raw: Resource, anew: bool) -> None:  # noqa: FBT001 - a column of the table
    loaded = load(form(raw))
    assert asked_anew(loaded, loaded.index["q"]) is anew
