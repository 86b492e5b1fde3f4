"""The page for the family says that an allergy stands against a medicine on it, and whom to call."""

from datetime import timedelta

import pytest

from carenurse.app.family_page import family_draft, family_page, rendered
from carenurse.app.ports import Records
from carenurse.app.visit_draft import save_draft
from carenurse.app.visit_worksheet import MedicineSeen
from carenurse.app.visit_worksheet import Place as Cursor
from carenurse.clinical.fhir import Resource
from carenurse.documents.labels import Language
from tests.carenurse.app.visits import NOW, PATIENT, Household, household
from tests.carenurse.documents.reading_back import complaints, text_of
from tests.kept import keep

WHO = {"reference": f"Patient/{PATIENT}"}
LEAVING = NOW + timedelta(minutes=20)


@pytest.fixture
def home(records: Records) -> Household:
    return household(records)


def medicine(name: str, status: str = "active", **more: object) -> Resource:
    return {
        "resourceType": "MedicationStatement",
        "id": name.split(maxsplit=1)[0].lower(),
        "status": status,
        "medicationCodeableConcept": {"text": name},
        "subject": WHO,
        "dosage": [{"text": "one tablet by mouth in the morning"}],
        **more,
    }


def allergic(name: str, **more: object) -> Resource:
    identity = f"a-{name.split(maxsplit=1)[0].lower()}"
    named = {"resourceType": "AllergyIntolerance", "id": identity, "code": {"text": name}}
    return named | {"patient": WHO} | more


def warned(home: Household) -> dict[str, str]:
    """Say what stands with which medicine, in English."""
    summary = family_draft(home.records, home.encounter, now=LEAVING).summary
    told = (*summary.medicines, *summary.listed)
    return {one.name: one.warning.text for one in told if one.warning}


def text(home: Household, language: Language) -> str:
    paper = family_page(home.records, home.encounter, language, now=LEAVING)
    assert complaints(paper.pdf) == []
    return " ".join(text_of(paper.pdf).split())


def test_an_allergy_to_the_class_is_said_with_the_medicine_and_whom_to_call(home: Household) -> None:
    keep(home.records, allergic("Penicillins (class)"))
    keep(home.records, medicine("Penicillin V 500 mg tablet"))
    keep(home.records, medicine("Furosemide 40 mg tablet"))

    assert warned(home) == {
        "Penicillin V 500 mg tablet": (
            "Allergy on your list: Penicillins (class). Call us before you take the next dose."
        )
    }
    assert "Penicillin V 500 mg tablet. Allergy on your list: Penicillins (class). Call us" in text(
        home, "en"
    )


def test_the_spanish_page_says_it_in_spanish_with_the_word_that_stands_on_the_box(home: Household) -> None:
    keep(home.records, allergic("Penicillins"))
    keep(home.records, medicine("Penicillin V 500 mg tablet"))

    said = text(home, "es")

    assert "Alergia en su lista: Penicilinas (penicillins). Llámenos antes de tomar" in said
    assert "Alergias: Penicilinas (penicillins)" in said
    assert "próxima dosis. En inglés: one tablet" in said, "what is English is marked, and nothing else"


def test_an_allergy_in_the_nurses_words_stays_in_them(home: Household) -> None:
    keep(home.records, allergic("Grandmother's ointment"))

    assert "Alergias: En inglés: Grandmother's ointment" in text(home, "es")


def test_a_medicine_that_is_stopped_is_said_to_be_and_no_more(home: Household) -> None:
    keep(home.records, allergic("Penicillins"))
    keep(home.records, medicine("Amoxicillin 500 mg", "stopped", effectivePeriod={"end": NOW.isoformat()}))

    assert warned(home) == {}


def test_an_allergy_that_is_over_or_means_something_else_warns_of_nothing(home: Household) -> None:
    over = {"clinicalStatus": {"coding": [{"code": "inactive"}]}}
    changed = {"modifierExtension": [{"url": "https://example.org/refuted", "valueBoolean": True}]}
    keep(home.records, allergic("Penicillins", **over))
    keep(home.records, allergic("Amoxicillin", **changed))
    keep(home.records, medicine("Amoxicillin 500 mg"))

    assert warned(home) == {}


def test_what_the_home_does_not_take_now_is_said_with_the_medicine(home: Household) -> None:
    keep(home.records, medicine("Furosemide 40 mg tablet"))
    living = home.living()
    seen = MedicineSeen("MedicationStatement/furosemide", "not")
    living.change_sheet(Cursor("medicines"), lambda sheet: sheet.with_medicine(seen))
    save_draft(home.records, home.encounter, living.drafts().resources, NOW)

    assert "Furosemide 40 mg tablet. You told us that you do not take it now." in text(home, "en")
    assert "Usted nos dijo que ahora no lo toma." in text(home, "es")


def test_the_nurse_is_told_before_she_prints_it(home: Household) -> None:
    keep(home.records, allergic("Penicillins"))
    keep(home.records, medicine("Penicillin V 500 mg tablet"))

    notes = rendered(family_draft(home.records, home.encounter, now=LEAVING), "en").notes

    assert any(
        note.startswith("Penicillin V 500 mg tablet stands beside an allergy on the list") for note in notes
    )
