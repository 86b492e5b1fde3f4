"""What the plan's forms hold while the nurse types, and what is still wrong with it, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from carenurse.app.day_words import week_day
from carenurse.app.meanwhile import seen
from carenurse.app.visit_when import read_day
from carenurse.careplan.terms import BEHAVIOR, KNOWLEDGE, STATUS
from carenurse.clinical.goal import Goal
from carenurse.clinical.intervention import Intervention
from carenurse.clinical.problem import Problem, Rating
from carenurse.forms import answers
from carenurse.translations import tr

LONGEST_TEXT = 2000


@dataclass(frozen=True, slots=True)
class ProblemDraft:
    """A problem as its form holds it; ``ratings`` by scale code; no id: a new one."""

    patient: str
    id: str = ""
    omaha: str = ""
    text: str = ""
    modifier: str = "RM0003"
    signs: tuple[str, ...] = ()
    ratings: Mapping[str, Rating] = field(default_factory=dict[str, Rating])
    note: str = ""
    opened: str = ""
    """Marks what the record said when the form was opened."""


@dataclass(frozen=True, slots=True)
class GoalDraft:
    """A goal as its form holds it; numbers and the day as typed."""

    patient: str
    id: str = ""
    problem: str = ""
    text: str = ""
    words: str = ""
    measure: str = ""
    unit: str = ""
    start: str = ""
    low: str = ""
    high: str = ""
    due: str = ""
    opened: str = ""
    """Marks what the record said when the form was opened."""


@dataclass(frozen=True, slots=True)
class CareDraft:
    """An intervention as its form holds it."""

    patient: str
    id: str = ""
    problem: str = ""
    goals: tuple[str, ...] = ()
    text: str = ""
    category: str = ""
    target: str = ""
    frequency: str = ""
    performer: str = ""
    note: str = ""
    opened: str = ""
    """Marks what the record said when the form was opened."""


D = TypeVar("D", "ProblemDraft", "GoalDraft", "CareDraft")


def problem_draft(value: Problem) -> ProblemDraft:
    """Fill the form of a problem from the record."""
    return _marked(
        ProblemDraft(
            patient=value.patient,
            id=value.id,
            omaha=value.omaha,
            text=value.text,
            modifier=value.modifier,
            signs=tuple(coding.code for sign in value.signs for coding in sign.codings),
            ratings={KNOWLEDGE: value.knowledge, BEHAVIOR: value.behavior, STATUS: value.status},
            note=value.note,
        )
    )


def goal_draft(value: Goal) -> GoalDraft:
    """Fill the form of a goal from the record; numbers and the day as they would be typed."""

    def number(found: object) -> str:
        return "" if found is None else str(found)

    due = value.due.exact if value.due else None
    return _marked(
        GoalDraft(
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
    )


def care_draft(value: Intervention) -> CareDraft:
    """Fill the form of an intervention from the record."""
    return _marked(
        CareDraft(
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
    )


def _marked(draft: D) -> D:
    return replace(draft, opened=seen(draft))


def problem_faults(draft: ProblemDraft) -> dict[str, str]:
    """Say what a problem still needs, by field name."""
    faults: dict[str, str] = {}
    if not draft.text.strip() and not draft.omaha:
        faults["text"] = tr("Say what the problem is.")
    if len(draft.text) > LONGEST_TEXT:
        faults["text"] = tr("This is too long to be read. Keep it under 2000 letters.")
    return faults


def goal_faults(draft: GoalDraft, today: date) -> dict[str, str]:
    """Say what a goal still needs, by field name."""
    faults: dict[str, str] = {}
    if not draft.text.strip():
        faults["text"] = tr("Say what will be so when the goal is reached.")
    if not draft.problem:
        faults["problem"] = tr("Choose the problem that this goal is for.")
    for name in ("start", "low", "high"):
        if fault := _number_fault(getattr(draft, name)):
            faults[name] = fault
    low, high = read_number(draft.low), read_number(draft.high)
    if low is not None and high is not None and low > high:
        faults["high"] = tr("The upper end lies below the lower one.")
    if draft.due.strip() and read_due(draft.due, today) is None:
        faults["due"] = tr("Write a day, such as 19 Apr or +30.")
    return faults


def care_faults(draft: CareDraft) -> dict[str, str]:
    """Say what an intervention still needs, by field name; how often and who are asked for on the plan."""
    faults: dict[str, str] = {}
    if not draft.text.strip():
        faults["text"] = tr("Say what is to be done.")
    if not draft.problem:
        faults["problem"] = tr("Choose the problem that this is for.")
    return faults


def read_number(text: str) -> Decimal | None:
    """Read a number as the forms of a visit do ("1,500" is never guessed). None for nothing or nonsense."""
    try:
        return answers.read_number(text)
    except answers.UnreadableError:
        return None


def _number_fault(text: str) -> str:
    """Say why what was typed is no number, in the words of the forms; empty for a number or nothing."""
    try:
        answers.read_number(text or "0")
    except answers.UnreadableError as problem:
        return str(problem) if text.strip() else ""
    return ""


def read_due(text: str, today: date) -> date | None:
    """Read the day by which a goal is to be reached."""
    return read_day(text, today)
