"""Two lines of one ingredient are told as such, wherever the list is shown; nothing is merged."""

import pytest

from carenurse.app.chart import chart
from carenurse.app.medicine_changes import write_down
from carenurse.app.medicine_page import medicines_shown
from carenurse.app.medicine_twice import told_twice
from carenurse.app.medicine_typed import TypedMedicine
from carenurse.app.ports import Records
from carenurse.app.visit_open import open_visit
from carenurse.clinical.coding import Coding
from carenurse.clinical.medicine import Medicine
from tests.carenurse.app.telling import NOW, PERSON, Telling
from tests.carenurse.app.visits import PATIENT, household


def lines(*names: str) -> list[Medicine]:
    return [Medicine(id=str(number), name=name) for number, name in enumerate(names)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("lisinopriL 2.5 mg", "Lisinopril 10 mg tablet"),
        ("24 HR metformin hydrochloride 500 MG Extended Release Oral Tablet", "Metformin"),
        ("Lisinopril-hydrochlorothiazide 20-25", "lisinopril 10 mg"),
        ("Metoprolol succinate", "metoprolol tartrate 25 mg"),
        ("Potassium chloride 10 mEq", "potassium chloride 20 mEq"),
        ("Hydrocodone-acetaminophen 5-325 mg", "acetaminophen 500 mg"),
    ],
)
def test_two_names_of_one_ingredient_are_told_at_both_lines(one: str, other: str) -> None:
    found = told_twice(lines(one, other))

    assert found["MedicationStatement/0"] == f"The same may stand twice here: {other}. Ask which is taken."
    assert one in found["MedicationStatement/1"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Insulin glargine 100 units/mL", "Insulin lispro 100 units/mL pen"),
        ("Vitamin D3 1000 units", "Vitamin B12 1000 mcg"),
        ("Hydralazine 25 mg", "Hydroxyzine 25 mg"),
        ("Losartan potassium", "Potassium chloride 10 mEq"),
        ("Ferrous sulfate 325 mg", "Morphine sulfate 15 mg"),
        (
            "120 ACTUAT fluticasone Metered Dose Inhaler",
            "200 ACTUAT albuterol Metered Dose Inhaler",
        ),
        ("Lisinopril", "Enalapril"),
        ("", ""),
    ],
)
def test_a_form_a_salt_or_a_class_makes_no_two_of_one(one: str, other: str) -> None:
    assert not told_twice(lines(one, other))


def test_one_code_is_one_medicine_whatever_it_is_called() -> None:
    code = (Coding("http://www.nlm.nih.gov/research/umls/rxnorm", "29046", ""),)

    named, unnamed = Medicine(id="a", name="Zestril", codings=code), Medicine(id="b", codings=code)

    found = told_twice([named, unnamed])

    assert "Unnamed medicine" in found["MedicationStatement/a"]
    assert "Zestril" in found["MedicationStatement/b"]


def test_the_chart_and_the_medicines_page_say_it_and_keep_both_lines(told: Telling) -> None:
    told.order("lisinopriL 2.5 mg", dosageInstruction=[{"text": "at night"}])
    told.order("Lisinopril 10 mg tablet")
    told.order("Aspirin 81 mg")

    page = medicines_shown(told.records, PERSON, NOW).taken
    shown = chart(told.records, PERSON, NOW)

    assert {line.name: bool(line.twice) for line in page} == {
        "lisinopriL 2.5 mg": True,
        "Lisinopril 10 mg tablet": True,
        "Aspirin 81 mg": False,
    }
    assert sorted(shown.twice.values()) == sorted(line.twice for line in page if line.twice)
    assert "lisinopriL 2.5 mg at night" in " ".join(shown.twice.values())


def test_the_medicine_check_of_a_visit_says_it(records: Records) -> None:
    home = household(records)
    for name in ("lisinopriL 2.5 mg", "Lisinopril 10 mg tablet", "Aspirin 81 mg"):
        write_down(records, PATIENT, TypedMedicine(name=name), NOW)

    listed = open_visit(records, home.encounter, NOW).medicines

    assert {line.name for line in listed if line.twice} == {"lisinopriL 2.5 mg", "Lisinopril 10 mg tablet"}
