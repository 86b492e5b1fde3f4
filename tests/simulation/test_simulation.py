"""The short profile of the simulation, and the proof that it would notice a broken rule."""

import os

import pytest

from tests.simulation.__main__ import run_some, unnoticed
from tests.simulation.mutations import MUTATIONS
from tests.simulation.network import FAULTS
from tests.simulation.plan import Plan

SCHEDULES = int(os.environ.get("CARENURSE_SCHEDULES", "120"))


@pytest.mark.slow
def test_nothing_is_lost_doubled_or_overruled_whatever_goes_wrong() -> None:
    report = run_some(1, SCHEDULES)

    assert report.failures == []
    assert set(report.counted) >= set(FAULTS)


@pytest.mark.long
@pytest.mark.parametrize("mutation", sorted(MUTATIONS))
def test_a_broken_rule_is_noticed_within_five_hundred_schedules(mutation: str) -> None:
    assert unnoticed(mutation) == ""


@pytest.mark.slow
@pytest.mark.parametrize("mutation", ["drop_on_412", "last_writer_wins", "merge_without_base"])
def test_the_crudest_mistakes_are_noticed_at_once(mutation: str) -> None:
    assert run_some(1, 80, mutation, stop_after=1).failures


@pytest.mark.slow
@pytest.mark.parametrize(
    ("mutation", "restores"),
    [
        ("leaves_with_files", False),
        ("files_not_offered_again", True),
        ("photo_arrived_by_its_answer", True),
    ],
)
def test_mistakes_with_photos_are_noticed_early_where_photos_are_taken(
    mutation: str, *, restores: bool
) -> None:
    def may_show(plan: Plan) -> bool:
        return plan.photos and plan.restores == restores

    assert run_some(1, 300, mutation, stop_after=1, only=may_show).failures


@pytest.mark.slow
def test_marks_that_stay_ahead_of_a_clock_are_noticed_early_where_it_is_put_back() -> None:
    report = run_some(1, 300, "clock_put_back_unnoticed", stop_after=1, only=lambda plan: plan.clocks)

    assert report.failures
