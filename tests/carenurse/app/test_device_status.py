from carenurse.app.device_status import device_status
from carenurse.app.nurse import new_nurse
from carenurse.app.ports import Records
from carenurse.clinical import practitioner


def test_a_new_vault_has_received_nothing(records: Records) -> None:
    status = device_status(records)

    assert status.nurse == "Grace Okafor"
    assert status.received is None


def test_what_is_not_sent_is_counted(records: Records) -> None:
    before = device_status(records).unsent
    with records.work() as work:
        work.put({"resourceType": "Flag", "id": "6e0f7a52-6f3c-4c6e-9d52-0f6a51c0e0aa", "status": "active"})

    assert device_status(records).unsent == before + 1


def test_what_came_from_a_file_did_not_come_from_the_office(records: Records) -> None:
    with records.work() as work:
        work.record("import", "Bundle/1")

    status = device_status(records)
    assert status.received is None
    assert status.from_file == records.audit_trail(limit=1)[0].when


def test_in_a_new_vault_nothing_waits(records: Records) -> None:
    assert (device_status(records).unsent, device_status(records).waiting) == (0, 0)


def test_a_nurse_is_made_from_the_name_as_she_signs() -> None:
    made = practitioner.decode(new_nurse(" Ana María  Costa ", " RN "))

    assert (made.name.given, made.name.family, made.credential) == (("Ana", "María"), "Costa", "RN")
    assert practitioner.decode(new_nurse("Costa", "")).name.display == "Costa"
