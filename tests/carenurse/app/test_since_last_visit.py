"""What is new since this nurse was there: all of it, by when it came, another nurse's visit too."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from carenurse.app.ports import Records
from carenurse.app.since_last_visit import since_last_visit
from carenurse.clinical import visit
from carenurse.clinical.fhir import Resource
from carenurse.clinical.visit import Visit
from tests.carenurse.app.visits import EAST

PERSON = "9f0f7a52-6f3c-4c6e-9d52-0f6a51c0e001"
THERE = datetime(2026, 2, 1, 10, 0, tzinfo=EAST)
NOW = THERE + timedelta(days=20)


def _visit(who: str, began: datetime) -> Resource:
    made = Visit(
        id=f"v-{who}",
        patient=PERSON,
        practitioner=who,
        status="finished",
        setting="HH",
        began=began,
        completed=began + timedelta(hours=1),
    )
    return visit.encode(made)


def _lab(number: int, when: datetime) -> Resource:
    return {
        "resourceType": "Observation",
        "id": f"lab{number}",
        "status": "final",
        "subject": {"reference": f"Patient/{PERSON}"},
        "code": {"coding": [{"system": "http://loinc.org", "code": f"c{number % 5}"}], "text": "Lab"},
        "effectiveDateTime": when.isoformat(),
        "valueQuantity": {"value": Decimal(number), "unit": "mg"},
    }


def _put(records: Records, *resources: Resource) -> None:
    with records.work() as work:
        work.put({"resourceType": "Patient", "id": PERSON})
        for resource in resources:
            work.put(resource, local=True)


@pytest.mark.parametrize("how_many", [10, 61, 150])
def test_however_much_came_it_is_listed(records: Records, how_many: int) -> None:
    labs = [_lab(number, THERE + timedelta(hours=number + 2)) for number in range(how_many)]
    _put(records, _visit(records.me, THERE), *labs)

    assert len(since_last_visit(records, PERSON, "", NOW)) == 5


def test_of_a_person_never_visited_nothing_is_new(records: Records) -> None:
    _put(records, _lab(1, THERE))

    assert since_last_visit(records, PERSON, "", NOW) == ()


@pytest.mark.parametrize(("written", "new"), [(timedelta(days=2), True), (timedelta(days=-2), False)])
def test_an_order_dated_before_counts_by_when_the_office_wrote_it_down(
    records: Records, *, written: timedelta, new: bool
) -> None:
    order: Resource = {
        "resourceType": "MedicationRequest",
        "id": "o1",
        "meta": {"lastUpdated": (THERE + written).isoformat()},
        "status": "active",
        "intent": "order",
        "subject": {"reference": f"Patient/{PERSON}"},
        "medicationCodeableConcept": {"text": "Warfarin"},
        "authoredOn": "2026-01-31",
    }
    _put(records, _visit(records.me, THERE), order)

    titles = [one.entry.title for one in since_last_visit(records, PERSON, "", NOW)]

    assert titles == (["Medicine: Warfarin"] if new else [])


def test_another_nurses_visit_is_news_and_her_own_is_none(records: Records) -> None:
    theirs = _visit("somebody-else", THERE + timedelta(days=3))
    _put(records, _visit(records.me, THERE), theirs)

    (news,) = since_last_visit(records, PERSON, "", NOW)

    assert news.entry.reference == "Encounter/v-somebody-else"
