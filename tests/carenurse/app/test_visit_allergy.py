"""A medicine that is taken although an allergy to it is on record: flagged, asked about, in the note."""

import pytest

from carenurse.app.ports import Records
from carenurse.app.untold import untold
from carenurse.app.visit_draft import save_draft
from carenurse.app.visit_session import VisitSession
from carenurse.app.visit_sign import sign_visit
from carenurse.app.visit_state import checks_of, sections_of
from carenurse.app.visit_worksheet import MedicineSeen, Place, Taking, Told
from tests.carenurse.app.visits import NOW, PATIENT, Household, household

MEDICINE = "MedicationStatement/m1"
WHO_WAS_TOLD = (
    "Who was told? Amoxicillin 500 mg is taken. Amoxicillin is named as a penicillin; on record: Penicillins."
)


@pytest.fixture
def home(records: Records) -> Household:
    """Give the household, allergic to penicillins, with amoxicillin on the list."""
    home = household(records)
    person = {"reference": f"Patient/{PATIENT}"}
    kept = (
        {
            "resourceType": "AllergyIntolerance",
            "id": "al1",
            "patient": person,
            "code": {"text": "Penicillins"},
        },
        {
            "resourceType": "MedicationStatement",
            "id": "m1",
            "status": "active",
            "subject": person,
            "medicationCodeableConcept": {"text": "Amoxicillin 500 mg"},
        },
    )
    with records.work() as work:
        for one in kept:
            work.put(one)
    return home


def _said(living: VisitSession, taking: Taking) -> None:
    seen = MedicineSeen(MEDICINE, taking, "")
    living.change_sheet(Place("medicines", MEDICINE, "form"), lambda sheet: sheet.with_medicine(seen))


@pytest.mark.parametrize("taking", ["as-listed", "differently"])
def test_a_taken_medicine_with_an_allergy_asks_who_was_told_before_signing(
    home: Household, taking: Taking
) -> None:
    living = home.living()
    _said(living, taking)

    asked = {one.sentence: one for one in checks_of(living, living.flags()) if not one.fine}
    (medicines,) = [one for one in sections_of(living, living.flags()) if one.key == "medicines"]

    assert (asked[WHO_WAS_TOLD].section, asked[WHO_WAS_TOLD].question) == ("medicines", MEDICINE)
    assert medicines.notify == 1


def test_once_the_prescriber_was_told_nothing_is_asked(home: Household) -> None:
    living = home.living()
    _said(living, "as-listed")
    (flag,) = living.flags()
    told = Told("r1", flag=flag.key, about=flag.why, who="Dr. Nwosu", how="phone", answer="Stop it")
    living.change_sheet(Place("leaving", "r1", "form"), lambda sheet: sheet.with_told(told))

    assert WHO_WAS_TOLD not in {one.sentence for one in checks_of(living, living.flags())}


@pytest.mark.parametrize("taking", ["", "not"])
def test_a_medicine_that_is_not_taken_raises_nothing(home: Household, taking: Taking) -> None:
    living = home.living()
    _said(living, taking)

    assert living.flags() == ()


def test_the_note_says_it_and_what_nobody_heard_of_stays_open(home: Household) -> None:
    living = home.living()
    _said(living, "as-listed")
    save_draft(home.records, home.encounter, living.drafts().resources, NOW)

    sign_visit(home.records, home.encounter, NOW, "called away")

    done = next(one.text for one in home.signed().sections if one.title == "Done")
    said = "Amoxicillin is named as a penicillin; on record: Penicillins."
    assert f"Amoxicillin 500 mg taken as listed. {said}" in done
    assert [one.what for one in untold(home.records, PATIENT)] == [f"Amoxicillin 500 mg is taken. {said}"]
