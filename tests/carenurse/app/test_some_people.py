from datetime import timedelta

import pytest

from carenurse.app.caseload import find_people
from carenurse.app.device_status import device_status
from carenurse.app.ports import Records
from carenurse.app.some_people import SomePeople
from carenurse.app.sync_outbox import outbox
from carenurse.app.today import today
from carenurse.clinical.index_facts import patient_of
from carenurse.sync.kept import OnlyInPartError
from tests.demo_day import NOW


def test_only_one_person_is_there_by_whatever_way_one_asks(demo: Records) -> None:
    everybody = demo.find_patients("")
    seen = SomePeople(demo, everybody[:1])

    assert seen.find_patients("") == [everybody[0]]
    assert [one["id"] for one in seen.all_of("Patient")] == [everybody[0]]
    assert seen.get("Patient", everybody[1]) is None
    assert [one["id"] for one in seen.get_many("Patient", everybody)] == [everybody[0]]
    for kind in demo.kinds():
        assert seen.of_patient(everybody[1], kind) == []
    assert seen.timeline(everybody[1]) == []
    assert len(find_people(seen, "", NOW).rows) == 1
    assert {one.patient for one in today(seen, NOW).stops} <= {everybody[0]}
    assert seen.audit_trail() == []


def test_what_is_about_the_person_is_all_there(demo: Records) -> None:
    person = demo.find_patients("")[0]
    seen = SomePeople(demo, {person})

    for kind in demo.kinds(person):
        assert seen.of_patient(person, kind) == demo.of_patient(person, kind)
    assert seen.timeline(person) == demo.timeline(person)
    whole_year = (NOW - timedelta(days=365), NOW + timedelta(days=30))
    assert seen.between("Encounter", *whole_year, patient=person) == demo.between(
        "Encounter", *whole_year, patient=person
    )
    assert seen.me == demo.me


def test_visits_of_others_are_not_there_between_two_days(demo: Records) -> None:
    person = demo.find_patients("")[0]
    seen = SomePeople(demo, {person})
    found = seen.between("Appointment", NOW - timedelta(days=30), NOW + timedelta(days=30))

    assert found
    assert len(found) < len(demo.between("Appointment", NOW - timedelta(days=30), NOW + timedelta(days=30)))
    assert {patient_of(one) for one in found} <= {person, None}


def test_writing_goes_on_as_before(demo: Records) -> None:
    person, other = demo.find_patients("")[:2]
    seen = SomePeople(demo, {person})

    with seen.work() as work:
        found = work.get("Patient", other)
        assert found is not None
        work.put(found | {"gender": "unknown"})

    assert seen.get("Patient", other) is None
    assert (demo.get("Patient", other) or {})["gender"] == "unknown"


def test_what_waits_for_the_office_is_not_told_and_nothing_is_called_sent(demo: Records) -> None:
    seen = SomePeople(demo, demo.find_patients("")[:1])
    found = demo.get("Patient", demo.find_patients("")[1])
    assert found is not None
    with demo.work() as work:
        work.put(found | {"gender": "unknown"})

    status = device_status(seen)
    with pytest.raises(OnlyInPartError):
        outbox(seen, NOW)

    assert device_status(demo).unsent > 0
    assert (status.unsent, status.received, status.all_sent) == (0, None, False)
    assert status.nurse == device_status(demo).nurse
