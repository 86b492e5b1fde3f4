"""The crisis line of the agency: on every family page alike, whatever is known about the person."""

from carenurse.app.agency import Agency, keep_agency
from carenurse.app.family_page import family_page
from carenurse.app.ports import Records
from carenurse.clinical.systems import ICD10CM
from tests.carenurse.app.visits import NOW, PATIENT, household
from tests.carenurse.documents.reading_back import text_of


def test_it_stands_there_before_and_after_a_diagnosis_and_tells_nothing_about_anybody(
    records: Records,
) -> None:
    home = household(records)

    def said() -> str:
        return text_of(family_page(records, home.encounter, now=NOW).pdf)

    line = "Anyone in a crisis, or thinking of suicide: call 988, day or night."
    assert line in said()

    with records.work() as work:
        code = {"coding": [{"system": ICD10CM, "code": "F33.1"}], "text": "Major depressive disorder"}
        about = {"subject": {"reference": f"Patient/{PATIENT}"}, "code": code}
        work.put({"resourceType": "Condition", "id": "c1"} | about)

    assert line in said()
    assert "epress" not in said()


def test_an_agency_that_empties_it_prints_none_and_another_number_is_printed(records: Records) -> None:
    home = household(records)

    keep_agency(records, Agency("Harbor Home Nursing", "555-0150", crisis_line=""))
    none = text_of(family_page(records, home.encounter, now=NOW).pdf)
    keep_agency(records, Agency("Harbor Home Nursing", "555-0150", crisis_line="555-0199"))
    other = text_of(family_page(records, home.encounter, "es", now=NOW).pdf)

    assert "crisis" not in none
    assert "llame al 555-0199, de día o de noche" in other
