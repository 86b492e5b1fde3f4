from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count

import pytest

from carenurse.app.plan_content import plan_content
from carenurse.careplan.building import Additions, Making, already_there, merge, new_problem
from carenurse.careplan.plan import Plan, bands
from carenurse.careplan.templates import Template
from carenurse.errors import BugError

CONTENT = plan_content()
NOW = datetime(2026, 3, 4, 10, 42, tzinfo=UTC)


def numbered() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"new-{next(numbers)}"


def making() -> Making:
    return Making("rosa", CONTENT.terms, NOW, numbered())


def template(identity: str) -> Template:
    found = CONTENT.template(identity)
    assert found is not None
    return found


def merge_of(name: str) -> Additions:
    chosen = template(name)
    return merge(chosen, all_keys(chosen), Plan(), making())


def all_keys(chosen: Template) -> list[str]:
    return [
        *(one.code for one in chosen.problems),
        *(one.key for one in chosen.goals),
        *(one.key for one in chosen.interventions),
    ]


def test_a_whole_template_becomes_a_plan_whose_parts_belong_together() -> None:
    chosen = template("chf")

    made = merge(chosen, all_keys(chosen), Plan(), making())

    assert made.count == len(all_keys(chosen))
    assert made.kept == 0
    plan = Plan(made.problems, made.goals, made.interventions)
    assert all(band.problem for band in bands(plan))
    heart = bands(plan)[0]
    assert heart.problem is not None
    assert (heart.problem.text, heart.problem.omaha, heart.problem.modifier) == (
        "Heart and circulation",
        "PB0029",
        "RM0003",
    )
    assert heart.problem.status.target == 4
    assert heart.goals[0].due is not None
    assert heart.goals[0].due.exact == date(2026, 4, 3)
    assert heart.goals[0].measure == "29463-7"
    assert {one.goals for one in heart.interventions} == {tuple(goal.id for goal in heart.goals)}
    assert all(one.frequency and one.performer and one.category for one in made.interventions)


def test_a_goal_on_the_plan_counts_no_days_of_the_template_and_is_known_again() -> None:
    for name in ("chf", "diabetes", "depression", "palliative"):
        chosen, made = template(name), merge_of(name)
        plan = Plan(made.problems, made.goals, made.interventions)
        days = [one.text for one in made.goals if "by day" in one.text]

        assert all(text.count("by day") > 1 for text in days)
        assert len(already_there(chosen, plan).goals) == len(chosen.goals)
    assert any(one.text.endswith("at least 9 of 10 doses") for one in merge_of("chf").goals)


def test_merging_again_adds_nothing_and_says_what_stood_there() -> None:
    chosen = template("chf")
    made = merge(chosen, all_keys(chosen), Plan(), making())
    plan = Plan(made.problems, made.goals, made.interventions)

    again = merge(chosen, all_keys(chosen), plan, making())

    assert again.count == 0
    assert again.kept == len(all_keys(chosen))
    assert already_there(chosen, plan).keys == frozenset(all_keys(chosen))


def test_what_another_template_brought_is_shared_not_doubled() -> None:
    heart, pressure = template("chf"), template("hypertension")
    made = merge(heart, all_keys(heart), Plan(), making())
    plan = Plan(made.problems, made.goals, made.interventions)

    more = merge(pressure, all_keys(pressure), plan, making())

    assert more.problems == ()
    circulation = next(one.id for one in made.problems if one.omaha == "PB0029")
    assert any(one.problems == (circulation,) for one in more.goals)


def test_a_ticked_goal_brings_its_problem() -> None:
    chosen = template("chf")

    made = merge(chosen, ["goal-3"], Plan(), making())

    assert [one.omaha for one in made.problems] == ["PB0042"]
    assert made.goals[0].problems == (made.problems[0].id,)


def test_an_unknown_problem_is_our_fault() -> None:
    with pytest.raises(BugError):
        new_problem("PB9999", "RM0003", making())
