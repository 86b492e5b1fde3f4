"""Each thing that a program asks of its disk fails once: told in a sentence, nothing lost, done again.

Three in four of these things are one of many like ones in a row: pages that are written to one file. The
short proof lets some of such a row fail and all that stands alone (``telling``), the long proof each of them.

``python -m tests.proofs.faults DIR STRIDE STICKY BOTH FIRST EACH`` is the program that runs with the witness;
it prints what it found as JSON.
"""

import errno
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Final

from carenurse.errors import ExpectedError
from tests.proofs.ledger import Ledger, wrong_with
from tests.proofs.power_cut import scratch
from tests.proofs.quick_keys import derive_quickly
from tests.proofs.shim import Operation, Witness, operations, reason_against, run_watched
from tests.proofs.table import Finding
from tests.proofs.workflows import WORKFLOWS, Place, Workflow, pattern

ERRORS: Final = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC}
_ERRORS: Final = tuple(ERRORS)
_ENDS: Final = 2
"""How many of like operations in a row fail at the beginning of the row, and at its end."""
_EVERY: Final = 12
"""In between, one of so many."""


def prove(
    stride: int = 1, first: int = 1, *, sticky: bool = False, both: bool = False, each: bool = False
) -> Finding:
    """Let every ``stride``-th operation of each workflow fail, alone or with all that follow (``sticky``).

    ``both``: with each of the two errors; otherwise they take turns. ``first`` is where to begin, so that
    several processes may share the operations among them. ``each``: of those that count, all; otherwise those
    that tell something (``telling``).
    """
    name = "nth fault, sticky" if sticky else "nth fault, once" if each else "nth fault, of each row"
    if reason := reason_against():
        return Finding(name, 0, skipped=reason)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="carenurse-proof-", dir=scratch()) as parent:
        try:
            words = (str(stride), str(int(sticky)), str(int(both)), str(first), str(int(each)))
            said = run_watched("tests.proofs.faults", parent, *words)
        except subprocess.CalledProcessError as problem:
            return Finding(name, 1, (f"the program itself failed: {problem.returncode}",))
    found = json.loads(said)
    spent = time.perf_counter() - began
    return Finding(name, found["tries"], tuple(found["wrong"]), found["told"], seconds=spent)


def telling(done: Iterable[Operation]) -> list[int]:
    """Give the numbers, from 1, of the operations that differ from those before or after.

    Of like ones in a row (the same kind on the same file) the first two, the last two and every twelfth.
    """
    chosen, at = list[int](), 0
    for _, row in groupby(done, lambda one: (one.kind, one.path)):
        size = sum(1 for _ in row)
        ends = {*range(_ENDS), *range(size - _ENDS, size)}
        chosen += [at + nth + 1 for nth in range(size) if nth in ends or nth % _EVERY == 0]
        at += size
    return chosen


def main(parent: str, *words: str) -> int:
    """Go through all workflows with all faults."""
    stride, sticky, both, first, each = map(int, words)
    derive_quickly()
    base = pattern(Path(parent) / "base")
    tries, wrong, sizes = 0, list[str](), list[str]()
    for name, workflow in WORKFLOWS.items():
        one = _Faults(Path(parent), base, name, workflow)
        done = one.operations()
        points = list(range(1, len(done) + 1)) if each else telling(done)
        sizes.append(f"{name} {len(points)} of {len(done)}")
        for nth in points[first - 1 :: stride]:
            for error in ERRORS if both else (_ERRORS[nth % 2],):
                tries += 1
                wrong += one.with_fault(nth, error, sticky=bool(sticky))
    told = f"operations: {', '.join(sizes)}"
    sys.stdout.write(json.dumps({"tries": tries, "wrong": wrong, "told": told}))
    return 0


class _Faults:
    """One workflow, done again and again with another fault."""

    def __init__(self, parent: Path, base: Place, name: str, workflow: Workflow) -> None:
        self._parent = parent / "run"
        self._base = base
        self._name = name
        self._workflow = workflow
        self._witness = Witness()

    def _laid_out(self) -> Place:
        """Copy the pattern, with a vault of the first release beside it where that is to be opened."""
        place = self._base.copied(self._parent)
        if self._name == "migration":
            place.lay_out_sample()
        return place

    def operations(self) -> list[Operation]:
        """List what the workflow asks of the disk when nothing fails."""
        place = self._laid_out()
        log = self._parent.with_name("log")
        log.unlink(missing_ok=True)
        self._witness.record(self._parent, log)
        self._witness.fail(self._parent, 0, 0)
        self._workflow(place, Ledger().hear)
        count = self._witness.disarm()
        self._witness.stop_recording()
        shutil.rmtree(self._parent)
        done = list(operations(log))
        if len(done) != count:
            message = f"{self._name}: {count} operations, {len(done)} of them in the log"
            raise AssertionError(message)
        return done

    def with_fault(self, nth: int, error: str, *, sticky: bool) -> list[str]:
        """Do it with one fault: all that was claimed must be there, and doing it again must succeed."""
        place = self._laid_out()
        ledger = Ledger()
        wrong: list[str] = []
        self._witness.fail(self._parent, nth, ERRORS[error], sticky=sticky)
        try:
            self._workflow(place, ledger.hear)
        except ExpectedError:
            pass
        except Exception as problem:  # noqa: BLE001 - whatever is not told in a sentence is what is looked for
            wrong.append(f"uncaught {type(problem).__name__}: {problem}")
        finally:
            self._witness.disarm()
        wrong += wrong_with(place.folder, place.secret, ledger)
        wrong += self._done_again(place, ledger)
        shutil.rmtree(self._parent)
        return [f"{self._name}, {error} at {nth}: {one}" for one in wrong]

    def _done_again(self, place: Place, ledger: Ledger) -> list[str]:
        try:
            self._workflow(place, ledger.hear)
        except Exception as problem:  # noqa: BLE001 - as above
            return [f"not done again: {type(problem).__name__}: {problem}"]
        return wrong_with(place.folder, place.secret, ledger)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
