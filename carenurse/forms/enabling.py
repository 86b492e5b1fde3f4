"""``enableWhen``: whether a question is asked, given the answers to others."""

from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo
from typing import Any

from carenurse.clinical.fhir import Resource
from carenurse.forms.elements import is_element, value_and_type
from carenurse.forms.fhirpath import ExpressionError
from carenurse.forms.fhirpath.operators import compare, same
from carenurse.forms.fhirpath.values import typed
from carenurse.forms.form import Condition, Item


def wanted(item: Item, answers_to: Callable[[str], Sequence[Resource]], zone: tzinfo | None) -> bool:
    """Say whether the conditions of an item hold; ``answers_to`` gives the answers of an enabled question."""
    if not item.conditions:
        return True
    held = (holds(condition, answers_to(condition.question), zone) for condition in item.conditions)
    return any(held) if item.any_condition else all(held)


def holds(condition: Condition, answers: Sequence[Resource], zone: tzinfo | None) -> bool:
    """Say whether one condition holds.

    With several answers, one that fits is enough; ``!=`` holds when no answer is equal, so it also holds
    while nothing is answered (FHIR R4, questionnaire-enable-operator).
    """
    if condition.operator == "exists":
        return bool(answers) is (condition.value is not False)
    tests = [_fits(condition, answer, zone) for answer in answers]
    return not any(tests) if condition.operator == "!=" else any(tests)


def _fits(condition: Condition, answer: Resource, zone: tzinfo | None) -> bool:
    found = value_and_type(answer)
    if found is None:
        return False
    value, kind = found
    if condition.operator in ("=", "!="):
        return _equal(condition, value, kind, zone)
    try:
        said = compare(
            condition.operator, [typed(value, kind)], [typed(condition.value, condition.kind)], zone
        )
    except ExpressionError:
        return False
    return said is True


def _equal(condition: Condition, value: Any, kind: str, zone: tzinfo | None) -> bool:
    expected: Any = condition.value
    if is_element(expected) and is_element(value) and condition.kind == "Coding":
        return _same_coding(expected, value)
    if condition.kind == "Coding" or kind == "Coding":
        return _loose_text(expected) == _loose_text(value) != ""
    if condition.kind == "Reference" and is_element(expected) and is_element(value):
        return bool(expected.get("reference") == value.get("reference"))
    try:
        return same(typed(value, kind), typed(expected, condition.kind), zone) is True
    except ExpressionError:
        return False


def _same_coding(expected: Mapping[str, Any], value: Mapping[str, Any]) -> bool:
    """Compare codings; one that names no system matches the code in any."""
    if not expected.get("code"):
        return bool(expected.get("display")) and expected.get("display") == value.get("display")
    systems = [coding.get("system") for coding in (expected, value) if coding.get("system")]
    return expected.get("code") == value.get("code") and all(one == systems[0] for one in systems)


def _loose_text(value: Any) -> str:
    """Read a coding as its code: some forms ask for a plain text where the answer is a coding."""
    if is_element(value):
        return str(value.get("code") or value.get("display") or "")
    return value if isinstance(value, str) else ""
