"""How the end of a run is told."""

from datetime import UTC, datetime

import pytest

from carenurse.app.sync_run import result_of
from carenurse.sync.steps import Ending, Outcome, Tally

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


def test_a_run_that_noticed_a_restored_office_says_so_and_the_next_comes_at_once() -> None:
    told = result_of(Outcome(Ending.RESTORED, Tally(sent=2), 0.0, "the office was restored"), NOW)

    assert (told.good, told.again, told.sent) == (False, 0.0, 2)
    assert told.sentence.startswith("The office was restored from a backup.")
    assert told.remedy.endswith("The next run offers again what the office lost.")


def test_what_does_not_pass_by_itself_is_not_told_as_if_it_did() -> None:
    told = result_of(Outcome(Ending.UNCOUNTED, Tally(sent=2), None, "403"), NOW)

    assert (told.good, told.sent, told.again) == (False, 2, None)
    assert "next connection" not in told.remedy


def test_an_office_that_cannot_be_reached_loses_nothing() -> None:
    told = result_of(Outcome(Ending.NO_ANSWER, Tally(), 5.0, "time-out"), NOW)

    assert (told.good, told.sentence) == (False, "The office cannot be reached now.")
    assert told.remedy.startswith("Everything is safe")


@pytest.mark.parametrize(
    ("status", "words"),
    [("429", "asks to wait"), ("503", "asks to wait"), ("500", "is wrong there"), ("507", "is wrong there")],
)
def test_an_office_with_a_fault_of_its_own_does_not_ask_to_wait(status: str, words: str) -> None:
    told = result_of(Outcome(Ending.LATER, Tally(), 5.0, status), NOW)

    assert words in told.sentence
    assert (told.again, told.remedy.startswith("Everything is safe")) == (5.0, True)
