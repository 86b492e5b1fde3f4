"""A brand of the list counts as its ingredients: to an allergy, as one, and beside another line."""

import re
from importlib.resources import files

import pytest

from carenurse.app.medicine_alike import alike
from carenurse.app.medicine_changes import write_down
from carenurse.app.medicine_classes import in_brands
from carenurse.app.medicine_twice import told_twice
from carenurse.app.medicine_typed import TypedMedicine
from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource, read_json
from carenurse.clinical.medicine import Medicine
from carenurse.clinical.shapes import as_object, as_objects, as_text
from tests.carenurse.app.allergies import allergic
from tests.carenurse.app.visits import NOW, PATIENT, household

RESOURCES = files("resources")


@pytest.mark.parametrize(
    ("allergen", "brand", "said"),
    [
        (
            "Penicillins",
            "Augmentin 875 mg",
            "In Augmentin: amoxicillin, clavulanate. Amoxicillin is named as a",
        ),
        ("Penicillin", "ZOSYN", "Piperacillin is named as a penicillin; on record: Penicillin."),
        ("Cephalosporins", "keflex 500", "Cephalexin is named as a cephalosporin"),
        ("Sulfa", "Bactrim DS", "In Bactrim: sulfamethoxazole, trimethoprim. Sulfamethoxazole is named as"),
        ("Trimethoprim", "Septra", "Allergy on record: Trimethoprim."),
        ("NSAIDs", "Aleve", "Naproxen is named as an NSAID"),
        ("Ibuprofen", "Advil PM", "In Advil: ibuprofen. Allergy on record: Ibuprofen."),
        ("Codeine, opioids", "Percocet 5/325", "Oxycodone is named as an opioid"),
        ("Augmentin", "Ampicillin", "Ampicillin is named as a penicillin; on record: Augmentin."),
        ("Motrin", "Ibuprofen 200 mg", "Allergy on record: Motrin."),
        ("Advil", "Motrin", "Allergy on record: Advil."),
    ],
)
def test_a_brand_is_told_against_an_allergy_to_what_is_in_it(
    records: Records, allergen: str, brand: str, said: str
) -> None:
    household(records)

    assert said in allergic(records, allergen).warning(brand)


@pytest.mark.parametrize(
    ("allergen", "brand"),
    [("Penicillins", "Keflex"), ("Sulfa", "Lasix"), ("NSAIDs", "Tylenol"), ("Latex", "Augmentin")],
)
def test_nothing_is_said_of_a_brand_of_another_class(records: Records, allergen: str, brand: str) -> None:
    household(records)

    assert not allergic(records, allergen).warning(brand)


def test_what_is_in_a_brand_is_not_told_where_its_name_says_it(records: Records) -> None:
    household(records)

    said = allergic(records, "Penicillins").warning("Augmentin (amoxicillin-clavulanate)")

    assert said == "Amoxicillin is named as a penicillin; on record: Penicillins."


def test_a_brand_typed_beside_its_generic_is_shown_and_told_to_stand_twice(records: Records) -> None:
    household(records)
    write_down(records, PATIENT, TypedMedicine(name="Lisinopril 10 mg"), NOW)

    assert [one.name for one in alike(records, PATIENT, "Zestril").medicines] == ["Lisinopril 10 mg"]
    assert len(told_twice([Medicine(id="a", name="Zestril 10"), Medicine(id="b", name="lisinopril")])) == 2


def test_each_brand_is_one_word_known_once_and_its_source_is_told() -> None:
    held: Resource = read_json((RESOURCES / "codes" / "medicine-classes.json").read_bytes())
    brands = as_object(held["brands"])
    names = [as_text(one["name"]) for one in as_objects(brands["names"])]

    assert brands["source"]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z]+", name) and in_brands(name)[name] for name in names)
