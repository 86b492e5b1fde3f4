"""From a template to a plan: what is ticked is added, what is there is kept, nothing is overwritten."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from carenurse.careplan.plan import Plan
from carenurse.careplan.templates import Template, TemplateGoal, TemplateIntervention, TemplateProblem
from carenurse.careplan.terms import BEHAVIOR, KNOWLEDGE, STATUS, Terms
from carenurse.clinical.coding import Coding
from carenurse.clinical.dates import Moment, PartialDate
from carenurse.clinical.goal import Goal
from carenurse.clinical.intervention import Intervention
from carenurse.clinical.problem import Problem, Rating
from carenurse.clinical.systems import OMAHA
from carenurse.errors import BugError

_SCALE_FIELDS = {KNOWLEDGE: "knowledge", BEHAVIOR: "behavior", STATUS: "status"}


@dataclass(frozen=True, slots=True)
class Making:
    """What every new item needs: whose it is, the terms, the moment, and where ids come from."""

    patient: str
    terms: Terms
    now: datetime
    new_id: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Additions:
    """What merging a template adds; ``kept`` counts what was ticked and stood on the plan already."""

    problems: tuple[Problem, ...]
    goals: tuple[Goal, ...]
    interventions: tuple[Intervention, ...]
    kept: int

    @property
    def count(self) -> int:
        """How many items are new."""
        return len(self.problems) + len(self.goals) + len(self.interventions)


@dataclass(frozen=True, slots=True)
class Present:
    """Which keys of a template stand on the plan already, with the ids they have there."""

    problems: dict[str, str]
    goals: dict[str, str]
    interventions: dict[str, str]

    @property
    def keys(self) -> frozenset[str]:
        """All of them (problem codes, goal keys, intervention keys)."""
        return frozenset((*self.problems, *self.goals, *self.interventions))


def already_there(template: Template, plan: Plan) -> Present:
    """Find what of a template the plan has: problems by Omaha code, the rest by problem and words."""
    problems = {one.omaha: one.id for one in reversed(plan.problems) if one.omaha}
    wanted = {problem.code for problem in template.problems}
    goal_words = {_plain(one.text): one.id for one in reversed(plan.goals)}
    care_words = {_plain(one.text): one.id for one in reversed(plan.interventions)}
    return Present(
        {code: identity for code, identity in problems.items() if code in wanted},
        {
            one.key: identity
            for one in template.goals
            if (identity := goal_words.get(_plain(_dayless(one))) or goal_words.get(_plain(one.text)))
        },
        {
            one.key: care_words[_plain(one.text)]
            for one in template.interventions
            if _plain(one.text) in care_words
        },
    )


def merge(template: Template, ticked: Collection[str], plan: Plan, making: Making) -> Additions:
    """Make what is ticked and not there yet.

    ``ticked`` holds problem codes, goal keys and intervention keys. A ticked goal or intervention brings its
    problem with it, so that nothing is left without one.
    """
    present = already_there(template, plan)
    goals = [one for one in template.goals if one.key in ticked]
    care = [one for one in template.interventions if one.key in ticked]
    needed = {one.problem for one in goals} | {one.problems[0] for one in care}
    problems = [one for one in template.problems if one.code in ticked or one.code in needed]
    new_problems = {
        one.code: _problem(one, goals, making) for one in problems if one.code not in present.problems
    }
    problem_ids = present.problems | {code: made.id for code, made in new_problems.items()}
    new_goals = {one.key: _goal(one, problem_ids, making) for one in goals if one.key not in present.goals}
    goal_ids = present.goals | {key: made.id for key, made in new_goals.items()}
    new_care = [
        _intervention(one, problem_ids, goal_ids, making)
        for one in care
        if one.key not in present.interventions
    ]
    asked = len(problems) + len(goals) + len(care)
    made = len(new_problems) + len(new_goals) + len(new_care)
    return Additions(tuple(new_problems.values()), tuple(new_goals.values()), tuple(new_care), asked - made)


def new_problem(code: str, state: str, making: Making) -> Problem:
    """Make a problem of the Omaha System with our plain words for it. Raises BugError for an unknown code."""
    term = making.terms.problem(code)
    if term is None:
        raise BugError(code)
    return Problem(
        id=making.new_id(),
        patient=making.patient,
        text=term.plain,
        omaha=code,
        codings=(Coding(OMAHA, code, term.display),),
        clinical_status="active",
        verification="confirmed",
        modifier=state,
        owner="OM0001",
        recorded=Moment.at(making.now),
    )


def _problem(told: TemplateProblem, goals: Collection[TemplateGoal], making: Making) -> Problem:
    """Make a problem, its aims those of its first ticked goal."""
    aims = next((goal.aims for goal in goals if goal.problem == told.code), ())
    ratings = {
        _SCALE_FIELDS[scale]: Rating(target=level)
        for scale, code in aims
        if (level := _level(making.terms, scale, code))
    }
    return replace(new_problem(told.code, told.state, making), **ratings)


def _level(terms: Terms, scale: str, code: str) -> int | None:
    levels = (level for one in terms.scales if one.code == scale for level in one.levels)
    return next((level.value for level in levels if level.code == code), None)


def _goal(told: TemplateGoal, problems: dict[str, str], making: Making) -> Goal:
    measure = told.measure
    return Goal(
        id=making.new_id(),
        patient=making.patient,
        problems=(problems[told.problem],),
        text=_dayless(told),
        measure=measure.code if measure else "",
        unit=measure.unit if measure else "",
        target_low=measure.low if measure else None,
        target_high=measure.high if measure else None,
        started=PartialDate.of(making.now.date()),
        due=PartialDate.of(making.now.date() + timedelta(days=told.due_days)),
        lifecycle="active",
        achievement="in-progress",
    )


def _intervention(
    told: TemplateIntervention, problems: dict[str, str], goals: dict[str, str], making: Making
) -> Intervention:
    category = making.terms.category(told.category)
    return Intervention(
        id=making.new_id(),
        patient=making.patient,
        problems=tuple(problems[code] for code in told.problems if code in problems),
        goals=tuple(goals[key] for key in told.goals if key in goals),
        text=told.text,
        category=category.short if category else "",
        target=told.target,
        frequency=told.frequency,
        status="active",
        performer=told.owner,
        authored=Moment.at(making.now),
    )


def _dayless(told: TemplateGoal) -> str:
    """Say a goal without the day that becomes its due date: nobody at home counts the days of a template."""
    day = re.compile(rf",? by day {told.due_days}\b")
    return day.sub("", told.text) if told.text.count("by day") == 1 else told.text


def _plain(words: str) -> str:
    """Compare words without case, marks and spaces."""
    return re.sub(r"[\W_]+", " ", words.casefold()).strip()
