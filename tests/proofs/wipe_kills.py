"""A vault that is being emptied, killed before each single thing that this asks of the disk, and again.

Until the marker stands everything is there; from then on the next start leaves nothing that opens, however
often it is killed too. The same where the disk refuses each of them once.

``python -m tests.proofs.wipe_kills DIR REFUSED`` is the program that runs with the witness.
"""

import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from carenurse.app import backups, wiring
from carenurse.app.backup_place import place_beside
from carenurse.app.vault_place import wiped_note
from carenurse.errors import ExpectedError
from carenurse.vault import wiping
from carenurse.vault.last_word import LastWord, unsaid
from carenurse.vault.wiping import Wipe
from tests.proofs.power_cut import scratch
from tests.proofs.quick_keys import derive_quickly
from tests.proofs.shim import KILL, Witness, reason_against, run_watched
from tests.proofs.table import Finding
from tests.proofs.workflows import NOW, Place, opened, pattern

KILLED, BROKEN = 2, 3
_STICK = "stick"
_WORD = LastWord("https://office.example.org/fhir", "", "nothing is left", "but for a stick")
_NEXT = 23
"""Each start that goes on is killed as well, at one of its first operations, always another."""


def prove(*, refused: bool = False) -> Finding:
    """Kill it everywhere; ``refused``: let the disk refuse everywhere, too."""
    title = "wipe killed and refused everywhere" if refused else "wipe killed everywhere"
    if reason := reason_against():
        return Finding(title, 0, skipped=reason)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="carenurse-proof-", dir=scratch()) as parent:
        try:
            found = json.loads(run_watched("tests.proofs.wipe_kills", parent, str(int(refused))))
        except subprocess.CalledProcessError as problem:
            return Finding(title, 1, (f"the program itself failed: {problem.returncode}",))
    spent = time.perf_counter() - began
    return Finding(title, found["tries"], tuple(found["wrong"]), found["told"], seconds=spent)


def main(parent: str, refused: str) -> int:
    """Kill before the first operation, the second, and so on, until a life ends by itself."""
    derive_quickly()
    base, wrong, nth, ended = _base(Path(parent) / "base"), list[str](), 0, KILLED
    faults = (KILL, errno.EIO, errno.ENOSPC) if int(refused) else (KILL,)
    while ended == KILLED:
        nth += 1
        for what in faults:
            shutil.rmtree(Path(parent) / "run", ignore_errors=True)
            shutil.copytree(base.folder.parent, Path(parent) / "run")
            place = base.moved(Path(parent) / "run" / "vault")
            how = _tried(place, nth, what)
            ended = how if what == KILL else ended
            found = _missing(place) if _is_untouched(place) else _left(place)
            failed = ["something broke"] if how == BROKEN else []
            wrong += [f"at {nth}, {what}: {one}" for one in (*failed, *found)]
    told = f"{nth - 1} operations; everything is there or nothing is left"
    sys.stdout.write(json.dumps({"tries": len(faults) * (nth - 1), "wrong": wrong, "told": told}))
    return 0


def _tried(place: Place, nth: int, what: int) -> int:
    """Empty it with one fault, start again with another of the same kind; say how the first ended."""
    how = _life(place.folder.parent, nth, what, lambda: _empty(place))
    again = _life(place.folder.parent, nth % _NEXT + 1, what, lambda: wiring.find_vault(place.folder))
    return BROKEN if again == BROKEN else how


def _is_untouched(place: Place) -> bool:
    return not (place.folder / wiping.MARKER).exists() and wiped_note(place.folder) is None


def _base(parent: Path) -> Place:
    """Make a vault with a backup beside it and one on a stick."""
    place = pattern(parent)
    (parent / _STICK).mkdir()
    with opened(place) as vault:
        backups.back_up(vault, NOW)
        backups.back_up(vault, NOW, _second(place, vault.vault_id))
    return place


def _second(place: Place, vault_id: str) -> Path:
    return place.folder.with_name(_STICK) / f"CareNurse-{vault_id}"


def _empty(place: Place) -> None:
    """Do what an order does, from the moment when everything is handed over."""
    vault = wiring.unlock_with_escrow(place.folder, place.secret, reserve=0)
    beside, second = place_beside(place.folder), _second(place, vault.vault_id)
    order = Wipe(NOW, vault.vault_id, beside, second, _WORD)
    vault.wipe(vault.mark(), order)


def _life(folder: Path, nth: int, what: int, job: Callable[[], object]) -> int:
    """Work in a process of its own; say whether it was killed, or broke instead of telling what is wrong."""
    child = os.fork()
    if child == 0:
        Witness().fail(folder, nth, what)
        with suppress(Exception):
            with suppress(ExpectedError):
                job()
            os._exit(0)
        os._exit(BROKEN)
    _, status = os.waitpid(child, 0)
    return KILLED if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def _missing(place: Place) -> list[str]:
    """Look for what went although nothing was begun."""
    with opened(place) as vault:
        found = vault.faults()
        here, there = backups.backups_of(vault), backups.backups_of(vault, _second(place, vault.vault_id))
    return [*found, *([] if here and there else ["a backup went before the marker stood"])]


def _left(place: Place) -> list[str]:
    """Start once more, undisturbed, and look for anything that could be opened."""
    wiring.find_vault(place.folder)
    wrong = [f"{one} is there still" for one in place.folder.parent.rglob("vault.hdr*")]
    wrong += [f"{one} is there still" for one in place.folder.parent.rglob("records*")]
    if wiped_note(place.folder) is None or (place.folder / wiping.MARKER).exists():
        wrong.append("it was not finished")
    if [one.word for one in unsaid(place.folder)] != [_WORD.said]:
        wrong.append("its office is not told")
    with suppress(wiring.WipedVaultError):
        wiring.unlock_with_escrow(place.folder, place.secret, reserve=0).close()
        wrong.append("it opens")
    return wrong


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
