"""Totals, variables and the expressions behind them: right, or said to be wrong, and never without end."""

from datetime import timedelta
from decimal import Decimal

import pytest

from carenurse.clinical.fhir import Resource
from carenurse.errors import ExpectedError
from carenurse.forms import urls
from carenurse.forms.nodes import Place
from tests.carenurse.forms.filling import NOW, links, session
from tests.carenurse.forms.made import answer_of, calculated, choice, coding, expression, item


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


def test_the_time_of_the_calculations_can_move_on() -> None:
    filling = session(item("a"), calculated("t", "date", f"iif({answer_of('a')}.exists(), today(), {{}})"))
    filling.be_now(NOW + timedelta(days=1))
    filling.type_in("a", "x")
    assert filling.answers("t") == ({"valueDate": "2026-03-05"},)


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
