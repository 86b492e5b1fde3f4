"""Records of another system about one invented person."""

from datetime import datetime, timedelta, timezone
from typing import Any

from carenurse.app.chart import chart
from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource, read_json, write_json

PERSON = "f3c8b6f6-7f66-4a71-9f3e-0000000000aa"
NOW = datetime(2026, 3, 4, 8, tzinfo=timezone(-timedelta(hours=5)))
HL7 = "http://terminology.hl7.org/CodeSystem/"
WHOSE = {"subject": {"reference": f"Patient/{PERSON}"}}


class Telling:
    """Puts resources of another system about one person into the record."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self("Patient", id=PERSON, name=[{"family": "Test", "given": ["Tom"]}])

    def __call__(self, kind: str, **elements: Any) -> Resource:
        count = len(self.records.all_of(kind))
        made: Resource = {"resourceType": kind, "id": f"{kind.lower()}-{count}"}
        made |= {} if kind == "Patient" else WHOSE
        kept = read_json(write_json(made | elements))
        with self.records.work() as work:
            work.put(kept)
        return kept

    def order(self, name: str, **elements: Any) -> Resource:
        usual = {"status": "active", "intent": "order", "authoredOn": "2026-02-01"}
        return self("MedicationRequest", **{"medicationCodeableConcept": {"text": name}, **usual, **elements})

    def medicines(self) -> list[str]:
        return [one.name for one in chart(self.records, PERSON, NOW).medicines]


def coded(system: str, code: str) -> Resource:
    return {"coding": [{"system": HL7 + system, "code": code}]}


def weight(kilograms: str, when: str) -> dict[str, Any]:
    return {
        "code": {"coding": [{"system": "http://loinc.org", "code": "3141-9"}]},
        "valueQuantity": {"value": float(kilograms), "unit": "kg", "code": "kg"},
        "effectiveDateTime": when,
    }
