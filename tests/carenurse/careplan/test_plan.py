import pytest

from carenurse.careplan.plan import (
    Gap,
    Plan,
    Trend,
    bands,
    goal_gaps,
    in_plan,
    intervention_gaps,
    is_active_goal,
    is_active_intervention,
    tell_gaps,
    trend,
)
from carenurse.clinical.dates import PartialDate
from carenurse.clinical.goal import Goal
from carenurse.clinical.intervention import Intervention
from carenurse.clinical.problem import Problem, Rating

HEART = Problem(id="heart", omaha="PB0029", text="Heart")
GOUT = Problem(id="gout", text="Gout")
WALK = Goal(id="walk", problems=("heart",), text="Walks", due=PartialDate(2026, 4, 10))
WEIGH = Intervention(
    id="weigh", problems=("heart",), goals=("walk",), text="Weigh", frequency="each visit", performer="Nurse"
)


def test_goals_and_interventions_stand_beside_their_problem() -> None:
    (band,) = bands(Plan((HEART,), (WALK,), (WEIGH,)))

    assert band.problem is HEART
    assert band.goals == (WALK,)
    assert band.interventions == (WEIGH,)


def test_an_intervention_finds_its_problem_through_its_goal() -> None:
    call = Intervention(id="call", goals=("walk",), text="Call")

    (band,) = bands(Plan((HEART,), (WALK,), (call,)))

    assert band.interventions == (call,)


def test_what_belongs_to_no_problem_comes_last() -> None:
    loose = Intervention(id="loose", text="Grab bar")

    found = bands(Plan((HEART,), (), (loose,)))

    assert [band.problem for band in found] == [HEART, None]
    assert intervention_gaps(loose, found[-1])[0] is Gap.NO_PROBLEM


def test_a_diagnosis_is_in_the_plan_only_when_something_is_done_about_it() -> None:
    diet = Intervention(id="diet", problems=("gout",), text="Diet")

    assert not in_plan(GOUT, Plan((GOUT,)))
    assert in_plan(GOUT, Plan((GOUT,), (), (diet,)))


def test_a_whole_line_has_no_gap_and_an_empty_one_says_what_it_lacks() -> None:
    (band,) = bands(Plan((HEART,), (WALK,), (WEIGH,)))

    assert intervention_gaps(WEIGH, band) == ()
    assert goal_gaps(WALK, band) == ()
    bare = Intervention(id="bar", problems=("heart",), text="Grab bar")
    assert tell_gaps(intervention_gaps(bare, band)) == "No one owns this and nobody said how often."
    assert tell_gaps(()) == ""


SENTENCES = {
    Gap.NO_PROBLEM: "It belongs to no problem.",
    Gap.NO_OWNER: "No one owns this.",
    Gap.NO_FREQUENCY: "Nobody said how often.",
    Gap.NO_DAY: "No day to reach it by.",
    Gap.NO_GOAL: "No goal says what this is for.",
}


@pytest.mark.parametrize("gap", list(Gap))
def test_every_gap_has_a_sentence(gap: Gap) -> None:
    assert tell_gaps((gap,)) == SENTENCES[gap]


def test_an_intervention_under_a_problem_without_goals_lacks_a_goal() -> None:
    weigh = Intervention(id="w", problems=("heart",), text="Weigh", frequency="daily", performer="Nurse")

    (band,) = bands(Plan((HEART,), (), (weigh,)))

    assert tell_gaps(intervention_gaps(weigh, band)) == "No goal says what this is for."


def test_the_trend_of_the_ratings_is_worse_when_status_fell() -> None:
    def rated(knowledge: Rating, status: Rating) -> Problem:
        return Problem(knowledge=knowledge, status=status)

    assert trend(rated(Rating(2, 4), Rating(3, 2))) is Trend.WORSE
    assert trend(rated(Rating(2, 3), Rating(3, 3))) is Trend.BETTER
    assert trend(rated(Rating(2, 2), Rating(3, 3))) is Trend.SAME
    assert trend(Problem()) is Trend.UNRATED


def test_what_ended_is_not_in_force() -> None:
    assert not is_active_goal(Goal(lifecycle="completed"))
    assert is_active_goal(Goal(lifecycle="active"))
    assert not is_active_intervention(Intervention(status="revoked"))
    assert is_active_intervention(Intervention(status="active"))
