"""FHIR R4's structure: what is built rightly passes, and each fault is named by its place and rule."""

from decimal import Decimal
from typing import Any

import pytest

from carenurse.clinical.fhir import Resource
from carenurse.clinical.structure import structure
from tests.carenurse.office.conftest import person, weight

FAULTS: list[tuple[Resource, list[str]]] = [
    ({"resourceType": "Sandwich"}, ["Sandwich: no resource type of FHIR R4"]),
    (person(birthDate="1940-13-01"), ["Patient.birthDate: no date"]),
    (person(birthDate="1940"), []),
    (person(active="true"), ["Patient.active: no boolean"]),
    (person(name={"family": "D"}), ["Patient.name: must be a list"]),
    (person(name=[]), ["Patient.name: empty list"]),
    (person(contact=[{}]), ["Patient.contact[0]: empty"]),
    (person("a/b"), ["Patient.id: no id"]),
    (person(_birthDate={"extension": [{"url": "urn:x", "valueCode": "y"}]}), []),
    (person(_name=[{}]), ["Patient._name: no such element"]),
    (person(extension=[{"valueCode": "y"}]), ["Patient.extension[0].url: required"]),
    (person(name=[{"given": ["D", None], "_given": [None, {"id": "x"}]}]), []),
    (
        person(deceasedBoolean=True, deceasedDateTime="2026"),
        ["Patient.deceased[x]: only one of these may stand"],
    ),
    (weight("o1", effectiveDateTime="2026-03-04T10:00:00"), ["Observation.effectiveDateTime: no dateTime"]),
    (weight("o1", contained=[person("p9")]), []),
    (weight("o1", contained=[{"resourceType": "Sandwich"}]), ["Observation.contained[0]: no resource type"]),
    (weight("o1", valueQuantity={"value": "72.5"}), ["Observation.valueQuantity.value: no decimal"]),
    (weight("o1", valueQuantity={"value": Decimal("72.50")}), []),
    ({**weight("o1"), "status": ""}, ["Observation.status: no code"]),
    (
        {
            "resourceType": "MedicationStatement",
            "id": "m",
            "status": "active",
            "subject": {"reference": "Patient/p"},
        },
        ["MedicationStatement.medication[x]: required"],
    ),
]


@pytest.mark.parametrize(("resource", "faults"), FAULTS)
def test_each_fault_is_named(resource: Resource, faults: list[str]) -> None:
    found = structure().problems(resource)

    assert len(found) == len(faults)
    assert all(fault in problem for fault, problem in zip(faults, found, strict=True))


def test_a_problem_never_quotes_the_record() -> None:
    secret: dict[str, Any] = weight("o1", status=["Delgado"], subject="Delgado", code="Delgado")
    assert "Delgado" not in str(structure().problems(secret))


def test_no_more_than_twenty_are_named() -> None:
    assert len(structure().problems(person() | {f"strange{number}": 1 for number in range(50)})) == 20
