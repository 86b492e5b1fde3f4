"""The trail in the nurse's words: what was done, and whose record it was done to."""

import re

from carenurse.app.ports import Records
from carenurse.app.who_did_what import who_did_what
from carenurse.clinical.structure import structure
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


def test_every_kind_that_is_kept_has_a_name_in_plain_words(records: Records) -> None:
    with records.work() as work:
        for kind in sorted(structure().kinds):
            work.record("update", f"{kind}/1")

    told = [one.what for one in who_did_what(records, NOW, limit=500)]

    assert len(told) >= len(structure().kinds)
    assert not [what for what in told if re.search("[a-z][A-Z]", what)]


def test_what_is_done_with_the_vault_itself_names_no_record(records: Records) -> None:
    with records.work() as work:
        work.record("unlock", f"Practitioner/{records.me}", "passphrase")
        work.record("wipe", "Device/blue", "done")
        work.record("update", f"Practitioner/{records.me}")

    told = [one.what for one in who_did_what(records, NOW, limit=3)]

    assert told == ["Changed: a nurse", "Wiping a laptop", "Unlocked"]
