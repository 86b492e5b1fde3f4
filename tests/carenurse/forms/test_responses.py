"""What comes out of a filled form, and what comes out again of a response that was read."""

from decimal import Decimal

import pytest

from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.errors import ExpectedError
from carenurse.forms import urls
from carenurse.forms.loading import load
from carenurse.forms.nodes import Place
from carenurse.forms.session import Context, Session
from tests.carenurse.forms.filling import NOW, PATIENT, session
from tests.carenurse.forms.made import choice, coding, expression, form, item, response, when


def test_initial_answers_are_given_once_to_a_new_form_only() -> None:
    items = (
        item("a", "integer", initial=[{"valueInteger": 4}]),
        item("b", "date", extension=[expression(urls.INITIAL_EXPRESSION, "%patient.birthDate")]),
        choice("c", {"x": 0, "y": 1}),
    )
    items[2]["answerOption"][1]["initialSelected"] = True
    filling = session(*items)
    assert filling.answers("a") == ({"valueInteger": 4},)
    assert filling.answers("b") == ({"valueDate": "1947-03-14"},)
    assert filling.answers("c") == (coding("y"),)
    filling.clear("a")
    again = session(*items, response=filling.to_response())
    assert again.answers("a") == ()


RICH = (
    b'{"resourceType":"QuestionnaireResponse","id":"r1","meta":{"versionId":"3"},'
    b'"extension":[{"url":"urn:t:r","valueDecimal":1.00}],"questionnaire":"urn:t:form|1",'
    b'"status":"in-progress","language":"es","item":['
    b'{"linkId":"a","text":"As asked","extension":[{"url":"urn:t:i","valueString":"kept"}],'
    b'"answer":[{"id":"x1","valueDecimal":72.50,"extension":[{"url":"urn:t:a","valueBoolean":true}]}]},'
    b'{"linkId":"g","item":[{"linkId":"b","answer":[{"valueQuantity":{"value":1E-22,"unit":"mg"},'
    b'"item":[{"linkId":"c","answer":[{"valueString":"deep"}]}]}]}]},'
    b'{"linkId":"gone","answer":[{"valueString":"of an older version"}]}]}'
)


def rich_form() -> tuple[Resource, ...]:
    return (
        item("a", "decimal"),
        item("g", "group", item=[item("b", "quantity", item=[item("c")])]),
        item("new"),
    )


def test_a_response_of_another_system_comes_out_as_it_went_in() -> None:
    before: Resource = read_json(RICH)
    after = Session(load(form(*rich_form())), read_json(RICH), None, NOW).to_response("in-progress")
    assert write_json(after) == write_json(before)


def test_changing_one_answer_leaves_the_rest_untouched() -> None:
    filling = session(*rich_form(), response=read_json(RICH))
    filling.type_in("a", "71,6")
    after = filling.to_response()
    assert after["item"][0]["answer"] == [{"valueDecimal": Decimal("71.6")}]
    assert after["item"][0]["extension"] == [{"url": "urn:t:i", "valueString": "kept"}]
    assert after["item"][1:] == read_json(RICH)["item"][1:]


def test_reading_does_not_change_what_was_read() -> None:
    given: Resource = read_json(RICH)
    filling = session(*rich_form(), response=given)
    filling.type_in("c", "changed")
    filling.to_response("completed")
    assert given == read_json(RICH)


def test_answers_out_of_sight_are_kept_while_open_and_dropped_at_completion() -> None:
    filling = session(item("a", "boolean"), item("b", enableWhen=[when("a", "=", answerBoolean=True)]))
    filling.answer("a", {"valueBoolean": True})
    filling.type_in("b", "kept")
    filling.answer("a", {"valueBoolean": False})
    assert filling.unasked() == (Place("b"),)
    assert [one["linkId"] for one in filling.to_response()["item"]] == ["a", "b"]
    assert [one["linkId"] for one in filling.to_response("completed")["item"]] == ["a"]
    filling.answer("a", {"valueBoolean": True})
    assert filling.answers("b") == ({"valueString": "kept"},)


def test_a_response_names_form_people_and_times() -> None:
    encounter = {"resourceType": "Encounter", "id": "e1"}
    filling = Session(load(form(item("a"), version="2")), None, Context(PATIENT, encounter), NOW)
    written = filling.to_response("completed", author="Practitioner/n1", authored=NOW)
    assert written["questionnaire"] == "urn:t:form|2"
    assert written["subject"] == {"reference": "Patient/p1"}
    assert written["encounter"] == {"reference": "Encounter/e1"}
    assert written["author"] == {"reference": "Practitioner/n1"}
    assert written["authored"] == "2026-03-04T10:42:00+00:00"
    assert filling.to_response()["id"] == written["id"]


def test_answers_to_a_heading_are_refused() -> None:
    with pytest.raises(ExpectedError, match="not a question"):
        session(
            item("g", "group", item=[item("a")]),
            response=response({"linkId": "g", "answer": [{"valueString": "x"}]}),
        )


BROKEN: list[Resource] = [
    {"item": "x"},
    {"item": [3, None]},
    {"item": [{"linkId": 7}]},
    {"item": [{"linkId": "a", "answer": "x"}]},
    {"item": [{"linkId": "a", "answer": [{}]}]},
]


@pytest.mark.parametrize("junk", BROKEN)
def test_a_broken_response_never_crashes(junk: Resource) -> None:
    filling = session(item("a"), response={"resourceType": "QuestionnaireResponse", **junk})
    assert filling.answers("a") == ()


def test_several_items_for_one_repeating_question_are_several_answers() -> None:
    given = response(
        {"linkId": "a", "answer": [{"valueString": "x"}]}, {"linkId": "a", "answer": [{"valueString": "y"}]}
    )
    assert session(item("a", repeats=True), response=given).answers("a") == (
        {"valueString": "x"},
        {"valueString": "y"},
    )
