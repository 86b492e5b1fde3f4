"""From what the plan holds to what a form holds, and from a form to words that are kept, and back."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, cast

from carenurse.app.day_words import week_day
from carenurse.app.plan_drafts import CareDraft, GoalDraft, ProblemDraft
from carenurse.app.plan_facts import CareCard, GoalCard, ProblemCard
from carenurse.careplan.terms import BEHAVIOR, KNOWLEDGE, STATUS
from carenurse.clinical.problem import Rating

Draft = ProblemDraft | GoalDraft | CareDraft
_KINDS: tuple[tuple[str, type[Draft]], ...] = (
    ("problem", ProblemDraft),
    ("goal", GoalDraft),
    ("care", CareDraft),
)


def problem_draft(card: ProblemCard) -> ProblemDraft:
    """Fill the form of a problem from its card."""
    value = card.value
    return ProblemDraft(
        patient=value.patient,
        id=value.id,
        omaha=value.omaha,
        text=value.text,
        modifier=value.modifier,
        signs=tuple(coding.code for sign in value.signs for coding in sign.codings),
        ratings={KNOWLEDGE: value.knowledge, BEHAVIOR: value.behavior, STATUS: value.status},
        note=value.note,
    )


def goal_draft(card: GoalCard) -> GoalDraft:
    """Fill the form of a goal from its card; numbers and the day as they would be typed."""
    value = card.value

    def number(found: object) -> str:
        return "" if found is None else str(found)

    due = value.due.exact if value.due else None
    return GoalDraft(
        patient=value.patient,
        id=value.id,
        problem=value.problem,
        text=value.text,
        words=value.words,
        measure=value.measure,
        unit=value.unit,
        start=number(value.start_value),
        low=number(value.target_low),
        high=number(value.target_high),
        due=f"{week_day(due)} {due.year}" if due else "",
    )


def care_draft(card: CareCard) -> CareDraft:
    """Fill the form of an intervention from its card."""
    value = card.value
    return CareDraft(
        patient=value.patient,
        id=value.id,
        problem=next(iter(value.problems), ""),
        goals=value.goals,
        text=value.text,
        category=value.category,
        target=value.target,
        frequency=value.frequency,
        performer=value.performer,
        note=value.note,
    )


def kept_form(draft: Draft) -> dict[str, Any]:
    """Write a draft as JSON can hold it, behind its kind."""
    kind = next(name for name, made in _KINDS if isinstance(draft, made))
    return {"form": kind, "draft": asdict(draft)}


def draft_again(form: Mapping[str, Any]) -> Draft | None:
    """Read what ``kept_form`` wrote; what this version does not know is left out. None: no such form."""
    raw = cast("dict[str, Any]", form.get("draft") or {})
    for kind, made in _KINDS:
        if form.get("form") == kind:
            names = {one.name for one in fields(made)}
            return made(**{name: _read(name, value) for name, value in raw.items() if name in names})
    return None


def _read(name: str, value: Any) -> Any:
    if name == "ratings":
        found = cast("dict[str, dict[str, int | None]]", value)
        return {scale: Rating(**rating) for scale, rating in found.items()}
    return tuple(cast("list[str]", value)) if isinstance(value, list) else value
