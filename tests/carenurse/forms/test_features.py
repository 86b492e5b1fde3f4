"""The support table and its proofs: each row has a test, each test a row."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from carenurse.clinical.fhir import Resource
from carenurse.forms import urls
from carenurse.forms.features import FEATURES, notes, table
from carenurse.forms.loading import load
from carenurse.forms.session import Context, Session
from carenurse.forms.support import Level
from tests.carenurse.forms.filling import NOW, PATIENT, session
from tests.carenurse.forms.made import answer_of, calculated, choice, coding, expression, form, item, response

TESTS = Path(__file__).resolve().parents[2]


def proved() -> set[str]:
    sources = [
        *(TESTS / "carenurse" / "forms").glob("test_*.py"),
        *(TESTS / "ui" / "forms").glob("test_*.py"),
    ]
    texts = (source.read_text(encoding="utf-8") for source in sources)
    return {name for text in texts for name in re.findall(r"mark\.feature\(\s*\"([^\"]+)\"\s*\)", text)}


def test_every_row_of_the_support_table_is_proved_and_nothing_else_is_claimed() -> None:
    assert proved() == {one.name for one in FEATURES}


def test_a_row_that_is_not_done_in_full_says_what_happens_instead() -> None:
    assert all(notes().get(one.name) for one in FEATURES if one.level is not Level.FULL)
    assert notes().keys() <= {one.name for one in FEATURES}
    named = [name for one in FEATURES for name in one.extensions]
    assert len(named) == len(set(named))


def test_the_table_is_printed_one_row_a_feature() -> None:
    lines = table().splitlines()
    assert len(lines) == len(FEATURES) + 1
    assert any(line.startswith("adaptive forms") and "refused" in line for line in lines)


@pytest.mark.feature("core types")
@pytest.mark.feature("partial dates")
@pytest.mark.feature("time with seconds")
@pytest.mark.feature("url")
@pytest.mark.parametrize(
    ("kind", "text", "answer"),
    [
        ("boolean", "yes", {"valueBoolean": True}),
        ("integer", "3", {"valueInteger": 3}),
        ("decimal", "3.50", {"valueDecimal": Decimal("3.50")}),
        ("string", "x", {"valueString": "x"}),
        ("text", "x\ny", {"valueString": "x\ny"}),
        ("date", "2026", {"valueDate": "2026"}),
        ("date", "2026-03", {"valueDate": "2026-03"}),
        ("dateTime", "2026-03-04T10:42:00Z", {"valueDateTime": "2026-03-04T10:42:00Z"}),
        ("time", "10:42:30", {"valueTime": "10:42:30"}),
        ("url", "https://example.org", {"valueUri": "https://example.org"}),
    ],
)
def test_answers_of_every_type_are_kept_as_they_were_typed(kind: str, text: str, answer: Resource) -> None:
    made = session(item("a", kind))
    made.type_in("a", text)
    assert made.answers("a") == (answer,)
    assert made.problems() == ()
    assert made.to_response("completed")["item"][0]["answer"] == [answer]


def extension(url: str, kind: str, value: Any) -> Resource:
    return {"url": url, f"value{kind}": value}


KG = {"value": 100, "code": "kg", "system": "http://unitsofmeasure.org"}
LIMITS: list[tuple[str, str, Resource, str, str]] = [
    ("minLength and maxLength", "string", extension(urls.MIN_LENGTH, "Integer", 2), "xy", "x"),
    ("regex", "string", extension(urls.REGEX, "String", "[A-Z]+"), "ABC", "abc"),
    (
        "minValue and maxValue",
        "date",
        extension(urls.MIN_VALUE, "Date", "2026-01-01"),
        "2026-02-01",
        "2025-12-31",
    ),
    ("maxDecimalPlaces", "decimal", extension(urls.MAX_DECIMALS, "Integer", 1), "1.5", "1.55"),
    ("minQuantity and maxQuantity", "quantity", extension(urls.MAX_QUANTITY, "Quantity", KG), "220", "221"),
]


@pytest.mark.feature("minLength and maxLength")
@pytest.mark.feature("regex")
@pytest.mark.feature("minValue and maxValue")
@pytest.mark.feature("maxDecimalPlaces")
@pytest.mark.feature("minQuantity and maxQuantity")
@pytest.mark.parametrize(("name", "kind", "limit", "good", "bad"), LIMITS)
def test_a_limit_lets_what_fits_stand_and_nothing_else(
    name: str, kind: str, limit: Resource, good: str, bad: str
) -> None:
    pounds = extension(urls.UNIT, "Coding", {"code": "[lb_av]", "display": "lb"})
    made = session(item("a", kind, extension=[limit, pounds]))
    made.type_in("a", good)
    assert made.problems() == (), name
    made.type_in("a", bad)
    assert len(made.problems()) == 1
    assert not made.completion().may_complete


@pytest.mark.feature("choice and open-choice")
@pytest.mark.feature("ordinalValue and itemWeight")
@pytest.mark.feature("optionExclusive")
@pytest.mark.feature("initial values")
@pytest.mark.feature("calculatedExpression")
@pytest.mark.parametrize("name", ["ordinalValue", "itemWeight"])
def test_choices_score_exclude_one_another_and_begin_as_the_form_says(name: str) -> None:
    raw = choice("c", {"x": 1, "y": 2, "none": 0}, repeats=True)
    for option in raw["answerOption"]:
        option["extension"][0]["url"] = urls.FHIR + name
    raw["answerOption"][0]["initialSelected"] = True
    raw["answerOption"][2]["extension"].append({"url": urls.OPTION_EXCLUSIVE, "valueBoolean": True})
    total = calculated("t", "decimal", "%resource.item.where(linkId = 'c').answer.value.ordinal().sum()")
    made = session(raw, total, {**choice("o", {"x": 1}), "type": "open-choice"})
    assert made.answers("t") == ({"valueDecimal": Decimal(1)},)
    made.answer("c", coding("x"), coding("y"))
    assert made.answers("t") == ({"valueDecimal": Decimal(3)},)
    made.answer("c", coding("x"), coding("none"))
    assert "cannot stand beside" in made.problem("c")
    made.type_in("o", "other words")
    assert made.problem("o") == ""


@pytest.mark.feature("enableWhen and enableBehavior")
@pytest.mark.feature("enableWhenExpression")
@pytest.mark.feature("variable")
def test_questions_come_and_go_by_conditions_and_by_expressions_over_variables() -> None:
    more = {"question": "a", "operator": ">", "answerInteger": 3}
    less = {"question": "a", "operator": "<", "answerInteger": 9}
    made = session(
        item("a", "integer"),
        item("b", enableWhen=[more, less], enableBehavior="all"),
        item("c", extension=[expression(urls.ENABLE_EXPRESSION, "%many")]),
        extension=[expression(urls.VARIABLE, f"{answer_of('a')} > 3", "many")],
    )
    assert [made.is_enabled(link) for link in "bc"] == [False, False]
    made.type_in("a", "4")
    assert [made.is_enabled(link) for link in "bc"] == [True, True]
    made.type_in("a", "9")
    assert [made.is_enabled(link) for link in "bc"] == [False, True]


@pytest.mark.feature("drafts without a network")
def test_a_draft_goes_on_where_it_was_left_with_all_that_it_held() -> None:
    raw = form(item("a"), item("b", enableWhen=[{"question": "a", "operator": "=", "answerString": "x"}]))
    before = response(
        {
            "linkId": "a",
            "answer": [{"valueString": "no", "extension": [{"url": "urn:t", "valueString": "z"}]}],
        },
        {"linkId": "b", "answer": [{"valueString": "kept"}]},
        id="r1",
    )
    made = Session(load(raw), before, Context(patient=PATIENT), NOW)
    again = made.to_response()
    assert again["item"] == before["item"]
    assert [one["linkId"] for one in made.to_response("completed")["item"]] == ["a"]
