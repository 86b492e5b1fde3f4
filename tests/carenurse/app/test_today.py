"""The day as the first screen shows it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from carenurse.app.ports import Records
from carenurse.app.today import StopState, today
from carenurse.app.visit_begin import start_drive, start_visit
from carenurse.clinical import planned_visit
from carenurse.clinical.fhir import Resource
from tests.demo_day import NOW

CLINIC = "0c0f9c1e-5b72-4e55-9f0e-0000000000c1"


def test_the_stops_stand_in_the_order_of_the_day_with_what_the_door_needs(demo: Records) -> None:
    day = today(demo, NOW)

    assert [stop.name for stop in day.stops] == [
        "Harold Pike",
        "Rosa Delgado",
        "Lena Marsh",
        "Walter Osei",
        "Ivy Tran",
        "Joan Abbott",
    ]
    rosa = day.stops[1]
    assert (rosa.age, rosa.speaks, rosa.start.strftime("%H:%M")) == (78, "Spanish", "10:00")
    assert "Dog, call first" in rosa.alerts
    assert "27 Cannery Street" in rosa.address
    assert rosa.access
    assert rosa.bring


def test_between_stops_stand_the_gap_and_the_estimated_drive(demo: Records) -> None:
    first, second, *_ = today(demo, NOW).stops

    assert first.leg is None
    assert second.gap == 45
    assert second.leg is not None
    assert second.leg.minutes > 0


def test_a_new_weight_says_its_rise_and_the_limit(demo: Records) -> None:
    rosas = [one for one in today(demo, NOW).news if one.name == "Rosa Delgado"]

    weight = next(one for one in rosas if one.entry.title.startswith("Weight"))

    assert weight.trend.startswith("up ")
    assert " lb from " in weight.trend
    assert " · " in weight.trend
    message = next(one for one in rosas if one.entry.title.startswith("Ankles"))
    assert message.trend == ""


def test_the_clock_moves_a_stop_from_planned_to_driving_to_the_visit(demo: Records) -> None:
    stop = today(demo, NOW).stops[0]
    assert stop.state is StopState.PLANNED

    start_drive(demo, stop.appointment, NOW)
    assert today(demo, NOW).stops[0].state is StopState.DRIVING

    encounter = start_visit(demo, NOW + timedelta(minutes=15), appointment=stop.appointment)
    begun = today(demo, NOW).stops[0]
    assert (begun.state, begun.encounter) == (StopState.IN_VISIT, encounter)
    assert encounter in {left.encounter for left in today(demo, NOW).unfinished}


def test_a_missed_visit_stays_in_the_day_and_is_driven_past(demo: Records) -> None:
    stop = today(demo, NOW).stops[1]
    resource = demo.get("Appointment", stop.appointment)
    assert resource is not None
    with demo.work() as work:
        missed = replace(planned_visit.decode(resource), status="noshow")
        work.put(planned_visit.encode(missed, onto=resource))

    first, second, third, *_ = today(demo, NOW).stops

    assert second.state is StopState.MISSED
    assert second.leg is None
    assert third.gap == int((third.start - first.end).total_seconds() // 60)


def test_what_came_since_the_last_visit_is_told_once_each(demo: Records) -> None:
    news = [(one.name, one.entry.title) for one in today(demo, NOW).news]

    assert ("Rosa Delgado", "Ankles bigger, two pillows at night.") in news
    weights = [title for name, title in news if name == "Rosa Delgado" and title.startswith("Weight")]
    assert weights == ["Weight 169.8 lb"]


def test_a_day_without_visits_is_empty_and_says_nothing_is_next(records: Records) -> None:
    day = today(records, NOW)

    assert (day.stops, day.next_stop, day.news) == ((), "", ())


@pytest.mark.parametrize(
    ("other", "on_route"),
    [
        ({"actor": {"reference": "Location/eye-clinic"}}, False),
        ({"actor": {"display": "Dr. Test, eye clinic"}}, False),
        ({"actor": {"reference": "PractitionerRole/1"}}, False),
        ({"actor": {"reference": "Practitioner/somebody-else"}}, False),
        ({}, True),
    ],
)
def test_where_the_person_goes_is_no_stop_of_the_nurse(
    demo: Records, other: Resource, *, on_route: bool
) -> None:
    rosa = today(demo, NOW).stops[1]
    participants = [{"actor": {"reference": f"Patient/{rosa.patient}"}, "status": "accepted"}]
    booked: Resource = {
        "resourceType": "Appointment",
        "id": CLINIC,
        "status": "booked",
        "start": rosa.start.isoformat(),
        "end": rosa.end.isoformat(),
        "participant": [*participants, *([other | {"status": "accepted"}] if other else [])],
    }
    with demo.work() as work:
        work.put(booked)

    assert (CLINIC in {stop.appointment for stop in today(demo, NOW).stops}) is on_route


def test_a_visit_that_nobody_planned_stands_in_the_day_from_its_first_minute(demo: Records) -> None:
    somebody = demo.find_patients("greer")[0]
    encounter = start_visit(demo, NOW + timedelta(hours=1), patient=somebody)

    day = today(demo, NOW + timedelta(hours=1))

    stop = next(one for one in day.stops if one.patient == somebody)
    assert (stop.encounter, stop.state) == (encounter, StopState.IN_VISIT)
    assert day.next_stop == stop.appointment
