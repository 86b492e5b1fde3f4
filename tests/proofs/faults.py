"""Each thing that a program asks of its disk fails once: told in a sentence, nothing lost, done again.

``python -m tests.proofs.faults DIR STRIDE STICKY BOTH FIRST`` is the program that runs with the witness; it
prints what it found as JSON.
"""

import errno
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from carenurse.errors import ExpectedError
from tests.proofs.ledger import Ledger, wrong_with
from tests.proofs.power_cut import scratch
from tests.proofs.quick_keys import derive_quickly
from tests.proofs.shim import Witness, reason_against, run_watched
from tests.proofs.table import Finding
from tests.proofs.workflows import WORKFLOWS, Place, Workflow, pattern

ERRORS: Final = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC}
_ERRORS: Final = tuple(ERRORS)


def prove(stride: int = 1, first: int = 1, *, sticky: bool = False, both: bool = False) -> Finding:
    """Let every ``stride``-th operation of each workflow fail, alone or with all that follow (``sticky``).

    ``both``: with each of the two errors; otherwise they take turns. ``first`` is where to begin, so that
    several processes may share the operations among them.
    """
    name = "nth fault, sticky" if sticky else "nth fault, once"
    if reason := reason_against():
        return Finding(name, 0, skipped=reason)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="carenurse-proof-", dir=scratch()) as parent:
        try:
            words = (str(stride), str(int(sticky)), str(int(both)), str(first))
            said = run_watched("tests.proofs.faults", parent, *words)
        except subprocess.CalledProcessError as problem:
            return Finding(name, 1, (f"the program itself failed: {problem.returncode}",))
    found = json.loads(said)
    spent = time.perf_counter() - began
    return Finding(name, found["tries"], tuple(found["wrong"]), found["told"], seconds=spent)


def main(parent: str, stride: str, sticky: str, both: str, first: str) -> int:
    """Go through all workflows with all faults."""
    derive_quickly()
    base = pattern(Path(parent) / "base")
    tries, wrong, sizes = 0, list[str](), list[str]()
    for name, workflow in WORKFLOWS.items():
        one = _Faults(Path(parent), base, name, workflow)
        count = one.operations()
        sizes.append(f"{name} {count}")
        for nth in range(int(first), count + 1, int(stride)):
            for error in ERRORS if int(both) else (_ERRORS[nth % 2],):
                tries += 1
                wrong += one.with_fault(nth, error, sticky=bool(int(sticky)))
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

    def operations(self) -> int:
        """Count what the workflow asks of the disk when nothing fails."""
        place = self._laid_out()
        self._witness.fail(self._parent, 0, 0)
        self._workflow(place, Ledger().hear)
        count = self._witness.disarm()
        shutil.rmtree(self._parent)
        return count

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
