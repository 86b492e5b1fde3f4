"""A medicine written down at the home on the family's paper, in a file handed over, and in two languages."""

import pytest

from carenurse.app.export_records import export_patient
from carenurse.app.family_page import family_draft, family_page
from carenurse.app.medicine_changes import stop, write_down
from carenurse.app.medicine_typed import TypedMedicine
from carenurse.app.ports import Records
from carenurse.clinical.fhir import read_json, reference_to
from tests.carenurse.app.visits import NOW, PATIENT, household
from tests.carenurse.documents.reading_back import text_of

WATER = TypedMedicine("Furosemide", "40 mg tablets", "one each morning", "swelling", since="2021")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "You told us about it. We have not asked your doctor yet."),
        ("es", "Usted nos habló de él. Todavía no hemos preguntado a su médico."),
    ],
)
def test_the_family_reads_that_nobody_asked_the_prescriber(
    records: Records, language: str, said: str
) -> None:
    home = household(records)
    write_down(records, PATIENT, WATER, NOW)

    text = text_of(family_page(records, home.encounter, language, now=NOW).pdf)

    assert "Furosemide 40 mg tablets" in text
    assert said in text


def test_no_paper_tells_a_family_not_to_take_what_only_they_said_is_over(records: Records) -> None:
    home = household(records)
    made = write_down(records, PATIENT, WATER, NOW).undo.steps[0].after
    stop(records, reference_to(made), "", "too dizzy", NOW)

    summary = family_draft(records, home.encounter, now=NOW).summary
    text = text_of(family_page(records, home.encounter, "en", now=NOW).pdf)

    assert summary.medicines == ()
    assert "Do not take it" not in text


def test_a_stop_since_the_last_visit_is_told_as_the_home_told_it(records: Records) -> None:
    home = household(records)
    with records.work() as work:
        work.put(
            {
                "resourceType": "MedicationStatement",
                "id": "m9",
                "status": "active",
                "subject": {"reference": f"Patient/{PATIENT}"},
                "medicationCodeableConcept": {"text": "Lisinopril 10 mg"},
                "effectivePeriod": {"start": "2024-01-01"},
            }
        )
    stop(records, "MedicationStatement/m9", "", "ran out", NOW)

    text = text_of(family_page(records, home.encounter, "en", now=NOW).pdf)

    assert "You told us that Lisinopril 10 mg is no longer taken. We have not asked your doctor yet." in text
    assert "Do not take it" not in text


def test_to_write_one_down_says_nothing_of_the_others(records: Records) -> None:
    home = household(records)
    write_down(records, PATIENT, WATER, NOW)

    assert family_draft(records, home.encounter, now=NOW).summary.same_medicines == 0


def test_an_export_carries_all_that_was_said(records: Records) -> None:
    household(records)
    write_down(records, PATIENT, TypedMedicine("Aspirin", prescriber="Dr. Osei", found="in the kitchen"), NOW)

    bundle = read_json(export_patient(records, PATIENT, NOW).data)
    (sent,) = [
        entry["resource"]
        for entry in bundle["entry"]
        if entry["resource"]["resourceType"] == "MedicationStatement"
    ]

    assert sent == records.of_patient(PATIENT, "MedicationStatement")[0]
    assert {one["valueString"] for one in sent["extension"]} == {"Dr. Osei", "in the kitchen"}
