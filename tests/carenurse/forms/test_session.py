"""Filling a form in: what is asked, what is calculated, what is missing, what comes out."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.errors import ExpectedError
from carenurse.forms import urls
from carenurse.forms.form import Unit
from carenurse.forms.loading import load
from carenurse.forms.nodes import Place
from carenurse.forms.session import Changes, Context, IncompleteError, Session
from tests.carenurse.forms.made import (
    NOW,
    PATIENT,
    answer_of,
    calculated,
    choice,
    coding,
    expression,
    form,
    item,
    response,
    session,
)


def when(question: str, operator: str, **answer: Any) -> Resource:
    return {"question": question, "operator": operator, **answer}


def links(places: tuple[Place, ...]) -> list[str]:
    return [place.link for place in places]


CONDITIONS: list[tuple[str, dict[str, Any], str, dict[str, Any], bool]] = [
    ("integer", {"valueInteger": 5}, ">", {"answerInteger": 4}, True),
    ("integer", {"valueInteger": 4}, ">", {"answerInteger": 4}, False),
    ("integer", {"valueInteger": 4}, ">=", {"answerInteger": 4}, True),
    ("integer", {"valueInteger": 3}, "<", {"answerInteger": 4}, True),
    ("integer", {"valueInteger": 4}, "<=", {"answerInteger": 4}, True),
    ("decimal", {"valueDecimal": Decimal("1.50")}, "=", {"answerDecimal": Decimal("1.5")}, True),
    ("boolean", {"valueBoolean": True}, "=", {"answerBoolean": True}, True),
    ("boolean", {"valueBoolean": False}, "=", {"answerBoolean": True}, False),
    ("boolean", {"valueBoolean": False}, "exists", {"answerBoolean": True}, True),
    ("string", {"valueString": "a"}, "exists", {"answerBoolean": False}, False),
    ("string", {"valueString": "b"}, ">", {"answerString": "a"}, True),
    ("string", {"valueString": "b"}, "!=", {"answerString": "a"}, True),
    ("date", {"valueDate": "2026-01-05"}, ">", {"answerDate": "2026-01-01"}, True),
    ("date", {"valueDate": "2026-01"}, ">", {"answerDate": "2026-01-15"}, False),
    ("time", {"valueTime": "10:30:00"}, ">", {"answerTime": "09:00:00"}, True),
    (
        "dateTime",
        {"valueDateTime": "2026-01-05T10:00:00Z"},
        "<",
        {"answerDateTime": "2026-01-05T12:00:00+01:00"},
        True,
    ),
    (
        "choice",
        {"valueCoding": {"system": "urn:t", "code": "x"}},
        "=",
        {"answerCoding": {"system": "urn:t", "code": "x"}},
        True,
    ),
    (
        "choice",
        {"valueCoding": {"system": "urn:t", "code": "x"}},
        "=",
        {"answerCoding": {"system": "urn:o", "code": "x"}},
        False,
    ),
    ("choice", {"valueCoding": {"system": "urn:t", "code": "x"}}, "=", {"answerCoding": {"code": "x"}}, True),
    (
        "choice",
        {"valueCoding": {"system": "urn:t", "code": "x"}},
        "!=",
        {"answerCoding": {"code": "x"}},
        False,
    ),
    (
        "quantity",
        {"valueQuantity": {"value": 1, "code": "kg"}},
        ">",
        {"answerQuantity": {"value": 2, "code": "[lb_av]"}},
        True,
    ),
    (
        "quantity",
        {"valueQuantity": {"value": 1, "code": "kg"}},
        "=",
        {"answerQuantity": {"value": 1000, "code": "g"}},
        True,
    ),
]


@pytest.mark.parametrize(("kind", "given", "operator", "expected", "shown"), CONDITIONS)
def test_every_operator_of_enable_when(
    kind: str, given: dict[str, Any], operator: str, expected: dict[str, Any], *, shown: bool
) -> None:
    filling = session(item("q", kind), item("more", enableWhen=[when("q", operator, **expected)]))
    filling.answer("q", given)
    assert filling.is_enabled("more") is shown


def test_an_unanswered_question_enables_nothing_but_not_equal_and_not_exists() -> None:
    asked = {
        "a": when("q", "=", answerInteger=1),
        "b": when("q", ">", answerInteger=1),
        "c": when("q", "exists", answerBoolean=True),
        "d": when("q", "exists", answerBoolean=False),
        "e": when("q", "!=", answerInteger=1),
    }
    filling = session(item("q", "integer"), *(item(link, enableWhen=[one]) for link, one in asked.items()))
    assert links(filling.places()) == ["q", "d", "e"]


@pytest.mark.parametrize(("behavior", "shown"), [("any", True), ("all", False)])
def test_any_or_all_conditions(behavior: str, *, shown: bool) -> None:
    both = [when("q", "=", answerInteger=1), when("q", "=", answerInteger=2)]
    filling = session(item("q", "integer"), item("more", enableWhen=both, enableBehavior=behavior))
    filling.answer("q", {"valueInteger": 1})
    assert filling.is_enabled("more") is shown


def test_an_answer_says_what_it_moved() -> None:
    filling = session(
        item("q", "boolean"),
        item("why", enableWhen=[when("q", "=", answerBoolean=True)]),
        calculated("t", "string", f"iif({answer_of('q')}, 'yes', 'no')"),
    )
    assert filling.answer("q", {"valueBoolean": True}) == Changes(
        shown=(Place("why"),), calculated=(Place("t"),)
    )
    assert filling.answer("q", {"valueBoolean": False}).hidden == (Place("why"),)
    assert filling.type_in("why", "") == Changes()


def test_what_is_below_a_hidden_group_is_hidden_with_it_and_does_not_count() -> None:
    filling = session(
        item("q", "boolean"),
        item("g", "group", enableWhen=[when("q", "=", answerBoolean=True)], item=[choice("c", {"x": 3})]),
        calculated(
            "t", "integer", "%resource.descendants().where(linkId = 'c').answer.value.ordinal().sum()"
        ),
        item("after", enableWhen=[when("c", "exists", answerBoolean=True)]),
    )
    filling.answer("q", {"valueBoolean": True})
    filling.answer("c", coding("x"))
    assert filling.answers("t") == ({"valueInteger": 3},)
    moved = filling.answer("q", {"valueBoolean": False})
    assert links(moved.hidden) == ["g", "c", "after"]
    assert filling.answers("t") == ()
    filling.answer("q", {"valueBoolean": True})
    assert filling.answers("t") == ({"valueInteger": 3},)


def test_an_expression_decides_what_is_asked() -> None:
    filling = session(
        item("age", "integer"),
        item("more", extension=[expression(urls.ENABLE_EXPRESSION, f"{answer_of('age')} >= 65")]),
    )
    assert not filling.is_enabled("more")
    filling.type_in("age", "65")
    assert filling.is_enabled("more")


def test_a_condition_that_cannot_be_worked_out_keeps_the_question_and_says_why() -> None:
    filling = session(item("more", extension=[expression(urls.ENABLE_EXPRESSION, "foo()")]))
    assert filling.is_enabled("more")
    assert "foo()" in filling.trouble("more")


def test_totals_that_read_totals_and_variables_are_worked_out_in_order() -> None:
    filling = session(
        calculated("grand", "decimal", f"{answer_of('sum')} * %factor"),
        calculated("sum", "decimal", f"{answer_of('a')} + {answer_of('b')}"),
        item("a", "decimal"),
        item("b", "decimal"),
        extension=[expression(urls.VARIABLE, f"{answer_of('b')} + 1", "factor")],
    )
    filling.type_in("a", "0.1")
    filling.type_in("b", "0.2")
    assert filling.answers("grand") == ({"valueDecimal": Decimal("0.36")},)


def test_a_variable_belongs_to_its_item_and_all_below() -> None:
    inner = calculated("t", "integer", "%x + %y", expression(urls.VARIABLE, "100", "x"))
    filling = session(
        item(
            "g",
            "group",
            extension=[expression(urls.VARIABLE, "2", "y"), expression(urls.VARIABLE, "3", "x")],
            item=[inner],
        ),
        calculated("u", "integer", "%x"),
        extension=[expression(urls.VARIABLE, "1", "x")],
    )
    assert filling.answers("t") == ({"valueInteger": 102},)
    assert filling.answers("u") == ({"valueInteger": 1},)


def test_a_variable_that_holds_a_group_is_followed_into_it() -> None:
    filling = session(
        item("g", "group", item=[item("a", "integer"), item("b", "integer")]),
        calculated("t", "integer", "%group.item.where(linkId = 'b').answer.value + 1"),
        extension=[expression(urls.VARIABLE, "%resource.item.where(linkId = 'g')", "group")],
    )
    filling.type_in("a", "5")
    filling.type_in("b", "6")
    assert filling.answers("t") == ({"valueInteger": 7},)
    filling.type_in("b", "8")
    assert filling.answers("t") == ({"valueInteger": 9},)


def test_calculations_in_a_circle_are_said_not_looped() -> None:
    filling = session(
        calculated("a", "integer", f"iif({answer_of('b')}.exists(), {answer_of('b')} + 1, 1)"),
        calculated("b", "integer", f"iif({answer_of('a')}.exists(), {answer_of('a')} + 1, 1)"),
    )
    assert "circle" in filling.trouble("a") or "circle" in filling.trouble("b")


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("integer", "foo()", "foo()"),
        ("integer", "1 + 'a'", "cannot work"),
        ("integer", "1.5", "another kind of value"),
        ("integer", "'x'", "another kind of value"),
        ("boolean", "1", "another kind of value"),
        ("date", "'soon'", "another kind of value"),
        ("integer", "(1 | 2)", "several values"),
    ],
)
def test_a_calculation_that_fails_shows_why_and_never_a_number(kind: str, text: str, words: str) -> None:
    filling = session(calculated("t", kind, text))
    assert filling.answers("t") == ()
    assert words in filling.trouble("t")


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("decimal", "1 / 4", {"valueDecimal": Decimal("0.25")}),
        ("integer", "2.0", {"valueInteger": 2}),
        ("string", "1.50", {"valueString": "1.50"}),
        ("boolean", "1 > 0", {"valueBoolean": True}),
        ("date", "today()", {"valueDate": "2026-03-04"}),
        (
            "quantity",
            "1.5 'kg'",
            {
                "valueQuantity": {
                    "value": Decimal("1.5"),
                    "unit": "kg",
                    "system": "http://unitsofmeasure.org",
                    "code": "kg",
                }
            },
        ),
        ("url", "'http://example.org'", {"valueUri": "http://example.org"}),
    ],
)
def test_a_calculation_fits_the_kind_of_its_question(kind: str, text: str, expected: Resource) -> None:
    assert session(calculated("t", kind, text)).answers("t") == (expected,)


def test_a_calculated_choice_picks_the_option() -> None:
    filling = session(choice("c", {"lo": 0, "hi": 1}, extension=[expression(urls.CALCULATED, "'hi'")]))
    assert filling.answers("c") == (coding("hi"),)


def test_decimal_places_of_a_calculated_question_are_kept_with_halves_up() -> None:
    places = {"url": urls.MAX_DECIMALS, "valueInteger": 1}
    assert session(calculated("t", "decimal", "0.25 + 0.1", places)).answers("t") == (
        {"valueDecimal": Decimal("0.4")},
    )


def test_the_score_of_a_choice_reaches_ordinal_weight_and_the_extension_path() -> None:
    url = urls.FHIR + "ordinalValue"
    filling = session(
        choice("a", {"x": 5, "y": 10}),
        calculated("t1", "decimal", f"{answer_of('a')}.ordinal()"),
        calculated("t2", "decimal", "%resource.item.where(linkId = 'a').answer.weight()"),
        calculated(
            "t3",
            "decimal",
            f"%resource.item.answer.valueCoding.extension.where(url = '{url}').valueDecimal.sum()",
        ),
    )
    filling.answer("a", {"valueCoding": {"code": "y"}})
    assert [filling.answers(link) for link in ("t1", "t2", "t3")] == [({"valueDecimal": 10},)] * 3
    assert filling.to_response()["item"][0]["answer"] == [{"valueCoding": {"code": "y"}}]


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


def test_what_a_person_writes_over_a_calculation_stands_until_it_is_cleared() -> None:
    items = (
        item("a", "integer"),
        item("t", "integer", extension=[expression(urls.CALCULATED, f"{answer_of('a')} + 1")]),
    )
    filling = session(*items)
    filling.type_in("a", "1")
    filling.type_in("t", "9")
    filling.type_in("a", "5")
    assert filling.answers("t") == ({"valueInteger": 9},)
    again = session(*items, response=filling.to_response())
    assert again.answers("t") == ({"valueInteger": 9},)
    again.clear("t")
    assert again.answers("t") == ({"valueInteger": 6},)


def test_a_read_only_total_cannot_be_typed() -> None:
    with pytest.raises(ExpectedError, match="calculated"):
        session(calculated("t", "integer", "1 + 1")).type_in("t", "9")


def test_an_unknown_question_is_named() -> None:
    with pytest.raises(ExpectedError, match="“zz”"):
        session(item("a")).type_in("zz", "x")
    with pytest.raises(ExpectedError, match="heading"):
        session(item("g", "group", item=[item("a")])).answer("g", {"valueString": "x"})


def test_required_questions_that_are_asked_hold_completion_back() -> None:
    filling = session(
        item("a", "boolean", required=True),
        item("b", required=True, enableWhen=[when("a", "=", answerBoolean=True)]),
        item("c"),
    )
    assert links(filling.open_items()) == ["a"]
    filling.answer("a", {"valueBoolean": True})
    assert links(filling.open_items()) == ["b"]
    with pytest.raises(IncompleteError) as missing:
        filling.to_response("completed")
    assert links(missing.value.completion.open) == ["b"]
    filling.answer("a", {"valueBoolean": False})
    assert filling.completion().may_complete
    assert (filling.completion().answered, filling.completion().of) == (1, 2)
    assert filling.to_response("completed")["status"] == "completed"


def limited(link: str, kind: str, *extensions: Resource, **more: Any) -> Resource:
    return item(link, kind, extension=list(extensions), **more)


def limit(url: str, **value: Any) -> Resource:
    return {"url": url, **value}


KILOS = {"code": "kg", "unit": "kg"}
INVALID: list[tuple[Resource, Resource, str]] = [
    (limited("q", "integer", limit(urls.MIN_VALUE, valueInteger=3)), {"valueInteger": 2}, "3 or more"),
    (limited("q", "integer", limit(urls.MAX_VALUE, valueInteger=3)), {"valueInteger": 4}, "3 or less"),
    (
        limited("q", "decimal", limit(urls.MAX_VALUE, valueDecimal=Decimal("3.5"))),
        {"valueDecimal": Decimal("3.51")},
        "3.5 or less",
    ),
    (
        limited("q", "date", limit(urls.MIN_VALUE, valueDate="2026-01-01")),
        {"valueDate": "2025-12-31"},
        "2026-01-01 or more",
    ),
    (
        limited("q", "quantity", limit(urls.MAX_QUANTITY, valueQuantity={"value": 1, **KILOS})),
        {"valueQuantity": {"value": 3, "code": "[lb_av]"}},
        "2.2 lb or less",
    ),
    (
        limited("q", "quantity", limit(urls.MAX_QUANTITY, valueQuantity={"value": 1, **KILOS})),
        {"valueQuantity": {"value": 3, "code": "bushel"}},
        "1 kg or less",
    ),
    (limited("q", "string", limit(urls.MIN_LENGTH, valueInteger=3)), {"valueString": "ab"}, "At least 3"),
    (item("q", maxLength=3), {"valueString": "abcd"}, "At most 3"),
    (
        limited(
            "q",
            "string",
            limit(urls.REGEX, valueString="[0-9]{5}"),
            limit(urls.ENTRY_FORMAT, valueString="12345"),
        ),
        {"valueString": "1234"},
        "12345",
    ),
    (
        limited("q", "string", limit(urls.REGEX, valueString="(a|a)+")),
        {"valueString": "a" * 40 + "!"},
        "too long",
    ),
    (
        limited("q", "decimal", limit(urls.MAX_DECIMALS, valueInteger=1)),
        {"valueDecimal": Decimal("1.25")},
        "At most 1 digits",
    ),
    (choice("q", {"x": 1}), coding("nope"), "not one of the choices"),
    (item("q", "integer"), {"valueString": "5"}, "kind that is asked"),
    (item("q", "integer"), {"valueInteger": True}, "kind that is asked"),
    (item("q", "date"), {"valueDate": "2026-02-30"}, "kind that is asked"),
    (item("q", "boolean"), {"valueBoolean": "true"}, "kind that is asked"),
    (item("q"), {"valueString": "  "}, "kind that is asked"),
    (item("q"), {"extension": []}, "empty"),
]


@pytest.mark.parametrize(("question", "given", "words"), INVALID)
def test_an_answer_that_cannot_stand_is_kept_and_explained(
    question: Resource, given: Resource, words: str
) -> None:
    filling = session(question)
    filling.answer("q", given)
    assert words in filling.problem("q")
    assert filling.answers("q") == (given,)
    assert not filling.completion().may_complete


def test_open_choices_partial_dates_and_codes_without_system_may_stand() -> None:
    filling = session(
        choice("c", {"x": 1}), choice("o", {"x": 1}) | {"type": "open-choice"}, item("d", "date")
    )
    filling.answer("c", {"valueCoding": {"code": "x"}})
    filling.answer("o", {"valueString": "something else"})
    filling.answer("d", {"valueDate": "1947"})
    assert filling.problems() == ()


def test_counts_of_answers_are_minded() -> None:
    exclusive = choice("q", {"x": 1, "none": 0}, repeats=True)
    exclusive["answerOption"][1]["extension"].append({"url": urls.OPTION_EXCLUSIVE, "valueBoolean": True})
    filling = session(
        exclusive,
        item("one"),
        limited("many", "string", limit(urls.MIN_OCCURS, valueInteger=2), repeats=True),
    )
    filling.answer("q", coding("x"), coding("none"))
    filling.answer("one", {"valueString": "a"}, {"valueString": "b"})
    filling.answer("many", {"valueString": "a"})
    assert "NONE" in filling.problem("q")
    assert "Only one" in filling.problem("one")
    assert links(filling.open_items()) == ["many"]


def test_repeating_groups_grow_and_shrink_and_calculate_each_for_itself() -> None:
    medicine = item(
        "med",
        "group",
        repeats=True,
        item=[
            item("dose", "integer"),
            item("times", "integer"),
            calculated("day", "integer", "%context.answer"),
        ],
    )
    medicine["item"][2] = calculated(
        "day",
        "integer",
        "%line.item.where(linkId = 'dose').answer.value * %line.item.where(linkId = 'times').answer.value",
    )
    medicine["extension"] = [expression(urls.VARIABLE, "%context", "line")]
    filling = session(
        medicine, calculated("all", "integer", "%resource.item.item.where(linkId = 'day').answer.value.sum()")
    )
    filling.type_in(Place("dose", (0,)), "2")
    filling.type_in(Place("times", (0,)), "3")
    second = filling.add(Place("med", (0,)))
    assert second == Place("med", (1,))
    filling.type_in(Place("dose", (1,)), "5")
    filling.type_in(Place("times", (1,)), "1")
    assert filling.answers(Place("day", (0,))) == ({"valueInteger": 6},)
    assert filling.answers(Place("day", (1,))) == ({"valueInteger": 5},)
    assert filling.answers("all") == ({"valueInteger": 11},)
    written = filling.to_response()
    assert [one["linkId"] for one in written["item"]] == ["med", "med", "all"]
    filling.remove(Place("med", (0,)))
    assert filling.answers(Place("dose", (0,))) == ({"valueInteger": 5},)
    assert filling.answers("all") == ({"valueInteger": 5},)
    filling.remove(Place("med", (0,)))
    assert filling.answers(Place("dose", (0,))) == ()


def test_a_condition_inside_a_repetition_looks_at_its_own_repetition() -> None:
    group = item(
        "g",
        "group",
        repeats=True,
        item=[item("q", "boolean"), item("why", enableWhen=[when("q", "=", answerBoolean=True)])],
    )
    filling = session(group)
    filling.add(Place("g", (0,)))
    filling.answer(Place("q", (1,)), {"valueBoolean": True})
    assert not filling.is_enabled(Place("why", (0,)))
    assert filling.is_enabled(Place("why", (1,)))


def test_questions_below_an_answer_come_and_go_with_it() -> None:
    filling = session(item("q", "boolean", item=[item("detail")]))
    assert not filling.is_enabled("detail")
    assert filling.answer("q", {"valueBoolean": True}).shown == (Place("detail"),)
    filling.type_in("detail", "because")
    assert filling.to_response()["item"] == [
        {
            "linkId": "q",
            "text": "Question q",
            "answer": [
                {
                    "valueBoolean": True,
                    "item": [
                        {
                            "linkId": "detail",
                            "text": "Question detail",
                            "answer": [{"valueString": "because"}],
                        }
                    ],
                }
            ],
        }
    ]


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


def test_the_time_of_the_calculations_can_move_on() -> None:
    filling = session(item("a"), calculated("t", "date", f"iif({answer_of('a')}.exists(), today(), {{}})"))
    filling.now = NOW + timedelta(days=1)
    filling.type_in("a", "x")
    assert filling.answers("t") == ({"valueDate": "2026-03-05"},)


def test_a_quantity_is_typed_in_the_unit_beside_it() -> None:
    units = [
        {"url": urls.UNIT_OPTION, "valueCoding": {"code": code, "display": shown}}
        for code, shown in (("kg", "kg"), ("[lb_av]", "lb"))
    ]
    filling = session(item("w", "quantity", extension=units))
    filling.type_in("w", "171,60", Unit("[lb_av]", "lb"))
    (answer,) = filling.answers("w")
    assert answer["valueQuantity"] == {
        "value": Decimal("171.60"),
        "unit": "lb",
        "system": "http://unitsofmeasure.org",
        "code": "[lb_av]",
    }
    assert str(answer["valueQuantity"]["value"]) == "171.60"


def test_a_flag_that_cannot_be_worked_out_is_up_and_says_why() -> None:
    flag = {
        "url": urls.FLAG,
        "extension": [expression("when", "foo()"), {"url": "says", "valueString": "Danger"}],
    }
    (raised,) = session(item("a"), extension=[flag]).flags
    assert raised.says == "Danger"
    assert "foo()" in raised.problem


def test_an_expression_reads_only_what_it_names() -> None:
    filling = session(
        item("g", "group", item=[item("a", "integer"), item("b", "integer")]),
        calculated(
            "ta", "integer", "%resource.item.where(linkId = 'g').item.where(linkId = 'a').answer.value"
        ),
        calculated("n", "integer", "%resource.item.where(linkId = 'g').item.count()"),
    )
    assert links(filling.type_in("b", "1").calculated) == ["n"]
    assert links(filling.type_in("b", "2").calculated) == []
    assert set(links(filling.type_in("a", "1").calculated)) == {"ta", "n"}
    assert links(filling.clear("b").calculated) == ["n"]


def doubling(start: str, step: str) -> list[Resource]:
    first = expression(urls.VARIABLE, start, "v0")
    return [first, *(expression(urls.VARIABLE, step.format(f"%v{at}"), f"v{at + 1}") for at in range(60))]


@pytest.mark.parametrize(
    ("start", "step"),
    [("(1 | 2)", "{0}.combine({0})"), ("'ab'", "{0} & {0}"), ("'ab'", "{0} + {0}"), ("7", "{0} * {0}")],
)
def test_values_that_double_without_end_are_stopped(start: str, step: str) -> None:
    filling = session(calculated("t", "integer", "%v60.count()"), extension=doubling(start, step))
    assert filling.answers("t") == ()
    assert "too l" in filling.trouble("t")


def test_many_heavy_calculations_share_one_limit() -> None:
    ten = "(" + " | ".join(str(number) for number in range(10)) + ")"
    heavy = f"{ten}.select({ten}.select({ten}.select({ten}.count()))).count()"
    filling = session(*(calculated(f"t{at}", "integer", f"{heavy} + {at}") for at in range(80)))
    stopped = [place for place in filling.places() if "too long" in filling.trouble(place)]
    assert 0 < len(stopped) < 80
    assert all(not filling.answers(place) for place in stopped)
