"""A real office over a real, encrypted record, asked in process."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from httpx import Client, Response

from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource, write_json
from carenurse.office.office import Office
from carenurse.office.serving import Place, Serving
from carenurse.office.store_thread import StoreThread
from carenurse.office.web import Web
from carenurse.store.records import StoredRecords
from tests.carenurse.store.resources import FICTIONAL

NURSE = "11111111-1111-4111-8111-111111111111"
_USUAL = Decimal("72.5")
FHIR = {"Content-Type": "application/fhir+json"}


@dataclass(frozen=True, slots=True)
class Laptop:
    """One enrolled device and its way to the office."""

    client: Client
    token: str
    device: str

    def ask(self, method: str, path: str, resource: Resource | None = None, **headers: str) -> Response:
        told = {"Authorization": f"Bearer {self.token}", **FHIR}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        body = write_json(resource) if resource is not None else None
        return self.client.request(method, f"/fhir/{path}", content=body, headers=told)

    def get(self, path: str, **headers: str) -> Response:
        return self.ask("GET", path, None, **headers)

    def put(self, resource: Resource, **headers: str) -> Response:
        return self.ask("PUT", f"{resource['resourceType']}/{resource['id']}", resource, **headers)

    def found(self, path: str) -> list[str]:
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return [entry["resource"]["id"] for entry in answer.json().get("entry", [])]


@dataclass(frozen=True, slots=True)
class Hub:
    """The office itself, and how laptops come in."""

    office: Office
    thread: StoreThread
    client: Client
    faults: list[Exception]

    def laptop(self, nurse: str = NURSE, *, whole: bool = False) -> Laptop:
        code = self.office.served.devices.invite(nurse, whole=whole)
        answer = self.client.post("/fhir/$enrol", json={"code": code, "name": "blue laptop"})
        assert answer.status_code == 201, answer.text
        return Laptop(self.client, answer.json()["token"], answer.json()["device"])


@pytest.fixture
def hub(records: Records) -> Iterator[Hub]:
    assert isinstance(records, StoredRecords)
    faults: list[Exception] = []

    def note(problem: Exception) -> str:
        faults.append(problem)
        return "E1"

    thread = StoreThread()
    office = thread.wait_for(lambda: Office(records, "key-1", lambda: datetime.now(UTC)))
    serving = Serving(Web(office, thread, note).app(), Place("127.0.0.1", 0), None)
    serving.start()
    with Client(base_url=f"http://127.0.0.1:{serving.port}", timeout=30) as client:
        yield Hub(office, thread, client, faults)
    serving.stop()
    thread.end()
    assert faults == []


@pytest.fixture
def boss(hub: Hub) -> Laptop:
    """Give a device that sees all patients."""
    return hub.laptop("99999999-9999-4999-8999-999999999999", whole=True)


def person(identity: str = "p1", **more: Any) -> Resource:
    return {
        "resourceType": "Patient",
        "id": identity,
        "meta": FICTIONAL,
        "name": [{"family": "Delgado"}],
        **more,
    }


def weight(identity: str, whose: str = "p1", value: Decimal | int = _USUAL, **more: Any) -> Resource:
    return {
        "resourceType": "Observation",
        "id": identity,
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
        "subject": {"reference": f"Patient/{whose}"},
        "effectiveDateTime": "2026-03-04T10:00:00-05:00",
        "valueQuantity": {"value": value, "unit": "kg"},
        **more,
    }


def bundle(sort: str, *entries: tuple[str, str, Resource | None, dict[str, str]]) -> Resource:
    return {
        "resourceType": "Bundle",
        "type": sort,
        "entry": [
            {
                **({"resource": resource} if resource else {}),
                "request": {"method": method, "url": url, **conditions},
            }
            for method, url, resource, conditions in entries
        ],
    }
