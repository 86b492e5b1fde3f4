"""The program is killed (SIGKILL) in the middle of its work, hundreds of times: what it had told is there.

Half of the kills come after a random time, half before a random operation on the disk (with the witness),
which is where the harm would be. ``python -m tests.proofs.kills DIR COUNT PART`` is the program that is run
with the witness; it prints what it found as JSON. Without a compiler all kills come by time.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Final

from carenurse.errors import ExpectedError
from tests.proofs.ledger import Ledger, wrong_with
from tests.proofs.power_cut import scratch
from tests.proofs.shim import KILL, ROOT, Witness, reason_against, run_watched
from tests.proofs.table import Finding
from tests.proofs.workflows import WORKFLOWS, Place, Workflow, pattern

MIX: Final = (
    ("autosave",) * 6
    + ("sign",) * 3
    + ("ways in",)
    + ("backup", "rotation", "migration", "purge", "sync", "import") * 2
)
"""How often which work is cut, of twenty-two."""

_LIVES: Final = 12
"""After how many kills a fresh copy of the vault is taken."""

_LONGEST: Final = {"rotation": 1.2, "backup": 0.12, "import": 0.15}
_USUAL: Final = 0.06
_FIRST_OPERATIONS: Final = 250


def prove(kills: int, part: int = 0) -> Finding:
    """Kill so many times; each ``part`` at other moments."""
    if sys.platform == "win32":
        return Finding("kill -9", 0, skipped="there is no fork and no SIGKILL on Windows")
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="carenurse-proof-", dir=scratch()) as parent:
        words = ("tests.proofs.kills", parent, str(kills), str(part))
        said = run_watched(*words) if not reason_against() else _run_plainly(*words)
    found = json.loads(said)
    spent = time.perf_counter() - began
    return Finding("kill -9", found["tries"], tuple(found["wrong"]), found["told"], seconds=spent)


def _run_plainly(*words: str) -> str:
    command = [sys.executable, "-m", *words, "by-time"]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def main(parent: str, kills: str, part: str, *by_time: str) -> int:
    """Kill and look, kill and look."""
    chance = Random(f"{kills} {part}")  # noqa: S311 - which moments, not which secrets
    base = pattern(Path(parent) / "base")
    witness = None if by_time else Witness()
    wrong, cut, place, ledger = list[str](), Counter[str](), base, Ledger()
    for life in range(int(kills)):
        if life % _LIVES == 0:
            shutil.rmtree(Path(parent) / "run", ignore_errors=True)
            place, ledger = base.copied(Path(parent) / "run"), Ledger()
        name = chance.choice([one for one in MIX if one in WORKFLOWS])
        if name == "migration":
            place.lay_out_sample()
        cut[name] += _one_life(WORKFLOWS[name], place, ledger, _Fate(chance, name, witness))
        wrong += [f"{name}, kill {life}: {one}" for one in wrong_with(place.folder, place.secret, ledger)]
    each = ", ".join(f"{name} {count}" for name, count in sorted(cut.items()))
    sys.stdout.write(json.dumps({"tries": sum(cut.values()), "wrong": wrong, "told": f"killed in {each}"}))
    return 0


class _Fate:
    """When a life ends: after a time, or before an operation."""

    def __init__(self, chance: Random, name: str, witness: Witness | None) -> None:
        by_operation = witness is not None and chance.random() < 0.5
        self.seconds = 30.0 if by_operation else chance.random() * _LONGEST.get(name, _USUAL)
        self._nth = chance.randint(1, _FIRST_OPERATIONS) if by_operation else 0
        self._witness = witness

    def begin(self, folder: Path) -> None:
        """Inside the life: let it end at its operation."""
        if self._witness and self._nth:
            self._witness.fail(folder, self._nth, KILL)


def _one_life(workflow: Workflow, place: Place, ledger: Ledger, fate: _Fate) -> int:
    """Work in a process of its own until it is killed; say whether it was (it may end before)."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        _live(workflow, place, write, fate)
    os.close(write)
    _kill_after(child, fate.seconds)
    with os.fdopen(read) as claims:
        for line in claims:
            ledger.hear(line)
    _, status = os.waitpid(child, 0)
    return int(os.WIFSIGNALED(status))


def _live(workflow: Workflow, place: Place, write: int, fate: _Fate) -> None:
    """Do the work over and over, telling each claim at once."""
    fate.begin(place.folder.parent)
    with suppress(ExpectedError):
        while True:
            workflow(place, lambda words: os.write(write, f"{words}\n".encode()))
    os._exit(0)


def _kill_after(child: int, seconds: float) -> None:
    """Wait for its own end, but not longer than this."""
    until = time.monotonic() + seconds
    descriptor = os.pidfd_open(child) if hasattr(os, "pidfd_open") else None
    if descriptor is None:
        time.sleep(seconds)
    else:
        import select  # noqa: PLC0415 - not on every system

        select.select([descriptor], [], [], max(0.0, until - time.monotonic()))
        os.close(descriptor)
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
