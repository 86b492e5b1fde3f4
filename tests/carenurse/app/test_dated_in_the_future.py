"""A reading of a device with a wrong clock is not the newest one."""

from decimal import Decimal

from carenurse.app.chart_trends import trends
from carenurse.app.plan_values import newest_value
from carenurse.app.ports import Records
from carenurse.app.timeline import timeline
from carenurse.clinical.fhir import Resource
from tests.carenurse.app.visits import NOW

PERSON = "5a0f7a52-6f3c-4c6e-9d52-0f6a51c0e002"


def weight(number: int, day: str, value: str) -> Resource:
    return {
        "resourceType": "Observation",
        "id": f"w{number}",
        "status": "final",
        "subject": {"reference": f"Patient/{PERSON}"},
        "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}], "text": "Weight"},
        "effectiveDateTime": day,
        "valueQuantity": {"value": Decimal(value), "unit": "kg", "code": "kg"},
    }


def test_it_stands_in_no_tile_and_is_marked_in_what_happened(records: Records) -> None:
    with records.work() as work:
        work.put({"resourceType": "Patient", "id": PERSON})
        work.put(weight(1, "3026-11-20", "70"))
        work.put(weight(2, "2026-03-03", "81"))

    [tile] = [one for one in trends(records, PERSON, NOW) if one.name == "Weight"]

    assert tile.value == "81"
    assert [point.reference for point in tile.series[0].points] == ["Observation/w2"]
    first = timeline(records, PERSON, NOW).entries[0]
    assert first.reference == "Observation/w1"
    assert first.day.endswith("(in the future)")


def test_no_goal_takes_it_for_where_the_person_stands(records: Records) -> None:
    with records.work() as work:
        work.put({"resourceType": "Patient", "id": PERSON})
        work.put(weight(1, "3026-11-20", "70"))
        work.put(weight(2, "2026-03-03", "81"))

    newest = newest_value(records, PERSON, "29463-7", "kg", today=NOW.date())

    assert newest is not None
    assert newest.value == Decimal(81)
