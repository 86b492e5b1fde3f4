"""Puts resources and invented people into a record for tests."""

from dataclasses import replace

from carenurse.app.ports import Records
from carenurse.clinical import patient
from carenurse.clinical.contact import Address
from carenurse.clinical.fhir import Resource, new_id
from carenurse.clinical.names import PersonName

NOWHERE = Address(("1 Nowhere Lane",), "Nowhere")


def keep(records: Records, *resources: Resource) -> None:
    with records.work() as work:
        for resource in resources:
            work.put(resource)


def person(records: Records, given: str, family: str, *, place: tuple[str, str] | None = None) -> str:
    """Keep an invented person, at an address of known place (latitude, longitude) or at none; give the id."""
    value = patient.Patient(id=new_id(), name=PersonName((given,), family), fictional=True)
    made = patient.encode(value if place is None else replace(value, address=NOWHERE))
    if place:
        parts = [
            {"url": url, "valueDecimal": float(value)}
            for url, value in zip(("latitude", "longitude"), place, strict=True)
        ]
        made["address"][0]["extension"] = [
            {"url": "http://hl7.org/fhir/StructureDefinition/geolocation", "extension": parts}
        ]
    keep(records, made)
    return value.id
