"""Visit orders counted week by week: what is missing is said."""

from dataclasses import replace

from carenurse.app.ports import Records
from carenurse.app.schedule_orders import order_ledger
from carenurse.clinical import planned_visit
from carenurse.clinical.fhir import Resource, new_id
from tests.carenurse.app.weeks import NOW, ZONE, add, seen
from tests.kept import keep, person


def order_for(
    records: Records, who: str, text: str, start: str = "2026-02-19", end: str = "2026-03-19"
) -> None:
    order: Resource = {
        "resourceType": "ServiceRequest",
        "id": new_id(),
        "status": "active",
        "intent": "order",
        "code": {
            "coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "HH"}],
            "text": text,
        },
        "subject": {"reference": f"Patient/{who}"},
        "occurrencePeriod": {"start": start, "end": end},
    }
    keep(records, order)


def test_an_order_is_counted_week_by_week_and_its_holes_are_listed(records: Records) -> None:
    rosa = person(records, "Rosa", "Delgado")
    order_for(records, rosa, "1w1 2w2 2PRN")
    identity = add(records, rosa, 6, "09:30")

    found = order_ledger(records, rosa, NOW, ZONE)

    assert found.ledger is not None
    kept = records.get("Appointment", identity)
    assert kept is not None
    assert planned_visit.decode(kept).order == found.order_id
    assert [(one.ordered, one.planned) for one in found.ledger.weeks] == [
        (1, 0),
        (2, 0),
        (2, 1),
        (None, 0),
        (None, 0),
    ]
    assert found.warnings == (
        "1 ordered visit is not planned this week.",
        "The order ends before the certification does.",
    )
    assert [(one.name, one.missing) for one in seen(records).unplanned] == [("Rosa Delgado", 1)]


def test_an_order_that_makes_no_sense_says_so(records: Records) -> None:
    rosa = person(records, "Rosa", "Delgado")
    order_for(records, rosa, "as discussed")

    found = order_ledger(records, rosa, NOW, ZONE)

    assert found.ledger is None
    assert "not a visit order" in found.warnings[0]
    assert seen(records).unplanned == ()


def test_a_person_without_an_order_has_only_a_name(records: Records) -> None:
    rosa = person(records, "Rosa", "Delgado")

    found = order_ledger(records, rosa, NOW, ZONE)

    assert (found.name, found.ledger, found.warnings) == ("Rosa Delgado", None, ())


def test_a_colleagues_visit_fills_an_order_without_standing_in_this_week(records: Records) -> None:
    rosa = person(records, "Rosa", "Delgado")
    order_for(records, rosa, "1w1 2w2 2PRN")
    before = seen(records).unplanned
    kept = records.get("Appointment", add(records, rosa, 6, "09:30"))
    assert kept is not None
    plan = planned_visit.decode(kept)

    with records.work() as work:
        work.put(planned_visit.encode(replace(plan, practitioner="colleague"), kept))

    after = seen(records)
    assert before[0].missing == 2
    assert after.unplanned[0].missing == 1
    assert not any(day.blocks for day in after.days)
