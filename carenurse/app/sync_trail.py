"""Runs between this laptop and the office in the audit trail: when one began and how it ended, in numbers.

A run that never heard of the office exchanged nothing and leaves no entry: without a network there is one
every few minutes.
"""

from collections.abc import Generator
from contextlib import closing

from carenurse.app.ports import Records
from carenurse.sync.steps import Outcome, Progress, Stage, Tally

_STOPPED = "stopped"
"""How a run ended that the nurse, a lock or a failure of the store cut short."""


def on_the_trail(
    records: Records, tally: Tally, steps: Generator[Progress, None, Outcome]
) -> Generator[Progress, None, Outcome]:
    """Go through a run as it is, and note its beginning and its end, wherever it ends."""
    begun, ending = False, _STOPPED
    try:
        with closing(steps):
            while True:
                try:
                    progress = next(steps)
                except StopIteration as end:
                    outcome: Outcome = end.value
                    ending = outcome.ending.value
                    return outcome
                if not begun and progress.stage is not Stage.CONNECTING:
                    begun = True
                    _note(records, "begun")
                yield progress
    finally:
        if begun:
            _note(records, f"{ending} {_counted(tally)}")


def _counted(tally: Tally) -> str:
    counts = {
        "sent": tally.sent,
        "received": tally.received,
        "conflicts": tally.conflicts,
        "refused": tally.refused,
        "left": len(tally.left),
    }
    return " ".join(f"{name}={number}" for name, number in counts.items())


def _note(records: Records, detail: str) -> None:
    with records.work() as work:
        work.record("sync", f"Practitioner/{work.me}", detail)
