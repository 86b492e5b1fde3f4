"""What the people of a schedule write down: fictional, and as little of it as will do."""

from typing import Final

from carenurse.clinical.fhir import Resource
from tests.simulation.ghost import Key
from tests.simulation.laptop import Laptop

HTEST: Final = {"tag": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}]}


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
            "id": f"{name}-{number}",
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
        {"resourceType": "Composition", "id": f"{name}-n", **about, "status": "final", "encounter": encounter,
         "date": "2026-03-04T10:00:00Z", "title": text},
    ]  # fmt: skip
