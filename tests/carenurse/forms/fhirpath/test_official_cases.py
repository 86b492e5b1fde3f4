"""The official FHIRPath cases for R4 that are claimed: every one of them, each run."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from carenurse.clinical.fhir import read_json
from carenurse.forms.fhirpath import ExpressionError, Frame, compile_expression
from carenurse.forms.fhirpath.quantities import Quantity

HERE = Path(__file__).parent
INPUTS: dict[str, Any] = read_json((HERE / "inputs.json").read_bytes())
OFFICIAL: dict[str, Any] = read_json((HERE / "official_r4.json").read_bytes())
NOW = datetime(2026, 3, 4, 10, 42, tzinfo=UTC)
FIXED = {"true": [True], "false": [False], "empty": []}


def claimed() -> list[Any]:
    return [
        pytest.param(
            group.get("on", ""),
            case[0] if kind == "gives" else case,
            case[1] if kind == "gives" else FIXED.get(kind),
            id=f"{name}: {case[0] if kind == 'gives' else case}",
        )
        for name, group in OFFICIAL["groups"].items()
        for kind in ("true", "false", "empty", "error", "gives")
        for case in group.get(kind, ())
    ]


def evaluate(expression: str, on: str) -> list[Any]:
    resource = INPUTS.get(on, {"resourceType": "Basic"})
    return compile_expression(expression).evaluate(Frame(resource, resource, lambda _name: None, NOW))


def plain(value: Any) -> Any:
    if isinstance(value, Quantity):
        return {"value": value.value, "unit": value.unit}
    return str(value) if isinstance(value, str) else value


def digits(value: Any) -> str:
    if isinstance(value, Quantity):
        return f"{value.value:f} '{value.unit}'"
    return str(value) if isinstance(value, str) else f"{value:f}"


@pytest.mark.parametrize(("on", "expression", "expected"), claimed())
def test_an_official_case_gives_what_hl7_says(on: str, expression: str, expected: list[Any] | None) -> None:
    if expected is None:
        with pytest.raises(ExpressionError) as failure:
            evaluate(expression, on)
        assert str(failure.value)
        return
    found = evaluate(expression, on)
    if "Boundary(" in expression and expected and isinstance(expected[0], str):
        assert [digits(one) for one in found] == expected
        return
    assert [plain(one) for one in found] == expected
    assert [isinstance(one, bool) for one in found] == [isinstance(one, bool) for one in expected]


def test_what_is_not_claimed_is_named_with_its_reason() -> None:
    unclaimed = OFFICIAL["not claimed"]
    assert all(one["why"] and one["cases"] for one in unclaimed)
    assert len(claimed()) > 25 * sum(len(one["cases"]) for one in unclaimed)


@pytest.mark.parametrize(
    "call", ["type()", "conformsTo('x')", "htmlChecks()", "elementDefinition()", "slice('a', 'b')"]
)
def test_what_is_not_supported_is_refused_by_its_name(call: str) -> None:
    with pytest.raises(ExpressionError, match=call.partition("(")[0]):
        compile_expression(f"Patient.name.{call}")
