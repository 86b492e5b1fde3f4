"""From what the plan holds to what a form holds."""

from carenurse.app.plan_drafts import CareDraft, GoalDraft, ProblemDraft
from carenurse.app.plan_facts import CareCard, GoalCard, ProblemCard
from carenurse.app.visit_words import week_day
from carenurse.careplan.terms import BEHAVIOR, KNOWLEDGE, STATUS


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
