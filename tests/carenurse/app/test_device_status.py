from carenurse.app.device_status import device_status
from carenurse.app.export_records import export_patient
from carenurse.app.not_sent import not_sent
from carenurse.app.nurse import new_nurse
from carenurse.app.ports import Records
from carenurse.clinical import practitioner
from carenurse.exchange.sealing import office_keys
from tests.demo_day import NOW


def test_a_new_vault_has_received_nothing(records: Records) -> None:
    status = device_status(records)

    assert status.nurse == "Grace Okafor"
    assert status.received is None


def test_what_is_not_sent_is_counted(records: Records) -> None:
    before = device_status(records).unsent
    with records.work() as work:
        work.put({"resourceType": "Flag", "id": "6e0f7a52-6f3c-4c6e-9d52-0f6a51c0e0aa", "status": "active"})

    assert device_status(records).unsent == before + 1


def test_what_is_not_sent_is_listed_by_person_visit_and_day(demo: Records) -> None:
    rosa = demo.find_patients("rosa delgado")[0]
    made = next(one for one in demo.of_patient(rosa, "Encounter") if one["status"] == "finished")
    with demo.work() as work:
        work.put({**made, "priority": {"text": "routine"}})
        work.put({"resourceType": "Flag", "id": "f1", "status": "active"})

    told = not_sent(demo, NOW)

    hers, nobodys = told.people
    assert (hers.name, hers.count) == ("Rosa Delgado", 1)
    assert hers.lines[0].startswith("Visit ")
    assert hers.lines[1].endswith(": 1 change")
    assert nobodys.name == "About nobody: forms, caseload, this laptop"
    assert sum(one.count for one in told.people) == told.hers + told.taken_over
    assert told.written is None


def test_a_sealed_export_is_when_it_was_last_written_for_the_office(demo: Records) -> None:
    rosa = demo.find_patients("rosa delgado")[0]
    export_patient(demo, rosa, NOW)
    assert not_sent(demo, NOW).written is None

    export_patient(demo, rosa, NOW, to=office_keys().public)

    assert not_sent(demo, NOW).written is not None


def test_an_import_is_what_was_received_last(records: Records) -> None:
    with records.work() as work:
        work.record("import", "Bundle/1")

    assert device_status(records).received == records.audit_trail(limit=1)[0].when


def test_a_nurse_is_made_from_the_name_as_she_signs() -> None:
    made = practitioner.decode(new_nurse(" Ana María  Costa ", " RN "))

    assert (made.name.given, made.name.family, made.credential) == (("Ana", "María"), "Costa", "RN")
    assert practitioner.decode(new_nurse("Costa", "")).name.display == "Costa"
