"""A vault of stress size, made straight through the store: 500 people, two visits a week, for five years.

``python -m tests.proofs.large_vault --out DIR`` makes it (260,000 visits and 2,080,000 measurements by
default, some ten minutes); all people in it are invented.
"""

import argparse
import json
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from pathlib import Path
from random import Random

from carenurse.app import wiring
from carenurse.app.nurse import new_nurse
from carenurse.clinical.fhir import Resource

PASSPHRASE = "seven quiet herons at dusk"
VISITS_A_WEEK = 2
_AT_A_TIME = 20_000
_FIRST = datetime(2031, 2, 24, 9, 0, tzinfo=UTC)
_FICTIONAL = {"tag": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}]}
_SIGNS = (
    ("8480-6", "Systolic blood pressure", "mm[Hg]", 95, 175),
    ("8462-4", "Diastolic blood pressure", "mm[Hg]", 55, 105),
    ("8867-4", "Heart rate", "/min", 52, 118),
    ("9279-1", "Respiratory rate", "/min", 11, 26),
    ("8310-5", "Body temperature", "Cel", 36, 39),
    ("59408-5", "Oxygen saturation", "%", 88, 100),
    ("29463-7", "Body weight", "kg", 44, 121),
    ("72514-3", "Pain severity", "{score}", 0, 10),
)
_FAMILIES = ("Delgado", "Okafor", "Lindqvist", "Moreau", "Tanaka", "Novak", "Achterberg", "Silva", "Haddad")
_GIVEN = ("Rosa", "Ezra", "Ingrid", "Tomas", "Amina", "Piotr", "Grace", "Hana", "Luis", "Vera", "Otto")
_PROBLEMS = ("Heart failure", "Diabetes mellitus type 2", "Wound of left heel", "Chronic obstructive disease")


@dataclass(frozen=True, slots=True)
class Size:
    """How many people, over how many weeks of two visits each."""

    patients: int = 500
    weeks: int = 260

    @property
    def visits(self) -> int:
        """Count the visits."""
        return self.patients * self.weeks * VISITS_A_WEEK


def people(size: Size) -> Iterator[Resource]:
    """Make the people and what troubles them."""
    for number in range(size.patients):
        yield {
            "resourceType": "Patient",
            "id": person_id(number),
            "meta": _FICTIONAL,
            "name": [
                {
                    "family": f"{_FAMILIES[number % len(_FAMILIES)]}-{number:03}",
                    "given": [_GIVEN[number % len(_GIVEN)]],
                }
            ],
            "birthDate": f"{1930 + number % 40}-{1 + number % 12:02}-{1 + number % 28:02}",
            "telecom": [{"system": "phone", "value": f"555-01{number % 100:02}"}],
            "identifier": [{"system": "urn:example:mrn", "value": f"MRN-{number:06}"}],
        }
        for at in range(3):
            yield {
                "resourceType": "Condition",
                "id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"problem {number} {at}")),
                "subject": {"reference": f"Patient/{person_id(number)}"},
                "code": {"text": _PROBLEMS[(number + at) % len(_PROBLEMS)]},
            }


def person_id(number: int) -> str:
    """Name a person's resource; the same number is always the same person."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"person {number}"))


def visit(chance: Random, patient: str, when: datetime) -> Iterator[Resource]:
    """Make one finished visit with its eight measurements."""
    identity = str(uuid.UUID(int=chance.getrandbits(128), version=4))
    yield {
        "resourceType": "Encounter",
        "id": identity,
        "status": "finished",
        "class": {"code": "HH"},
        "subject": {"reference": f"Patient/{patient}"},
        "period": {"start": when.isoformat(), "end": (when + timedelta(minutes=45)).isoformat()},
    }
    for code, label, unit, low, high in _SIGNS:
        yield {
            "resourceType": "Observation",
            "id": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
            "status": "final",
            "code": {"coding": [{"system": "http://loinc.org", "code": code, "display": label}]},
            "subject": {"reference": f"Patient/{patient}"},
            "encounter": {"reference": f"Encounter/{identity}"},
            "effectiveDateTime": (when + timedelta(minutes=20)).isoformat(),
            "valueQuantity": {"value": chance.randint(low, high), "unit": unit, "code": unit},
        }


def visits(size: Size) -> Iterator[Resource]:
    """Make all visits in the order in which they would be made."""
    chance = Random(5)  # noqa: S311 - invented measurements, no secrets
    for week in range(size.weeks):
        for half in range(VISITS_A_WEEK):
            for number in range(size.patients):
                when = _FIRST + timedelta(weeks=week, days=3 * half, minutes=number)
                yield from visit(chance, person_id(number), when)


def make(folder: Path, size: Size) -> str:
    """Make the vault; return its recovery code, which is also kept beside it (nobody real is in it)."""
    vault, code = wiring.create_vault(
        folder, PASSPHRASE, new_nurse("Dana Whitfield", "RN"), cost=wiring.FLOOR, reserve=0
    )
    began, done = time.perf_counter(), 0
    everything = chain(people(size), visits(size))
    while some := list(islice(everything, _AT_A_TIME)):
        with vault.records.work() as work:
            for resource in some:
                work.put(resource, local=True)
        done += len(some)
        sys.stderr.write(f"\r{done:,} resources, {done / (time.perf_counter() - began):,.0f} a second")
    sys.stderr.write("\n")
    vault.close()
    folder.with_suffix(".json").write_text(json.dumps({"code": code, "visits": size.visits}))
    return code


def main() -> int:
    """Make a vault of the size asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.proofs.large_vault", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--patients", type=int, default=Size().patients)
    parser.add_argument("--weeks", type=int, default=Size().weeks)
    wanted = parser.parse_args()
    make(wanted.out, Size(wanted.patients, wanted.weeks))
    return 0


if __name__ == "__main__":
    sys.exit(main())
