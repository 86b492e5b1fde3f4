"""The trail in the nurse's words: what was done, and whose record it was done to."""

from carenurse.app.ports import Records
from carenurse.app.who_did_what import who_did_what
from tests.demo_day import NOW


def test_a_deed_says_whose_record_it_was(demo: Records) -> None:
    rosa = demo.find_patients("rosa delgado")[0]
    visit = str(demo.of_patient(rosa, "Encounter")[0]["id"])
    with demo.work() as work:
        work.record("read", f"Patient/{rosa}")
        work.record("sign", f"Encounter/{visit}")
        work.record("lock", "")
        work.record("read", "Patient/left")

    told = [one.what for one in who_did_what(demo, NOW)[:4]]

    assert told == [
        "Read: a patient",
        "Locked",
        "Signed: a visit, Rosa Delgado",
        "Read: a patient, Rosa Delgado",
    ]
