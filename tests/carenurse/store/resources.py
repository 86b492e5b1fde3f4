"""Fictional resources, as few elements each as the store needs."""

from carenurse.clinical.fhir import Resource

FICTIONAL: Resource = {
    "tag": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}]
}


def patient(identity: str = "p1", family: str = "Delgado", **more: object) -> Resource:
    return {
        "resourceType": "Patient",
        "id": identity,
        "meta": FICTIONAL,
        "name": [{"family": family}],
        **more,
    }


def problem(identity: str, whose: str, text: str) -> Resource:
    return {
        "resourceType": "Condition",
        "id": identity,
        "subject": {"reference": f"Patient/{whose}"},
        "code": {"text": text},
    }


def note(text: str, status: str = "preliminary", identity: str = "c1") -> Resource:
    return {
        "resourceType": "Composition",
        "id": identity,
        "status": status,
        "subject": {"reference": "Patient/p1"},
        "date": "2026-02-27T10:42:00-05:00",
        "title": text,
    }


def weight(identity: str, whose: str, when: str = "", **more: object) -> Resource:
    made: Resource = {
        "resourceType": "Observation",
        "id": identity,
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
        "subject": {"reference": f"Patient/{whose}"},
        **more,
    }
    return made | ({"effectiveDateTime": when} if when else {})


def caseload(nurse: str, *patients: str) -> Resource:
    members = [{"entity": {"reference": f"Patient/{one}"}} for one in patients]
    return {
        "resourceType": "Group",
        "id": f"list-{nurse}",
        "type": "person",
        "actual": True,
        "managingEntity": {"reference": f"Practitioner/{nurse}"},
        **({"member": members} if members else {}),
    }


def ids(resources: list[Resource]) -> list[str]:
    return [str(resource["id"]) for resource in resources]
