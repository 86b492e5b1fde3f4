"""The power fails at any moment of a day: nothing is damaged, nothing lost that was said to be kept.

A day is worked with the witness (``python -m tests.proofs.power_cut DIR MODE`` is that program), then every
state that the disk may have been in is laid out and opened. With ``synchronous=NORMAL`` the same proof has to
fail: otherwise it would prove nothing.
"""

import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import Final, Literal

from carenurse.app import backups, wiring
from carenurse.app.wiring import FLOOR
from carenurse.store.database import open_database
from carenurse.store.records import StoredRecords
from carenurse.vault.guard import Guard
from carenurse.vault.vault import open_vault_with_escrow
from tests.made_vault import PASSPHRASE
from tests.proofs.disk_model import Disk, Mood
from tests.proofs.ledger import Ledger, Tell, made, wrong_with
from tests.proofs.shim import Operation, Witness, operations, reason_against, run_watched
from tests.proofs.table import Finding
from tests.proofs.workflows import NOW, Place, pattern, remove_somebody, save

Mode = Literal["full", "normal"]
_MOODS: Final[tuple[Mood, ...]] = ("mixed", "mixed", "mixed", "mixed", "all kept", "all dropped")
_SAVES: Final = 24
_FACTS: Final = 20
"""How much there is about somebody who is removed in the course of the day."""
_RAM: Final = Path("/dev/shm")  # noqa: S108 - folders in it are made with unguessable names


def prove(points: int, mode: Mode = "full", part: int = 0) -> Finding:
    """Try so many states of the disk, each ``part`` others of another day.

    ``mode`` "normal" is the control: there have to be losses.
    """
    name = "power cut" if mode == "full" else "power cut, synchronous=NORMAL (control)"
    if reason := reason_against():
        return Finding(name, 0, skipped=reason)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="carenurse-proof-", dir=scratch()) as parent:
        day = _worked_day(Path(parent), mode)
        wrong = _Replay(day, Path(parent) / "cut").run(points, part)
    told = f"{len(day.operations)} operations; {_most(wrong)}"
    if mode == "normal":
        lost = len(wrong)
        wrong = [] if lost else ["the control found nothing: the proof sees nothing"]
        told = f"{lost} of {points} lost or damaged, as it must be"
    return Finding(name, points, tuple(wrong), told, seconds=time.perf_counter() - began)


def scratch() -> Path | None:
    """Name a place in memory for the many small vaults, where there is one."""
    return _RAM if _RAM.is_dir() else None


@dataclass(frozen=True, slots=True)
class _Day:
    """What was there before, and all that was done to the disk, with the claims in between."""

    place: Place
    before: dict[str, bytes]
    folders: tuple[str, ...]
    operations: tuple[Operation, ...]


def _worked_day(parent: Path, mode: Mode) -> _Day:
    work = parent / "work"
    work.mkdir()
    place = pattern(work)
    before = {str(file): file.read_bytes() for file in work.rglob("*") if file.is_file()}
    folders = tuple(str(folder) for folder in work.rglob("*") if folder.is_dir())
    facts = asdict(place) | {"folder": str(place.folder)}
    (parent / "place.json").write_text(json.dumps(facts))
    run_watched("tests.proofs.power_cut", str(parent), mode)
    return _Day(place, before, folders, tuple(operations(parent / "log")))


@dataclass(slots=True)
class _Replay:
    """Feeds a disk with the day and looks at it in between."""

    day: _Day
    target: Path
    ledger: Ledger = field(default_factory=Ledger)

    def run(self, points: int, part: int) -> list[str]:
        """Look at so many states; return what was wrong with them."""
        chance = Random(f"20360227 {part}")  # noqa: S311 - which moments, not which secrets
        root = self.day.place.folder.parent
        disk = Disk(root, self.day.before, self.day.folders)
        count = len(self.day.operations)
        cuts = Counter(chance.randrange(1, count + 1) for _ in range(points))
        wrong: list[str] = []
        for at, operation in enumerate(self.day.operations, start=1):
            if operation.kind == "A":
                self.ledger.hear(operation.data.decode())
            else:
                disk.feed(operation)
            for _ in range(cuts[at]):
                found = self._look(disk, chance, root)
                wrong += [f"at {at}: {found[0]}"] if found else []
        return wrong

    def _look(self, disk: Disk, chance: Random, root: Path) -> list[str]:
        files, folders = disk.after_power_cut(chance, chance.choice(_MOODS))
        shutil.rmtree(self.target, ignore_errors=True)
        for folder in folders:
            (self.target / Path(folder).relative_to(root)).mkdir(parents=True, exist_ok=True)
        for path, data in files.items():
            (self.target / Path(path).relative_to(root)).write_bytes(data)
        return wrong_with(self.target / "vault", self.day.place.secret, self.ledger.copy())


def _most(wrong: list[str]) -> str:
    kinds = Counter(one.split(": ", 1)[1] for one in wrong)
    return (
        ", ".join(f"{count} x {kind}" for kind, count in kinds.most_common(3)) or "nothing lost, nothing hurt"
    )


def _work_a_day(place: Place, tell: Tell) -> None:
    """Save, sign, bring home, back up, change ways in and the key, remove somebody, close, come back."""
    vault = wiring.unlock_with_escrow(place.folder, place.secret, reserve=0)
    for number in range(1, _SAVES + 1):
        save(vault, tell, f"form-{number % 3}", number)
        if number % 4 == 0:
            save(vault, tell, f"note-{number}", number)
        match number:
            case 5 | 15:
                vault.checkpoint()
            case 8 | 18:
                tell(f"backup {backups.back_up(vault, NOW.replace(day=number)).folder.name}")
            case 11:
                vault.rotate_key(PASSPHRASE, cost=FLOOR)
            case 13:
                vault.new_recovery_code()
            case 21:
                remove_somebody(vault, tell, _FACTS, NOW.replace(day=number))
            case _:
                pass
    vault.close()
    again = wiring.unlock_with_escrow(place.folder, place.secret, reserve=0)
    save(again, tell, "form-0", _SAVES + 1)
    again.close()


def _work_relaxed(place: Place, tell: Tell) -> None:
    """Save with SQLite's own idea of what is enough: the log is flushed at a checkpoint only."""
    held = open_vault_with_escrow(place.folder, place.secret, "9")
    guard = Guard(place.folder, held.key, 0)
    database = open_database(place.folder / "records.db", held.key.raw, held.header.salt)
    database.rows("PRAGMA synchronous = NORMAL")
    stored = StoredRecords(database, wiring.local_now, guard)
    with closing(held), closing(guard), closing(stored):
        for number in range(1, _SAVES + 1):
            key = f"form-{number % 3}"
            tell(f"try {key} {number}")
            with stored.work() as work:
                work.put(made(key, number), draft=True)
            tell(f"kept {key} {number}")


def main(parent: str, mode: str) -> int:
    """Work the day under the eyes of the witness."""
    facts = json.loads((Path(parent) / "place.json").read_text())
    place = Place(Path(facts["folder"]), facts["code"], facts["secret"])
    witness = Witness()
    witness.record(place.folder.parent, Path(parent) / "log")
    (_work_a_day if mode == "full" else _work_relaxed)(place, witness.mark)
    witness.stop_recording()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
