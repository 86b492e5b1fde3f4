"""Fixtures that every engineer's tests may use: a real vault in a folder of the test's own."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from carenurse.app import wiring
from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource
from carenurse.vault.derivation import FLOOR

NURSE: Resource = {
    "resourceType": "Practitioner",
    "id": "7f0f7a52-6f3c-4c6e-9d52-0f6a51c0e001",
    "meta": {"tag": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}]},
    "name": [{"family": "Okafor", "given": ["Grace"], "suffix": ["RN"]}],
}
PASSPHRASE = "seven quiet herons at dusk"


@dataclass(frozen=True, slots=True)
class MadeVault:
    """A closed vault in a folder, with both secrets that open it."""

    folder: Path
    passphrase: str
    recovery_code: str
    nurse: Resource


@pytest.fixture(scope="session")
def vault_pattern(tmp_path_factory: pytest.TempPathFactory) -> MadeVault:
    """One vault made for the whole run; deriving a key is slow on purpose, copying a folder is not."""
    folder = tmp_path_factory.mktemp("pattern") / "vault"
    opened, code = wiring.create_vault(folder, PASSPHRASE, NURSE, cost=FLOOR, reserve=0)
    opened.close()
    return MadeVault(folder, PASSPHRASE, code, NURSE)


@pytest.fixture
def made_vault(vault_pattern: MadeVault, tmp_path: Path) -> MadeVault:
    """Copy the pattern: a closed vault of this test's own."""
    folder = tmp_path / "vault"
    shutil.copytree(vault_pattern.folder, folder)
    return MadeVault(folder, vault_pattern.passphrase, vault_pattern.recovery_code, vault_pattern.nurse)


@pytest.fixture
def open_vault(made_vault: MadeVault) -> Iterator[wiring.OpenVault]:
    """Open it (by the recovery code, which needs no slow derivation)."""
    opened = wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0)
    yield opened
    opened.close()


@pytest.fixture
def records(open_vault: wiring.OpenVault) -> Records:
    """Give the open record of a nurse, empty but for the nurse: real store, real encryption."""
    return open_vault.records
