"""The real command line in a process of its own, as a script runs it."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.carenurse.app.command_line.serving import OfficeOf, offices
from tests.carenurse.app.command_line.starting import ROOT, Run, Start, ran, starting
from tests.made_vault import PASSPHRASE, MadeVault, keep_no_room_back

__all__ = ["ROOT"]

CareNurse = Callable[..., Run]


@pytest.fixture(scope="session")
def start() -> Iterator[Start]:
    """Give what starts commands."""
    with starting() as way:
        yield way


@pytest.fixture
def carenurse(start: Start, tmp_path: Path) -> CareNurse:
    """Run ``carenurse`` with words, and lines for its standard input; nothing of the real home is touched."""

    def run(*words: str | Path, typed: str = "") -> Run:
        home = {name: str(tmp_path / "home") for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA")}
        environment = {**os.environ, **home, "XDG_STATE_HOME": str(tmp_path / "home" / "state")}
        return ran(start, [*map(str, words)], environment, typed)

    return run


@pytest.fixture
def office_of(start: Start, tmp_path: Path) -> OfficeOf:
    """Serve a vault as an office meanwhile; nothing of the real home is touched."""
    return offices(start, tmp_path / "home")


@pytest.fixture
def passphrase_file(tmp_path: Path) -> Path:
    file = tmp_path / "passphrase"
    file.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    return file


@pytest.fixture
def code_file(vault_pattern: MadeVault, tmp_path: Path) -> Path:
    file = tmp_path / "code"
    file.write_text(f"{vault_pattern.recovery_code}\n", encoding="utf-8")
    return file


@pytest.fixture
def opening(made_vault: MadeVault, code_file: Path) -> tuple[str | Path, ...]:
    """Give the words that open the vault of this test: by the code, which needs no slow derivation."""
    keep_no_room_back(made_vault.folder)
    return ("--vault", made_vault.folder, "--passphrase-file", code_file, "--recovery-code")


@pytest.fixture
def by_passphrase(made_vault: MadeVault, passphrase_file: Path) -> tuple[str | Path, ...]:
    """Give the words that open it as every day, where the passphrase is what it is about."""
    return ("--vault", made_vault.folder, "--passphrase-file", passphrase_file)


@pytest.fixture
def elsewhere(vault_pattern: MadeVault, code_file: Path, tmp_path: Path) -> tuple[str | Path, ...]:
    """Make a second vault and give the words that open it."""
    shutil.copytree(vault_pattern.folder, tmp_path / "elsewhere")
    keep_no_room_back(tmp_path / "elsewhere")
    return ("--vault", tmp_path / "elsewhere", "--passphrase-file", code_file, "--recovery-code")


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Write a file of another system: a person, a reading with a final zero, a type that we do not show."""
    file = tmp_path / "other-system.json"
    file.write_text(_BUNDLE, encoding="utf-8")
    return file


def one_sentence(run: Run) -> str:
    """Say what a command said that failed: one line, nothing of Python in it."""
    assert run.returncode == 1, run.stderr
    assert run.stderr.startswith("carenurse: ")
    assert run.stderr.count("\n") == 1
    assert "Traceback" not in run.stderr
    return run.stderr.removeprefix("carenurse: ").strip()


def resources_of(file: Path) -> dict[str, Any]:
    """Read an exported Bundle: reference -> resource, numbers as they are written."""
    read: Any = json.loads(file.read_text(encoding="utf-8"), parse_float=str)
    return {
        f"{one['resource']['resourceType']}/{one['resource']['id']}": one["resource"] for one in read["entry"]
    }


_BUNDLE = """{
 "resourceType": "Bundle", "type": "collection",
 "entry": [
  {"fullUrl": "http://hospital.example.org/Patient/1",
   "resource": {"resourceType": "Patient", "id": "1", "name": [{"family": "Delgado", "given": ["Rosa"]}],
    "meta": {"tag": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}]},
    "birthDate": "1947-03-14",
    "_birthDate": {"extension": [{"url": "http://example.org/x", "valueCode": "y"}]}}},
  {"fullUrl": "http://hospital.example.org/Observation/2",
   "resource": {"resourceType": "Observation", "id": "2", "status": "final",
    "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
    "subject": {"reference": "Patient/1"}, "effectiveDateTime": "2026-02-20T10:00:00-05:00",
    "valueQuantity": {"value": 72.50, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}}},
  {"fullUrl": "http://hospital.example.org/VisionPrescription/3",
   "resource": {"resourceType": "VisionPrescription", "id": "3", "status": "active",
    "created": "2025-10-01", "patient": {"reference": "Patient/1"}, "dateWritten": "2025-10-01",
    "prescriber": {"display": "Dr. Test"},
    "lensSpecification": [{"product": {"text": "lens"}, "eye": "right"}]}}
 ]}
"""
