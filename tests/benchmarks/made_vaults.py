"""The vaults that the benchmarks open: made once a run, or kept in a folder for the next one."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from carenurse.app import wiring
from carenurse.app.demo import load_demo
from carenurse.app.nurse import new_nurse
from carenurse.app.ports import Records

PASSPHRASE = "seven quiet herons at dusk"
_FACTS = "benchmark.json"


@dataclass(frozen=True, slots=True)
class Caseload:
    """A vault of fictional people: how many, over how many months, how many resources in it."""

    folder: Path
    code: str
    patients: int
    months: int
    resources: int

    @property
    def told(self) -> str:
        """Say the size."""
        return f"{self.patients} patients x {self.months} months, {self.resources:,} resources"

    @contextmanager
    def opened(self) -> Iterator[Records]:
        """Open it with its recovery code, which needs no slow derivation."""
        vault = wiring.unlock_with_recovery(self.folder, self.code, reserve=0)
        try:
            yield vault.records
        finally:
            vault.close()


def caseload(place: Path, patients: int, months: int) -> Caseload:
    """Give the vault of this size, made now if it is not in ``place`` yet."""
    folder = place / f"{patients}x{months}"
    told = folder / _FACTS
    if not told.exists():
        _make(folder, patients, months)
    facts = json.loads(told.read_text(encoding="utf-8"))
    return Caseload(folder, facts["code"], patients, months, facts["resources"])


def _make(folder: Path, patients: int, months: int) -> None:
    sys.stderr.write(f"making a vault of {patients} patients x {months} months ...\n")
    nurse = new_nurse("Dana Whitfield", "RN")
    vault, code = wiring.create_vault(folder, PASSPHRASE, nurse, cost=wiring.FLOOR, reserve=0)
    today = datetime.now(UTC).astimezone().date()
    count = load_demo(vault.records, today, UTC, patients=patients, months=months)
    vault.close()
    (folder / _FACTS).write_text(json.dumps({"code": code, "resources": count}), encoding="utf-8")
