"""Rotation and migration, killed before each single thing that they ask of the disk: one key, one schema.

``python -m tests.proofs.every_kill DIR NAME`` is the program that runs with the witness; it prints what it
found as JSON. Every statement that changes anything asks something of the disk, so that none is left out.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path

from carenurse.app import wiring
from carenurse.app.key_change import FOLLOWING
from carenurse.errors import ExpectedError
from tests.proofs.ledger import OLD, Ledger, code_of_sample, wrong_with
from tests.proofs.power_cut import scratch
from tests.proofs.quick_keys import derive_quickly
from tests.proofs.shim import KILL, Witness, reason_against, run_watched
from tests.proofs.table import Finding
from tests.proofs.workflows import WORKFLOWS, Place, pattern


def prove(name: str) -> Finding:
    """Kill one workflow everywhere."""
    title = f"{name} killed everywhere"
    if reason := reason_against():
        return Finding(title, 0, skipped=reason)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="carenurse-proof-", dir=scratch()) as parent:
        try:
            found = json.loads(run_watched("tests.proofs.every_kill", parent, name))
        except subprocess.CalledProcessError as problem:
            return Finding(title, 1, (f"the program itself failed: {problem.returncode}",))
    spent = time.perf_counter() - began
    return Finding(title, found["tries"], tuple(found["wrong"]), found["told"], seconds=spent)


def main(parent: str, name: str) -> int:
    """Kill before the first operation, the second, and so on, until a life ends by itself."""
    derive_quickly()
    base, wrong, nth, killed = pattern(Path(parent) / "base"), list[str](), 0, True
    while killed:
        nth += 1
        shutil.rmtree(Path(parent) / "run", ignore_errors=True)
        place, ledger = base.copied(Path(parent) / "run"), Ledger()
        if name == "migration":
            place.lay_out_sample()
        killed = _one_life(name, place, ledger, nth)
        wrong += [
            f"at {nth}: {one}" for one in (*wrong_with(place.folder, place.secret, ledger), *_left(place))
        ]
    told = f"{nth - 1} operations; each time one key and one schema" if not wrong else "see below"
    sys.stdout.write(json.dumps({"tries": nth - 1, "wrong": wrong, "told": told}))
    return 0


def _one_life(name: str, place: Place, ledger: Ledger, nth: int) -> bool:
    """Work in a process of its own; say whether it was killed."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        Witness().fail(place.folder.parent, nth, KILL)
        with suppress(ExpectedError):
            WORKFLOWS[name](place, lambda words: os.write(write, f"{words}\n".encode()))
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as claims:
        for line in claims:
            ledger.hear(line)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _left(place: Place) -> list[str]:
    """Look for what a cut may leave after the vault was opened again: a second key, half a schema."""
    wrong: list[str] = []
    if any(place.folder.glob(f"{FOLLOWING}*")):
        wrong.append("the records of the key to come lie there still")
    old = place.folder.with_name(OLD)
    if old.exists():
        with closing(wiring.unlock_with_recovery(old, code_of_sample(old), reserve=0)) as vault:
            wrong += vault.faults()
    return wrong


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
