"""A medicine written down at the home on the family's paper, in a file handed over, and in two languages."""

import pytest

from carenurse.app.export_records import export_patient
from carenurse.app.family_page import family_draft, family_page
from carenurse.app.medicine_changes import stop, write_down
from carenurse.app.medicine_typed import TypedMedicine
from carenurse.app.ports import Records
from carenurse.app.visit_draft import save_draft
from carenurse.clinical.fhir import Resource, read_json, reference_to
from carenurse.documents.labels import Language
from tests.carenurse.app.visits import NOW, PATIENT, household, type_in
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
    records: Records, language: Language, said: str
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


def _medicine(kind: str, identity: str, name: str, **more: object) -> Resource:
    about = {"subject": {"reference": f"Patient/{PATIENT}"}, "medicationCodeableConcept": {"text": name}}
    return {"resourceType": kind, "id": identity, "status": "active", "intent": "order", **about, **more}


def test_the_paper_has_the_medicines_of_the_chart_orders_and_statements(records: Records) -> None:
    home = household(records)
    with records.work() as work:
        work.put(_medicine("MedicationRequest", "o1", "Warfarin", authoredOn="2025-01-05"))
        work.put(_medicine("MedicationStatement", "s9", "Vitamin D", effectivePeriod={"start": "2025-01-01"}))

    summary = family_draft(records, home.encounter, now=NOW).summary

    assert {one.name for one in summary.listed} == {"Warfarin", "Vitamin D"}


def test_what_is_on_hold_is_never_printed_as_something_to_go_on_with(records: Records) -> None:
    home = household(records)
    with records.work() as work:
        work.put(
            _medicine(
                "MedicationStatement", "s9", "Warfarin", status="on-hold", effectivePeriod={"start": "2025"}
            )
        )

    text = text_of(family_page(records, home.encounter, "es", now=NOW).pdf)

    assert "Warfarin" in text
    assert "En pausa. Pregúntenos antes de tomarlo." in text


def test_what_the_form_refuses_stands_on_no_paper(records: Records) -> None:
    home = household(records)
    living = home.living()
    type_in(living, "weight", "1800", "[lb_av]")
    save_draft(records, home.encounter, living.drafts().resources, NOW)

    assert "1800" not in text_of(family_page(records, home.encounter, "en", now=NOW).pdf)


def test_a_paper_without_room_keeps_what_is_not_plain(records: Records) -> None:
    home = household(records)
    write_down(records, PATIENT, WATER, NOW)
    with records.work() as work:
        for number in range(40):
            dose = [{"text": "one tablet each morning with a large glass of water and some food"}]
            work.put(_medicine("MedicationStatement", f"s{number}", f"Testamol {number:02}", dosage=dose))

    text = text_of(family_page(records, home.encounter, "en", now=NOW).pdf)

    assert "glass of water" not in text
    assert "Testamol 07" in text
    assert "You told us about it. We have not asked your doctor yet." in text
