"""Which medicines are named as one of a class, and which words of an allergy mean the class."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from carenurse.app.medicine_alike import alike
from carenurse.app.medicine_classes import medicine_classes
from carenurse.app.ports import Records
from carenurse.clinical.coding import Coding
from carenurse.clinical.fhir import Resource, read_json
from carenurse.clinical.shapes import as_list, as_object, as_objects, as_text
from carenurse.clinical.systems import RXNORM
from tests.carenurse.app.allergies import allergic
from tests.carenurse.app.visits import PATIENT, household

RESOURCES = files("resources")


@pytest.mark.parametrize(
    ("allergen", "medicine", "called"),
    [
        ("Penicillins", "Amoxicillin 500 mg capsule", "a penicillin"),
        ("PCN", "Ampicillin", "a penicillin"),
        ("Penicillin", "piperacillin-tazobactam", "a penicillin"),
        ("Amoxicillin", "Dicloxacillin", "a penicillin"),
        ("alergia a penicilinas", "Amoxicilina 500 mg", "a penicillin"),
        ("Cephalosporins (class)", "Cephalexin 500 mg", "a cephalosporin"),
        ("Cephalosporin", "cefdinir", "a cephalosporin"),
        ("Sulfa drugs", "Sulfamethoxazole-trimethoprim DS", "a sulfa medicine"),
        ("Sulfonamides", "Sulfasalazine 500 mg", "a sulfa medicine"),
        ("Fluoroquinolones", "Levofloxacin", "a quinolone"),
        ("Tetracyclines", "doxycycline hyclate", "a tetracycline"),
        ("Carbapenems", "Meropenem", "a carbapenem"),
        ("statin intolerance", "Rosuvastatin", "a statin"),
        ("ACE inhibitors (class)", "Lisinopril-hydrochlorothiazide", "an ACE inhibitor"),
        ("ARBs", "Losartan 50 mg", "an ARB"),
        ("Local anesthetics", "Lidocaine patch", "a local anesthetic"),
        ("COX-2 inhibitors", "Celecoxib", "a COX-2 inhibitor"),
        ("NSAID allergy", "ibuprofen", "an NSAID"),
        ("allergic to NSAIDs", "Piroxicam", "an NSAID"),
        ("AINE", "Naproxeno", "an NSAID"),
        ("opiates", "morphine", "an opioid"),
        ("narcotics", "Hydrocodone-acetaminophen 5-325 mg", "an opioid"),
        ("opioides", "morfina", "an opioid"),
    ],
)
def test_a_medicine_named_as_one_of_the_class_on_record_is_said(
    records: Records, allergen: str, medicine: str, called: str
) -> None:
    household(records)
    said = allergic(records, allergen).warning(medicine)

    assert f"is named as {called}; on record: {allergen}." in said


@pytest.mark.parametrize(
    ("allergen", "medicine"),
    [
        ("Sulfa antibiotics (class)", "Ferrous sulfate 325 mg"),
        ("Sulfa", "Sulfato ferroso"),
        ("Sulfa", "Furosemide 40 mg"),
        ("Penicillins", "Cephalexin 500 mg"),
        ("Penicillins", "Meropenem"),
        ("Cephalosporins (class)", "Amoxicillin"),
        ("Statins (class)", "Nystatin cream"),
        ("ACE inhibitors (class)", "Losartan 50 mg"),
        ("ACE inhibitors (class)", "Refill in April"),
        ("Lisinopril", "Enalapril"),
        ("Atorvastatin", "Rosuvastatin"),
        ("Erythromycin", "Vancomycin"),
        ("Opioids (class)", "Acetaminophen"),
        ("Latex", "Amoxicillin"),
    ],
)
def test_nothing_is_said_across_classes_or_of_a_name_that_only_looks_so(
    records: Records, allergen: str, medicine: str
) -> None:
    household(records)
    assert not allergic(records, allergen).warning(medicine)


def test_amoxicillin_is_said_before_it_is_written_down_with_the_reaction(records: Records) -> None:
    household(records)
    allergic(records, "Penicillins", reaction=[{"manifestation": [{"text": "Hives"}]}])

    found = alike(records, PATIENT, "Amoxicillin 500 mg capsule")

    assert found.warning == "Amoxicillin is named as a penicillin; on record: Penicillins (Hives)."
    assert found.allergens == ("Penicillins",)


def test_a_medicine_known_by_its_code_alone_is_of_its_class(records: Records) -> None:
    household(records)
    known = allergic(records, "Opioids (class)")

    assert "named as an opioid" in known.warning("Roxicodone", [Coding(RXNORM, "7804", "oxycodone")])


def test_each_class_says_its_source_and_that_nobody_reviewed_it() -> None:
    held: Resource = read_json((RESOURCES / "codes" / "medicine-classes.json").read_bytes())

    assert "Not clinically reviewed" in as_text(held["status"])
    assert all(
        one["source"] and one["called"] and one["allergy"]["es"] for one in as_objects(held["classes"])
    )


def _shipped_names() -> Iterator[str]:
    demo: Resource = read_json((RESOURCES / "demo" / "people.json").read_bytes())
    yield from _texts(demo)
    for name in ("rxnorm-home-medications", "icd10cm-home-health", "cvx-immunizations", "allergy-reactions"):
        yield from _texts(read_json((RESOURCES / "codes" / f"{name}.json").read_bytes()))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for part in (*as_object(value).values(), *as_list(value)):
        yield from _texts(part)


def test_of_all_words_that_are_shipped_only_members_are_named_so() -> None:
    """The list was looked at, one by one: whoever adds a name adds it here after looking."""
    names = tuple(_shipped_names())
    found = {one.code: {one.member([text]) for text in names} - {""} for one in medicine_classes()}

    assert {code: " ".join(sorted(words)) for code, words in found.items() if words} == {
        "penicillin-class": "amoxicillin penicillin",
        "cephalosporin-class": "ceftriaxone cephalexin",
        "sulfonamide-class": "sulfamethoxazole",
        "quinolone-class": "ciprofloxacin levofloxacin",
        "tetracycline-class": "doxycycline",
        "statin-class": "atorvastatin pravastatin rosuvastatin simvastatin",
        "ace-inhibitor-class": "benazepril enalapril lisinopril ramipril",
        "arb-class": "irbesartan losartan olmesartan valsartan",
        "local-anesthetic-class": "lidocaine",
        "coxib-class": "celecoxib",
        "nsaid-class": "aspirin celecoxib diclofenac ibuprofen meloxicam naproxen",
        "opioid-class": "codeine fentanyl hydrocodone hydromorphone morphine oxycodone tramadol",
    }
