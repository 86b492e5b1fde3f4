"""One flipped bit anywhere: told at the opening or by the check, or it harmed nothing."""

import shutil
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Final

from carenurse.app import wiring
from carenurse.app.backup_place import list_backups, place_beside
from carenurse.errors import ExpectedError
from tests.proofs.ledger import Ledger, wrong_with
from tests.proofs.power_cut import scratch
from tests.proofs.table import Finding
from tests.proofs.workflows import NOW, Place, autosave, back_up, pattern, save, sign

_TARGETS: Final = ("records.db", "records.db-wal", "vault.hdr.a", "vault.hdr.b", "vault.mark", "backup")


def prove(flips: int, part: int = 0) -> Finding:
    """Flip so many bits, one at a time, in turn in every kind of file."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="carenurse-proof-", dir=scratch()) as parent:
        trial = _Trial(Path(parent), part)
        outcomes = Counter[str]()
        wrong: list[str] = []
        for number in range(flips):
            target, outcome = trial.flip(number)
            outcomes[f"{target} {outcome}"] += 1
            wrong += [f"{target}, flip {number}: silent"] if outcome == "silent" else []
    told = ", ".join(f"{what} {count}" for what, count in sorted(outcomes.items()))
    return Finding("bit flips", flips, tuple(wrong), told, seconds=time.perf_counter() - began)


class _Trial:
    """A vault as it lies on the disk in the middle of a day: newest saves only in the log, with a backup."""

    def __init__(self, parent: Path, part: int) -> None:
        self._run = parent / "run"
        self._chance = Random(f"20360227 {part}")  # noqa: S311 - which bits, not which secrets
        self._ledger = Ledger()
        base = pattern(parent / "base")
        autosave(base, self._ledger.hear)
        sign(base, self._ledger.hear)
        back_up(base, self._ledger.hear)
        vault = wiring.unlock_with_escrow(base.folder, base.secret, reserve=0)
        for number in range(1, 20):
            save(vault, self._ledger.hear, f"form-{number % 2}", number)
        self._base = base.copied(parent / "day")
        vault.close()

    def flip(self, number: int) -> tuple[str, str]:
        """Flip one bit; return which kind of file it was in, and what came of it."""
        shutil.rmtree(self._run, ignore_errors=True)
        place = self._base.copied(self._run)
        name = _TARGETS[number % len(_TARGETS)]
        ledger = self._ledger.copy()
        if name == "backup":
            return name, self._in_backup(place)
        ledger.backups.clear()
        self._hurt(place.folder / name)
        said = wrong_with(place.folder, place.secret, ledger)
        lost = [one for one in said if "found otherwise" in one]
        told = [one for one in said if "found otherwise" not in one]
        return name, "told" if told else "silent" if lost else "harmless"

    def _in_backup(self, place: Place) -> str:
        """Hurt any file of the backup; a restored one has to be whole or to say that it is not."""
        beside = place_beside(place.folder)
        folder = next(one for one in beside.iterdir() if one.is_dir())
        self._hurt(self._chance.choice([file for file in folder.iterdir() if file.stat().st_size]))
        found = wiring.find_vault(place.folder)
        if found is None or not list_backups(beside, found.vault_id):
            return "told"
        try:
            restored = wiring.restore_vault(folder, place.folder.with_name("restored"))
            copy = wiring.unlock_with_escrow(restored.folder, place.secret, reserve=0, now=lambda: NOW)
            with closing(copy):
                if copy.warnings or copy.faults():
                    return "told"
                kept = self._ledger.backups[folder.name]
                return "harmless" if all(copy.records.get(*_named(key)) for key in kept) else "silent"
        except ExpectedError:
            return "told"

    def _hurt(self, file: Path) -> None:
        data = bytearray(file.read_bytes())
        data[self._chance.randrange(len(data))] ^= 1 << self._chance.randrange(8)
        file.write_bytes(data)


def _named(key: str) -> tuple[str, str]:
    return ("Composition" if key.startswith("note") else "QuestionnaireResponse"), key
