"""Fills small Questionnaires in for tests: at one moment, for one invented person."""

from datetime import UTC, datetime
from typing import Any

from carenurse.clinical.fhir import Resource
from carenurse.forms.loading import load
from carenurse.forms.nodes import Place
from carenurse.forms.session import Context, Session
from tests.carenurse.forms.made import form

NOW = datetime(2026, 3, 4, 10, 42, tzinfo=UTC)
PATIENT: Resource = {
    "resourceType": "Patient",
    "id": "p1",
    "meta": {"tag": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}]},
    "birthDate": "1947-03-14",
    "gender": "female",
}


def session(*items: Resource, response: Resource | None = None, **more: Any) -> Session:
    return Session(load(form(*items, **more)), response, Context(patient=PATIENT), NOW)


def links(places: tuple[Place, ...]) -> list[str]:
    return [place.link for place in places]
