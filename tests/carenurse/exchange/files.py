"""Files for tests, made of invented people."""

import json
from typing import Any

from carenurse.clinical.fhir import Resource

HTEST = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}
ONE = "3f0a8c1e-5b72-4e55-9f0e-000000000001"
TWO = "3f0a8c1e-5b72-4e55-9f0e-000000000002"
THREE = "3f0a8c1e-5b72-4e55-9f0e-000000000003"


def person(identity: str | None = "1", family: str = "Ferrante", **more: Any) -> Resource:
    """Make an invented Patient."""
    made: Resource = {
        "resourceType": "Patient",
        "meta": {"tag": [HTEST]},
        "name": [{"family": family, "given": ["Olga"]}],
        "birthDate": "1950-05-05",
        "telecom": [{"system": "phone", "value": "555-0188"}],
        **more,
    }
    return made | ({"id": identity} if identity is not None else {})


def weight(identity: str | None, subject: str, value: Any = 70, **more: Any) -> Resource:
    """Make an Observation about somebody."""
    made: Resource = {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
        "subject": {"reference": subject},
        "effectiveDateTime": "2026-02-01",
        "valueQuantity": {"value": value, "unit": "kg"},
        **more,
    }
    return made | ({"id": identity} if identity is not None else {})


def entry(resource: Resource, full_url: str = "", **more: Any) -> Resource:
    """Put a resource into an entry."""
    return ({"fullUrl": full_url} if full_url else {}) | {"resource": resource} | more


def bundle(*entries: Resource, kind: str = "collection", **more: Any) -> Resource:
    """Put entries into a Bundle."""
    return {"resourceType": "Bundle", "type": kind, **more, "entry": list(entries)}


def written(value: Any) -> bytes:
    """Write JSON as a file."""
    return json.dumps(value).encode()
