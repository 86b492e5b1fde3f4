"""One person's plan: problems, goals and interventions, how they belong together, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from carenurse.clinical.goal import Goal
from carenurse.clinical.intervention import Intervention
from carenurse.clinical.problem import Problem, Rating
from carenurse.translations import tr

OVER = ("completed", "cancelled", "rejected", "entered-in-error")
"""Goal lifecycle codes of goals that are no longer worked on (FHIR R4 goal-status)."""

STOPPED = ("completed", "revoked", "entered-in-error")
"""ServiceRequest codes of interventions that are no longer done (FHIR R4 request-status)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is in force: each tuple holds active items only, in the order of the record."""

    problems: tuple[Problem, ...] = ()
    goals: tuple[Goal, ...] = ()
    interventions: tuple[Intervention, ...] = ()


@dataclass(frozen=True, slots=True)
class Band:
    """A problem with its goals and interventions; no problem: what belongs to none."""

    problem: Problem | None
    goals: tuple[Goal, ...]
    interventions: tuple[Intervention, ...]


class Gap(StrEnum):
    """What an item of the plan lacks to be workable."""

    NO_PROBLEM = "no-problem"
    NO_GOAL = "no-goal"
    NO_OWNER = "no-owner"
    NO_FREQUENCY = "no-frequency"
    NO_DAY = "no-day"


def is_active_goal(goal: Goal) -> bool:
    """Say whether a goal is still worked on."""
    return goal.lifecycle not in OVER


def is_active_intervention(intervention: Intervention) -> bool:
    """Say whether an intervention is still done."""
    return intervention.status not in STOPPED


def in_plan(problem: Problem, plan: Plan) -> bool:
    """Say whether a problem belongs on the plan: an Omaha problem, or one that something is done about.

    A diagnosis that came with a record from elsewhere is no nursing problem by itself.
    """
    return bool(problem.omaha) or any(
        problem.id in one.problems for one in (*plan.goals, *plan.interventions)
    )


def bands(plan: Plan) -> tuple[Band, ...]:
    """Put goals and interventions beside their first problem of the plan; the homeless come last."""
    shown = [problem for problem in plan.problems if in_plan(problem, plan)]
    ids = [problem.id for problem in shown]
    goals = {goal.id: _home(goal.problems, ids) for goal in plan.goals}
    homes = {one.id: _home(one.problems, ids) or _by_goal(one, goals) for one in plan.interventions}
    made = [
        Band(
            problem,
            tuple(goal for goal in plan.goals if goals[goal.id] == problem.id),
            tuple(one for one in plan.interventions if homes[one.id] == problem.id),
        )
        for problem in shown
    ]
    loose = Band(
        None,
        tuple(goal for goal in plan.goals if not goals[goal.id]),
        tuple(one for one in plan.interventions if not homes[one.id]),
    )
    return (*made, loose) if loose.goals or loose.interventions else tuple(made)


def goal_gaps(goal: Goal, band: Band) -> tuple[Gap, ...]:
    """List what a goal lacks."""
    found: list[Gap] = []
    if band.problem is None:
        found.append(Gap.NO_PROBLEM)
    if goal.due is None:
        found.append(Gap.NO_DAY)
    return tuple(found)


def intervention_gaps(intervention: Intervention, band: Band) -> tuple[Gap, ...]:
    """List what an intervention lacks."""
    lacks = {
        Gap.NO_PROBLEM: band.problem is None,
        Gap.NO_GOAL: band.problem is not None and not intervention.goals and not band.goals,
        Gap.NO_OWNER: not intervention.performer,
        Gap.NO_FREQUENCY: not intervention.frequency,
    }
    return tuple(gap for gap, so in lacks.items() if so)


def tell_gaps(gaps: Sequence[Gap]) -> str:
    """Say what is missing in one short sentence, or nothing."""
    if Gap.NO_OWNER in gaps and Gap.NO_FREQUENCY in gaps:
        return tr("No one owns this and nobody said how often.")
    words = {
        Gap.NO_PROBLEM: tr("It belongs to no problem."),
        Gap.NO_OWNER: tr("No one owns this."),
        Gap.NO_FREQUENCY: tr("Nobody said how often."),
        Gap.NO_DAY: tr("No day to reach it by."),
        Gap.NO_GOAL: tr("No goal says what this is for."),
    }
    return words[gaps[0]] if gaps else ""


class Trend(StrEnum):
    """Where a problem's ratings went since the start of care."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    UNRATED = "unrated"


def tell_trend(found: Trend) -> str:
    """Name where a problem's ratings went, in the same words in the plan and in the chart."""
    return {Trend.BETTER: tr("Better"), Trend.SAME: tr("Steady"), Trend.WORSE: tr("Worse")}.get(found, "")


def trend(problem: Problem) -> Trend:
    """Compare now with the start: worse when Status fell; else by the sum of the steps of all scales."""
    scales = (problem.knowledge, problem.behavior, problem.status)
    steps = [step for scale in scales if (step := _step(scale)) is not None]
    if not steps:
        return Trend.UNRATED
    if (_step(problem.status) or 0) < 0 or sum(steps) < 0:
        return Trend.WORSE
    return Trend.BETTER if sum(steps) > 0 else Trend.SAME


def _step(rating: Rating) -> int | None:
    return None if rating.now is None or rating.start is None else rating.now - rating.start


def _home(wanted: Sequence[str], ids: Sequence[str]) -> str:
    return next((one for one in wanted if one in ids), "")


def _by_goal(intervention: Intervention, goals: dict[str, str]) -> str:
    return next((home for goal in intervention.goals if (home := goals.get(goal, ""))), "")
