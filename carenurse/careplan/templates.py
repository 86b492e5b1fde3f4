"""Care-plan templates, read from FHIR PlanDefinitions: what to tick when a diagnosis brings a plan with it.

A template is a start that a nurse adapts. Every one carries its status (all are drafts that need review)
and the notice of its source.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from carenurse.clinical.fhir import Resource, codings
from carenurse.clinical.systems import LOINC


@dataclass(frozen=True, slots=True)
class Measure:
    """What a goal is measured by: a LOINC code, its name, the unit, and the aim where the goal names one."""

    code: str
    display: str
    unit: str = ""
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """A problem of a template, by its Omaha code and its state (Actual, Potential, Health Promotion)."""

    code: str
    display: str
    state: str


@dataclass(frozen=True, slots=True)
class TemplateGoal:
    """A goal of a template; ``aims`` are the ratings to reach, by scale code."""

    key: str
    problem: str
    text: str
    due_days: int
    measure: Measure | None
    aims: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TemplateIntervention:
    """An intervention of a template; the first of its problems is the one it stands beside."""

    key: str
    problems: tuple[str, ...]
    goals: tuple[str, ...]
    text: str
    category: str
    target: str
    frequency: str
    owner: str


@dataclass(frozen=True, slots=True)
class Template:
    """One template as the tick list shows it."""

    id: str
    title: str
    reviewed: bool
    notice: str
    note: str
    diagnoses: tuple[str, ...]
    assessments: tuple[str, ...]
    problems: tuple[TemplateProblem, ...]
    goals: tuple[TemplateGoal, ...]
    interventions: tuple[TemplateIntervention, ...]
    call_911: tuple[str, ...]
    call_nurse: tuple[str, ...]
    teaching: tuple[str, ...]


def read_template(definition: Resource) -> Template:
    """Read one ``resources/templates/careplan-*.json``."""
    actions: list[Resource] = definition["action"]
    problems = [action for action in actions if action["id"].startswith("problem-")]
    return Template(
        id=definition["id"].removeprefix("careplan-"),
        title=definition["title"],
        reviewed=definition["status"] == "active",
        notice=definition["description"],
        note=definition.get("usage", ""),
        diagnoses=tuple(
            coding["code"]
            for context in definition.get("useContext", ())
            for coding in codings(context.get("valueCodeableConcept"))
        ),
        assessments=tuple(artifact["label"] for artifact in definition.get("relatedArtifact", ())),
        problems=tuple(map(_problem, problems)),
        goals=tuple(map(_goal, definition["goal"])),
        interventions=tuple(
            _intervention(inner) for action in problems for inner in action.get("action", ())
        ),
        call_911=tuple(_lines(actions, "call-911")),
        call_nurse=tuple(_lines(actions, "call-nurse")),
        teaching=tuple(_lines(actions, "teaching")),
    )


def fits(template: Template, diagnoses: frozenset[str]) -> bool:
    """Say whether a person's ICD-10-CM codes are among those the template was written for (by category)."""
    categories = {code.split(".")[0] for code in template.diagnoses}
    return any(code.split(".")[0] in categories for code in diagnoses)


def _code(concept: Any) -> str:
    return next((str(coding["code"]) for coding in codings(concept)), "")


def _problem(action: Resource) -> TemplateProblem:
    problem, state = action["code"][0], action["code"][1]
    return TemplateProblem(_code(problem), action["title"], _code(state))


def _goal(goal: Resource) -> TemplateGoal:
    targets: list[Resource] = goal["target"]
    return TemplateGoal(
        key=goal["id"],
        problem=_code(goal["addresses"][0]),
        text=goal["description"]["text"],
        due_days=int(targets[0]["due"]["value"]),
        measure=next((measure for target in targets if (measure := _measure(target))), None),
        aims=tuple(
            (_code(target["measure"]), _code(target["detailCodeableConcept"]))
            for target in targets
            if "detailCodeableConcept" in target
        ),
    )


def _measure(target: Resource) -> Measure | None:
    coding = next(codings(target["measure"]))
    if coding["system"] != LOINC:
        return None
    limits: Resource = target.get("detailRange", {})
    low, high = (_number(limits.get(end)) for end in ("low", "high"))
    unit = next((limit["unit"] for limit in limits.values()), "")
    return Measure(coding["code"], coding["display"], unit, low, high)


def _number(quantity: Resource | None) -> Decimal | None:
    return None if quantity is None else Decimal(quantity["value"])


def _intervention(action: Resource) -> TemplateIntervention:
    return TemplateIntervention(
        key=action["id"],
        problems=tuple(_code(reason) for reason in action["reason"]),
        goals=tuple(action.get("goalId", ())),
        text=action["title"],
        category=_code(action["code"][0]),
        target=_code(action["code"][1]),
        frequency=action["timingTiming"]["code"]["text"],
        owner=action["participant"][0]["role"]["text"],
    )


def _lines(actions: list[Resource], key: str) -> Iterator[str]:
    for action in actions:
        if action["id"] == key:
            yield from (line["textEquivalent"] for line in action.get("action", ()))
