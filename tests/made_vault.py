"""The vault that tests copy and open, and the fictional nurse whose vault it is."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from carenurse.clinical.fhir import Resource

NURSE: Resource = {
    "resourceType": "Practitioner",
    "id": "7f0f7a52-6f3c-4c6e-9d52-0f6a51c0e001",
    "meta": {"tag": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}]},
    "name": [{"family": "Okafor", "given": ["Grace"], "suffix": ["RN"]}],
}
NOW = datetime(2036, 2, 27, 10, 42, tzinfo=UTC)
PASSPHRASE = "seven quiet herons at dusk"


@dataclass(frozen=True, slots=True)
class MadeVault:
    """A closed vault in a folder, with both secrets that open it."""

    folder: Path
    passphrase: str
    recovery_code: str
    nurse: Resource


def keep_no_room_back(folder: Path) -> None:
    """Let whoever opens this vault find its ballast there: else each opening writes 16 MiB of noise."""
    (folder / "vault.ballast").touch()
