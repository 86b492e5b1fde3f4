"""Whose record was opened, and where: the trail names the person, whatever the place was opened by."""

from carenurse.app.opening_trail import note_opened
from carenurse.app.ports import Records
from tests.carenurse.store.resources import patient
from tests.kept import keep

VISIT = {"resourceType": "Encounter", "id": "e1", "subject": {"reference": "Patient/p1"}}
PLANNED = {
    "resourceType": "Appointment",
    "id": "a1",
    "participant": [{"actor": {"reference": "Practitioner/n"}}, {"actor": {"reference": "Patient/p1"}}],
}


def reads(records: Records) -> list[tuple[str, str]]:
    return [(one.subject, one.detail) for one in records.audit_trail() if one.action == "read"]


def test_a_person_and_their_visits_are_noted_as_that_person(records: Records) -> None:
    keep(records, patient("p1"), VISIT, PLANNED)

    for place, subject in (("chart", "p1"), ("visit", "e1"), ("visit", "a1")):
        note_opened(records, place, subject)

    assert reads(records) == [("Patient/p1", "visit"), ("Patient/p1", "visit"), ("Patient/p1", "chart")]


def test_what_is_about_nobody_is_not_noted(records: Records) -> None:
    note_opened(records, "visit", "gone")

    assert reads(records) == []
