"""An allergy on record is said beside a medicine of its name; only names and named classes are compared."""

import pytest

from carenurse.app.chart import chart
from carenurse.app.medicine_changes import write_down
from carenurse.app.medicine_page import medicines_shown
from carenurse.app.medicine_typed import TypedMedicine
from carenurse.app.ports import Records
from carenurse.app.visit_open import open_visit
from carenurse.clinical.coding import Coding
from carenurse.clinical.systems import RXNORM
from tests.carenurse.app.allergies import allergic
from tests.carenurse.app.visits import NOW, PATIENT, household


@pytest.mark.parametrize(
    ("allergen", "medicine"),
    [
        ("Penicillin", "penicillin V potassium 500 mg tablets"),
        ("Penicillins (class)", "Penicillin G"),
        ("SULFAMETHOXAZOLE", "Sulfamethoxazole/trimethoprim 800 mg"),
        ("amoxicilina", "Amoxicilina 500 mg"),
        ("codeine sulfate", "Codeine 30 mg"),
        ("potassium chloride", "Potassium chloride 10 mEq"),
        ("Opioids (class)", "Oxycodone 5 mg tablets"),
        ("opioids", "morphine"),
        ("NSAIDs", "Ibuprofen 200 mg"),
        ("NSAIDs", "Aspirin 81 mg"),
        ("NSAID allergy", "Ketorolac"),
        ("Allergic to opiates", "Codeine 30 mg"),
        ("Opioids", "Methadone 5 mg"),
        ("Amoxicillin", "Amoxicillin-clavulanate 875-125 mg"),
        ("Codeine", "Acetaminophen-codeine"),
        ("Hydrocodone", "Hydrocodone-acetaminophen 5-325 mg"),
        ("Opioids (class)", "Oxycodone-acetaminophen"),
        ("Iodine", "Povidone-iodine"),
        ("Trimethoprim", "Sulfamethoxazole-trimethoprim"),
        ("Lisinopril", "Lisinopril-hydrochlorothiazide"),
        ("Aspirin+codeine", "Codeine 30 mg"),
        ("Aspirin;codeine", "Codeine 30 mg"),
        ("aspirin & codeine", "Codeine 30 mg"),
        ("Cotrimoxazole", "Co-trimoxazole 960 mg"),
    ],
)
def test_the_same_word_is_met(records: Records, allergen: str, medicine: str) -> None:
    household(records)

    assert allergic(records, allergen).to(medicine) == (allergen,)


@pytest.mark.parametrize(
    ("allergen", "medicine"),
    [
        ("Penicillin", "Cephalexin 500 mg"),
        ("Trimox", "Amoxicillin 500 mg"),
        ("Penicillin allergy", "Allergy relief 10 mg tablets"),
        ("Sulfa antibiotics (class)", "Antibiotic ointment"),
        ("codeine sulfate", "Ferrous sulfate 325 mg"),
        ("penicillin V potassium", "Potassium chloride 10 mEq"),
        ("adhesive tape", "Lidocaine patch"),
        ("sodium chloride", "Potassium chloride"),
        ("vitamin b12", "Vitamin D 1000 units"),
        ("NSAIDs", "Acetaminophen 500 mg"),
        ("Opioids", "Naloxone nasal spray"),
        ("Local anesthetics", "Cocaine"),
        ("hydroxyzine", "Hydralazine 25 mg"),
    ],
)
def test_what_only_a_drug_database_knows_is_not_claimed(
    records: Records, allergen: str, medicine: str
) -> None:
    household(records)

    assert allergic(records, allergen).to(medicine) == ()


def test_a_code_of_the_same_ingredient_is_met_whatever_the_words(records: Records) -> None:
    household(records)
    coding = {"system": RXNORM, "code": "723", "display": "amoxicillin"}
    known = allergic(records, "Amoxil", code={"text": "Amoxil", "coding": [coding]})

    assert known.to("Moxatag", [Coding(RXNORM, "723")]) == ("Amoxil",)
    assert known.to("Moxatag", [Coding("http://other.example.org", "723")]) == ()


def test_an_allergy_that_is_over_and_a_statement_of_none_meet_nothing(records: Records) -> None:
    household(records)
    over = allergic(records, "Penicillin", clinicalStatus={"coding": [{"code": "inactive"}]})

    assert over.to("Penicillin V") == ()
    assert allergic(records, "No known drug allergies").to("Penicillin V") == ()


def test_the_list_the_chart_and_the_visit_say_it_beside_the_medicine(records: Records) -> None:
    home = household(records)
    allergic(records, "Penicillin")
    write_down(records, PATIENT, TypedMedicine("Penicillin V", "500 mg", "four times a day"), NOW)
    said = "Allergy on record: Penicillin."

    (line,) = medicines_shown(records, PATIENT, NOW).taken
    shown = chart(records, PATIENT, NOW)
    (listed,) = open_visit(records, home.encounter, NOW).medicines

    assert line.allergy == said
    assert [shown.allergic[one.id] for one in shown.medicines] == [said]
    assert listed.allergy == said
