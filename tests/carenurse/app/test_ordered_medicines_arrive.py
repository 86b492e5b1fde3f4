"""What was ordered elsewhere and came to the office stands in the chart at the home, with its name."""

import pytest

from carenurse.app.medicine_list import named
from carenurse.app.ports import Records
from carenurse.app.sync_join import join
from carenurse.app.sync_run import over_the_network
from carenurse.clinical.fhir import Resource, write_json
from tests.carenurse.app.test_sync_run import HTEST, NOW, ROSA, Hub, go, hub, rosa
from tests.kept import keep

__all__ = ["hub"]

ORDER = "0d3f2a64-1c5b-4b8e-8a0f-52f2b1f6d001"
TABLET = "0d3f2a64-1c5b-4b8e-8a0f-52f2b1f6d002"
OTHER_TABLET = "0d3f2a64-1c5b-4b8e-8a0f-52f2b1f6d003"


def tablet(identity: str, name: str) -> Resource:
    return {"resourceType": "Medication", "id": identity, "code": {"text": name}}


def order() -> Resource:
    return {
        "resourceType": "MedicationRequest",
        "id": ORDER,
        "meta": HTEST,
        "status": "active",
        "intent": "order",
        "subject": {"reference": f"Patient/{ROSA}"},
        "medicationReference": {"reference": f"Medication/{TABLET}"},
    }


def of_rosa(kind: str, number: int, **more: object) -> Resource:
    identity = f"0d3f2a64-1c5b-4b8e-8a0f-52f2b1f6e{number:03}"
    return {"resourceType": kind, "id": identity, "meta": HTEST, **more}


ELSEWHERE = (
    of_rosa("Procedure", 1, status="completed", subject={"reference": f"Patient/{ROSA}"}),
    of_rosa(
        "Immunization",
        2,
        status="completed",
        vaccineCode={"text": "Influenza"},
        patient={"reference": f"Patient/{ROSA}"},
        occurrenceDateTime="2025-10-01",
    ),
    of_rosa(
        "DiagnosticReport",
        3,
        status="final",
        code={"text": "Potassium"},
        subject={"reference": f"Patient/{ROSA}"},
    ),
)


@pytest.fixture
def joined(records: Records, hub: Hub) -> Records:
    """Join an office that has an ordered medicine of Rosa, and a formulary."""
    for one in (rosa(), tablet(TABLET, "Lisinopril 10 mg tablet"), tablet(OTHER_TABLET, "Warfarin"), order()):
        keep(hub.records, one)
    for one in ELSEWHERE:
        keep(hub.records, one)
    join(records, hub.address, hub.code(), over_the_network, NOW)
    assert go(records).good
    return records


def test_an_ordered_medicine_arrives_and_has_its_name(joined: Records) -> None:
    arrived = joined.get("MedicationRequest", ORDER)

    assert arrived is not None
    assert named(joined, arrived).name == "Lisinopril 10 mg tablet"


def test_what_else_was_done_elsewhere_arrives(joined: Records) -> None:
    for one in ELSEWHERE:
        assert joined.get(one["resourceType"], one["id"]) is not None, one["resourceType"]


def test_what_no_order_names_stays_at_the_office(joined: Records) -> None:
    assert joined.get("Medication", OTHER_TABLET) is None


def test_a_medicine_that_the_office_names_anew_is_named_anew(joined: Records, hub: Hub) -> None:
    keep(hub.records, tablet(TABLET, "Lisinopril 20 mg tablet"))

    assert go(joined).good
    assert b"20 mg" in write_json(joined.get("Medication", TABLET) or {})
