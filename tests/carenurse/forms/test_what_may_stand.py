"""Which answers may stand, which are kept and explained, and what holds completion back."""

from decimal import Decimal
from typing import Any

import pytest

from carenurse.clinical.fhir import Resource
from carenurse.errors import ExpectedError
from carenurse.forms import urls
from carenurse.forms.form import Unit
from carenurse.forms.session import IncompleteError
from tests.carenurse.forms.filling import links, session
from tests.carenurse.forms.made import choice, coding, item, when


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
