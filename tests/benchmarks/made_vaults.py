"""The vaults that the benchmarks open: made once a run, or kept in a folder for the next one."""

import json
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from carenurse.app import wiring
from carenurse.app.demo import charts
from carenurse.app.demo.caseload import PATIENTS
from carenurse.app.nurse import new_nurse
from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource, kind_of, read_json, reference_to, write_json

PASSPHRASE = "seven quiet herons at dusk"
_COLLEAGUE = b"8f2f6c0e-0004-4000-8000-000000000001"
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
    def opened(self) -> Generator[Records]:
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
    count = 0
    for number, chart in enumerate(_charts(vault.records, patients, months)):
        others = PATIENTS < number <= patients
        kept = _colleagues(chart, vault.records.me) if others else chart
        proofs = [one for one in kept if kind_of(one) == "Provenance"]
        signed = {target["reference"] for one in proofs for target in one["target"]}
        signed |= {reference_to(one) for one in proofs}
        with vault.records.work() as work:
            for one in kept:
                work.put(
                    one,
                    sign=reference_to(one) in signed,
                    draft=one.get("status") == "in-progress",
                    local=True,
                )
        count += len(kept)
    vault.close()
    (folder / _FACTS).write_text(json.dumps({"code": code, "resources": count}), encoding="utf-8")


def _charts(records: Records, patients: int, months: int) -> Iterator[list[Resource]]:
    return charts(1, _today(), UTC, patients=patients, months=months, nurse=records.me)


def _colleagues(chart: list[Resource], nurse: str) -> list[Resource]:
    """Give a person to a colleague: one nurse does not make five hundred visits a week."""
    return [read_json(write_json(one).replace(nurse.encode(), _COLLEAGUE)) for one in chart]


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
