"""Which problem a finding suggests, and why, in a sentence. A suggestion only: the nurse decides.

The rules are data (``resources/codes/findings-to-problems.json``), each with its source. A rule looks at a
measure (an Observation by its LOINC code), at its rise within some days, or at one answer of a form.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from carenurse.clinical.fhir import Resource
from carenurse.clinical.units import round_half_up
from carenurse.translations import tr, trn

_DECIMALS = 1
"""Of a rise in kilograms, as charted: 3 lb are 1.4 kg."""


@dataclass(frozen=True, slots=True)
class Rise:
    """So much more than the lowest value of the days before, in the unit of the rule."""

    value: Decimal
    unit: str
    within_days: int


@dataclass(frozen=True, slots=True)
class Rule:
    """When to suggest a problem. Exactly one of ``measure`` and ``form`` is set."""

    problem: str
    reason: str
    source: str
    template: str | None = None
    urgent: bool = False
    measure: str = ""
    form: str = ""
    item: str = ""
    answered: bool = False
    at_least: Decimal | None = None
    rise: Rise | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A value of an Observation, already in the unit that the rules speak (kg for weights), not rounded."""

    code: str
    value: Decimal
    unit: str
    when: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer of a form: its score or number, or whether it is a yes; ``text`` as the nurse reads it."""

    form: str
    item: str
    question: str
    text: str
    number: Decimal | None = None
    yes: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A problem that is worth adding, with the reason in sentences and the template that would bring more."""

    problem: str
    reasons: tuple[str, ...]
    template: str | None
    urgent: bool


def read_rules(data: Resource) -> tuple[Rule, ...]:
    """Read the shipped rules."""
    return tuple(_rule(one) for one in data["rules"])


def suggest(
    rules: Iterable[Rule],
    measured: Sequence[Measured],
    answered: Sequence[Answered],
    present: Collection[str],
) -> tuple[Suggestion, ...]:
    """Suggest problems that are not on the plan yet, the urgent first; ``present`` holds their Omaha codes.

    ``measured`` may hold several values of one code; only the newest counts, older ones serve to see a rise.
    """
    found: dict[str, Suggestion] = {}
    for rule in rules:
        if rule.problem in present:
            continue
        for reason in _reasons(rule, measured, answered):
            found[rule.problem] = _joined(found.get(rule.problem), rule, reason)
    return tuple(sorted(found.values(), key=lambda suggestion: not suggestion.urgent))


def _joined(before: Suggestion | None, rule: Rule, reason: str) -> Suggestion:
    """Put one more reason to what speaks for the same problem."""
    if before is None:
        return Suggestion(rule.problem, (reason,), rule.template, rule.urgent)
    reasons = before.reasons if reason in before.reasons else (*before.reasons, reason)
    return Suggestion(rule.problem, reasons, before.template or rule.template, before.urgent or rule.urgent)


def _reasons(rule: Rule, measured: Sequence[Measured], answered: Sequence[Answered]) -> Iterator[str]:
    if rule.form:
        for answer in answered:
            if (answer.form, answer.item) == (rule.form, rule.item) and _counts(rule, answer):
                yield tr(rule.reason, value=answer.text, question=answer.question)
        return
    values = sorted((one for one in measured if one.code == rule.measure), key=lambda one: one.when)
    if not values:
        return
    if rule.rise is not None:
        yield from _risen(rule, rule.rise, values)
    elif rule.at_least is not None and values[-1].value >= rule.at_least:
        yield tr(rule.reason, value=f"{values[-1].value:f}")


def _counts(rule: Rule, answer: Answered) -> bool:
    if rule.at_least is not None:
        return answer.number is not None and answer.number >= rule.at_least
    return bool(answer.text) if rule.answered else answer.yes


def _risen(rule: Rule, rise: Rise, values: Sequence[Measured]) -> Iterator[str]:
    newest = values[-1]
    before = [
        one
        for one in values[:-1]
        if one.unit == newest.unit == rise.unit and 0 < _days(one, newest) <= rise.within_days
    ]
    if not before:
        return
    lowest = min(before, key=lambda one: one.value)
    gained = round_half_up(newest.value - lowest.value, _DECIMALS)
    if gained >= rise.value:
        days = trn("{number} day", "{number} days", _days(lowest, newest))
        yield tr(rule.reason, rise=f"{gained:f} {rise.unit}", days=days)


def _days(earlier: Measured, later: Measured) -> int:
    """Count mornings, not hours: a person is weighed once a day, never at the same minute."""
    return (later.when.date() - earlier.when.date()).days


def _rule(data: Resource) -> Rule:
    rise: Resource | None = data.get("riseAtLeast")
    return Rule(
        problem=data["problem"],
        reason=data["reason"],
        source=data["source"],
        template=data.get("template"),
        urgent=data.get("urgent", False),
        measure=data.get("measure", ""),
        form=data.get("form", ""),
        item=data.get("item", ""),
        answered=data.get("answered", False),
        at_least=Decimal(data["atLeast"]) if "atLeast" in data else None,
        rise=Rise(Decimal(rise["value"]), rise["unit"], rise["withinDays"]) if rise else None,
    )
