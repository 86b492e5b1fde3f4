"""A run leaves its beginning and its end in the trail, in numbers; one that reached nobody leaves nothing."""

from collections.abc import Generator

import pytest

from carenurse.app.ports import Records
from carenurse.app.sync_trail import on_the_trail
from carenurse.app.who_did_what import who_did_what
from carenurse.sync.steps import Ending, Outcome, Progress, Stage, Tally
from tests.made_vault import NOW

Run = Generator[Progress, None, Outcome]


def a_run(tally: Tally, *stages: Stage, ending: Ending = Ending.COMPLETE) -> Run:
    for stage in stages:
        tally.sent += stage is Stage.SENDING
        tally.received += 2 * (stage is Stage.RECEIVING)
        yield Progress(stage)
    return Outcome(ending, tally)


def syncs(records: Records) -> list[str]:
    """Tell what the trail says of runs, oldest first."""
    return [one.detail for one in reversed(records.audit_trail()) if one.action == "sync"]


def gone_through(records: Records, tally: Tally, run: Run) -> Outcome:
    steps = on_the_trail(records, tally, run)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            outcome: Outcome = end.value
            return outcome


def test_a_run_is_noted_at_its_beginning_and_with_its_counts_at_its_end(records: Records) -> None:
    tally = Tally()
    run = a_run(tally, Stage.CONNECTING, Stage.SENDING, Stage.SENDING, Stage.RECEIVING, Stage.FINISHING)

    outcome = gone_through(records, tally, run)

    assert outcome.ending is Ending.COMPLETE
    assert syncs(records) == ["begun", "complete sent=2 received=2 conflicts=0 refused=0 left=0"]
    assert who_did_what(records, NOW)[0].what == "Synchronized with the office"


def test_a_run_that_reached_nobody_leaves_nothing(records: Records) -> None:
    tally = Tally()

    gone_through(records, tally, a_run(tally, Stage.CONNECTING, ending=Ending.NO_ANSWER))

    assert syncs(records) == []


def test_a_run_that_the_nurse_stops_says_so(records: Records) -> None:
    tally = Tally()
    steps = on_the_trail(records, tally, a_run(tally, Stage.SENDING, Stage.SENDING))
    next(steps)

    steps.close()

    assert syncs(records) == ["begun", "stopped sent=1 received=0 conflicts=0 refused=0 left=0"]


def test_a_run_that_fails_says_so_and_fails(records: Records) -> None:
    tally = Tally()

    def failing() -> Run:
        yield Progress(Stage.SENDING)
        raise EOFError

    with pytest.raises(EOFError):
        gone_through(records, tally, failing())

    assert [one.partition(" ")[0] for one in syncs(records)] == ["begun", "stopped"]
