"""Which questions of a form are asked: conditions, expressions, groups, repetitions."""

from decimal import Decimal
from typing import Any

import pytest

from carenurse.forms import urls
from carenurse.forms.nodes import Place
from carenurse.forms.session import Changes
from tests.carenurse.forms.filling import links, session
from tests.carenurse.forms.made import answer_of, calculated, choice, coding, expression, item, when

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
