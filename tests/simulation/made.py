"""What the people of a schedule write down: fictional, and as little of it as will do."""

from collections.abc import Generator
from contextlib import contextmanager
from random import Random
from typing import Final
from uuid import NAMESPACE_OID, UUID, uuid5

from carenurse.clinical import fhir
from carenurse.clinical.fhir import Resource
from tests.simulation.ghost import Key
from tests.simulation.laptop import Laptop

HTEST: Final = {"tag": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}]}


def id_of(name: str) -> str:
    """Give the id of what a schedule calls so: a UUID, as laptops make them, the same whenever it is run."""
    return str(uuid5(NAMESPACE_OID, name))


PATIENTS: Final = (id_of("pa"), "pb")
"""Whom the office has from the beginning; the second under a number that another system gave."""


@contextmanager
def ids_drawn(seed: int) -> Generator[None]:
    """Have every new id of the program drawn from a seed while the block runs: some orders hang on them."""
    chance = Random(seed)  # noqa: S311 - it has to be the same again
    before = fhir.uuid4
    fhir.uuid4 = lambda: UUID(int=chance.getrandbits(128), version=4)
    try:
        yield
    finally:
        fhir.uuid4 = before


def is_draft(laptop: Laptop, key: Key) -> bool:
    versions = laptop.records.versions(*key)
    return bool(versions) and versions[-1].draft


def patient(identity: str) -> Resource:
    return {"resourceType": "Patient", "id": identity, "meta": HTEST, "name": [{"family": "Fictional"}]}


def condition(identity: str, patient: str) -> Resource:
    subject = {"reference": f"Patient/{patient}"}
    return {
        "resourceType": "Condition",
        "id": identity,
        "meta": HTEST,
        "subject": subject,
        "code": {"text": "wound"},
    }


def visit(name: str, patient: str, text: str) -> list[Resource]:
    subject, encounter = {"reference": f"Patient/{patient}"}, {"reference": f"Encounter/{name}"}
    about = {"meta": HTEST, "subject": subject}
    measured = [
        {
            **about,
            "resourceType": "Observation",
            "id": id_of(f"{name}-{number}"),
            "status": "final",
            "encounter": encounter,
            "code": {"text": "pulse"},
            "valueString": text,
        }
        for number in (1, 2)
    ]
    return [
        {"resourceType": "Encounter", "id": name, **about, "status": "finished", "class": {"code": "HH"}},
        *measured,
        {"resourceType": "Composition", "id": id_of(f"{name}-n"), **about, "status": "final",
         "encounter": encounter, "date": "2026-03-04T10:00:00Z", "title": text},
    ]  # fmt: skip
