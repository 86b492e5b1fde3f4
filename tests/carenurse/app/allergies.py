"""Somebody with one allergy on record, for the tests of what is said beside medicines."""

from carenurse.app.medicine_allergies import AllergiesOnRecord
from carenurse.app.ports import Records
from tests.carenurse.app.visits import PATIENT


def allergic(records: Records, text: str, **more: object) -> AllergiesOnRecord:
    """Put the allergy in the place of the one before, and read it as the screens do."""
    kept = {
        "resourceType": "AllergyIntolerance",
        "id": "al1",
        "patient": {"reference": f"Patient/{PATIENT}"},
        "code": {"text": text},
        **more,
    }
    with records.work() as work:
        work.put(kept)
    return AllergiesOnRecord(records, PATIENT)
