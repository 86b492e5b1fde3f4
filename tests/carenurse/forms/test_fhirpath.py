"""FHIRPath against our own table of cases, and against itself."""

from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carenurse.clinical.fhir import read_json
from carenurse.forms.fhirpath import (
    ExpressionError,
    ExpressionSyntaxError,
    Frame,
    UnsupportedExpressionError,
    compile_expression,
)
from carenurse.forms.fhirpath.quantities import Quantity

NOW = datetime(2026, 3, 4, 10, 42, tzinfo=UTC)
TABLE: dict[str, Any] = read_json((Path(__file__).parent / "fhirpath_cases.json").read_bytes())
NAMES: dict[str, list[Any]] = {"has-fever": [True], "count": [3], "has": [8], "nothing": []}
CASES = [
    pytest.param(source, expression, expected, id=f"{group}: {expression}")
    for group, (source, cases) in TABLE["cases"].items()
    for expression, expected in cases
]


def evaluate(expression: str, resource: Any = None) -> list[Any]:
    frame = Frame(resource, resource, NAMES.get, NOW)
    return compile_expression(expression, frozenset(NAMES)).evaluate(frame)


def plain(value: Any) -> Any:
    if isinstance(value, Quantity):
        return {"value": value.value, "unit": value.unit}
    return str(value) if isinstance(value, str) else value


@pytest.mark.parametrize(("source", "expression", "expected"), CASES)
def test_an_expression_gives_what_the_table_says(source: str, expression: str, expected: Any) -> None:
    resource = TABLE["inputs"][source]
    if isinstance(expected, dict):
        with pytest.raises(ExpressionError) as failure:
            evaluate(expression, resource)
        assert expected["error"] in str(failure.value)
        return
    found = [plain(value) for value in evaluate(expression, resource)]
    assert found == expected
    assert [isinstance(one, bool) for one in found] == [isinstance(one, bool) for one in expected]


def test_an_unsupported_function_is_named_before_anything_is_evaluated() -> None:
    with pytest.raises(UnsupportedExpressionError, match=r"conformsTo\(\)"):
        compile_expression("iif(false, %resource.conformsTo('x'), 1)")


def test_a_number_longer_than_any_is_refused_in_words() -> None:
    with pytest.raises(ExpressionSyntaxError, match="longer than any number"):
        compile_expression("1 + " + "9" * 5_000)


def test_a_deeply_nested_expression_is_refused_in_words() -> None:
    with pytest.raises(ExpressionSyntaxError, match="nested"):
        compile_expression("(" * 1000 + "1" + ")" * 1000)


def test_a_long_chain_of_calls_does_not_break_the_interpreter() -> None:
    assert evaluate("1" + ".first()" * 60) == [1]
    with pytest.raises(ExpressionError):
        evaluate("1" + ".first()" * 2000)


def test_an_expression_that_multiplies_its_work_is_stopped() -> None:
    hundred = "(" + " | ".join(str(number) for number in range(100)) + ")"
    bomb = f"{hundred}.select({hundred}.select({hundred}.select({hundred})))"
    with pytest.raises(ExpressionError, match="too long"):
        evaluate(bomb)


def test_a_decimal_keeps_the_digits_it_was_written_with() -> None:
    resource = read_json(b'{"resourceType":"Observation","valueDecimal":72.50}')
    assert evaluate("value", resource)[0].as_tuple() == Decimal("72.50").as_tuple()


WORDS = [
    *("(", ")", ".", ",", "1", "2.5", "'a'", "+", "-", "*", "/", "=", "<", "and", "or", "in", "is", "as"),
    *("where", "iif", "first", "item", "%resource", "$this", "{", "}", "[", "]", "@2020-01", "|"),
]
NUMBERS = st.one_of(
    st.integers(-(10**9), 10**9),
    st.decimals(-(10**6), 10**6, places=3, allow_nan=False, allow_infinity=False),
)


@given(NUMBERS, NUMBERS)
def test_adding_and_taking_away_again_is_exact(one: int | Decimal, other: int | Decimal) -> None:
    assert evaluate(
        f"({one:f} + {other:f}) - {other:f} = {one:f}"
        if isinstance(one, Decimal) and isinstance(other, Decimal)
        else f"({one} + {other}) - {other} = {one}"
    ) == [True]


@given(st.lists(NUMBERS, min_size=1, max_size=20))
def test_a_sum_is_the_sum_of_exact_numbers(numbers: list[int | Decimal]) -> None:
    response = {"item": [{"linkId": "a", "answer": [{"valueDecimal": number} for number in numbers]}]}
    assert evaluate("item.answer.value.sum()", response) == [sum(Decimal(number) for number in numbers)]


@given(st.sampled_from(["true", "false", "{}"]), st.sampled_from(["true", "false", "{}"]))
def test_de_morgan_holds_with_the_unknown(one: str, other: str) -> None:
    assert evaluate(f"({one} and {other}).not()") == evaluate(f"{one}.not() or {other}.not()")


@given(st.text(max_size=40))
def test_no_text_makes_the_parser_fail_with_anything_but_its_own_error(text: str) -> None:
    with suppress(ExpressionError):
        evaluate(text, {"resourceType": "Patient"})


@given(
    st.lists(
        st.sampled_from(WORDS),
        max_size=14,
    )
)
def test_no_row_of_words_makes_it_fail_with_anything_but_its_own_error(words: list[str]) -> None:
    with suppress(ExpressionError):
        evaluate(" ".join(words), {"resourceType": "Patient", "item": [{"linkId": "a"}]})


@pytest.mark.parametrize("base", ["item", "descendants()", "repeat(item)", "item.item"])
@pytest.mark.parametrize(
    "criterion",
    [
        "linkId = 'b'",
        "linkId = 'a' or linkId = 'c'",
        "linkId in ('c' | 'a')",
        "linkId.startsWith('a')",
        "linkId.matches('^[bc]$') or linkId = 'a1'",
        "descendants().count() > 3",
    ],
)
def test_the_short_ways_to_an_item_find_what_the_long_way_finds(base: str, criterion: str) -> None:
    inner: Any = {"linkId": "b", "answer": [{"valueInteger": 2, "item": [{"linkId": "c"}, {"linkId": "a"}]}]}
    outer: Any = {"linkId": "a", "item": [inner, {"linkId": "a1"}]}
    misshapen: list[str] = []
    resource: Any = {"item": [outer, {}, {"linkId": misshapen}, {"linkId": "b", "text": "another"}]}

    short = evaluate(f"{base}.where({criterion})", resource)
    long = evaluate(f"{base}.where(({criterion}) and $index >= 0)", resource)

    assert sorted(map(repr, short)) == sorted(map(repr, long))
