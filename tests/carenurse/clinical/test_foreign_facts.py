"""Facts of other systems that are easily said wrong: doses in steps, "none known" of one sort, vague ages."""

from dataclasses import replace
from datetime import date

import pytest

from carenurse.clinical import allergy, medicine, patient, teaching, vital_sign
from carenurse.clinical.fhir import Resource
from carenurse.clinical.reading_words import value_words


def test_a_dose_in_steps_is_said_whole_and_in_its_order() -> None:
    resource: Resource = {
        "resourceType": "MedicationRequest",
        "dosageInstruction": [
            {"sequence": 2, "text": "then 10 mg daily"},
            {"sequence": 1, "text": "20 mg daily for 3 days"},
        ],
    }

    assert medicine.decode(resource).dose == "20 mg daily for 3 days; then 10 mg daily"

    changed = medicine.encode(replace(medicine.decode(resource), dose="5 mg daily"), onto=resource)
    assert [one["text"] for one in changed["dosageInstruction"]] == ["5 mg daily"]


@pytest.mark.parametrize(
    ("repeat", "words"),
    [
        ({"frequency": 1, "period": 1, "periodUnit": "d"}, "once a day"),
        ({"frequency": 1, "period": 8, "periodUnit": "h"}, "once every 8 hours"),
        ({"frequency": 3, "frequencyMax": 4, "period": 1, "periodUnit": "d"}, "3 to 4 times a day"),
        (
            {
                "frequency": 1,
                "period": 1,
                "periodUnit": "wk",
                "dayOfWeek": ["mon"],
                "timeOfDay": ["08:00:00"],
            },
            "once a week Mon 08:00",
        ),
        ({"when": ["HS"]}, "at bedtime"),
    ],
)
def test_how_often_is_said_in_words(repeat: Resource, words: str) -> None:
    dosage = {
        "timing": {"repeat": repeat},
        "doseAndRate": [
            {"doseRange": {"low": {"value": 1, "unit": "tab"}, "high": {"value": 2, "unit": "tab"}}}
        ],
    }
    resource: Resource = {"resourceType": "MedicationStatement", "dosage": [dosage]}

    assert medicine.decode(resource).dose == f"1 tab to 2 tab {words}"


@pytest.mark.parametrize(
    ("words", "all_sorts"),
    [
        ("No known allergies", True),
        ("NKA", True),
        ("No Known Allergy (situation)", True),
        ("No known food and drug allergies", True),
        ("No known food allergies", False),
        ("NKDA", False),
        ("No known latex allergy", False),
    ],
)
def test_none_known_of_one_sort_is_not_none_at_all(words: str, all_sorts: bool) -> None:  # noqa: FBT001 - a case
    found = allergy.decode({"resourceType": "AllergyIntolerance", "code": {"text": words}})

    assert (found.no_known, found.none_at_all) == (True, all_sorts)


@pytest.mark.parametrize(
    "words", ["NKDA", "No known drug allergies", "No known medication allergy (situation)"]
)
def test_none_of_a_medicine_is_the_commonest_statement(words: str) -> None:
    found = allergy.decode({"resourceType": "AllergyIntolerance", "code": {"text": words}})

    assert (found.no_known, found.none_of_medicines, found.none_at_all) == (True, True, False)


@pytest.mark.parametrize(
    "words",
    [
        "NKA except penicillin",
        "No known food allergies; penicillin allergy",
        "NKDA (but hives from sulfa)",
        "No known cause, allergic to latex",
        "Nkalagu nut",
    ],
)
def test_what_only_begins_like_none_known_is_an_allergy(words: str) -> None:
    found = allergy.decode({"resourceType": "AllergyIntolerance", "code": {"text": words}})

    assert (found.no_known, found.substance) == (False, words)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        ("1941-03", date(1966, 3, 29), None),
        ("1941-03", date(1966, 3, 31), 25),
        ("1941", date(1966, 12, 30), None),
        ("1941", date(1966, 12, 31), 25),
        ("1944-02-29", date(1965, 2, 28), 20),
    ],
)
def test_an_age_is_only_said_when_no_possible_birthday_changes_it(
    born: str, day: date, age: int | None
) -> None:
    assert patient.decode({"resourceType": "Patient", "birthDate": born}).age_on(day) == age


def test_a_value_beyond_what_the_meter_reads_keeps_its_sign() -> None:
    resource: Resource = {
        "resourceType": "Observation",
        "code": {"coding": [{"system": "http://loinc.org", "code": "41653-7"}]},
        "valueQuantity": {"value": 600, "comparator": ">", "unit": "mg/dL"},
    }

    assert value_words(vital_sign.decode(resource)) == "> 600 mg/dL"


@pytest.mark.parametrize("category", [5, True, "x", {"coding": 5}, [None]])
def test_a_message_of_any_shape_is_no_lesson(category: object) -> None:
    assert not teaching.is_teaching({"resourceType": "Communication", "category": category})


def test_a_mark_that_stands_twice_is_taken_off_whole() -> None:
    tag = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}
    resource: Resource = {"resourceType": "Patient", "meta": {"tag": [tag, {"code": "other"}, tag]}}

    real = patient.encode(replace(patient.decode(resource), fictional=False), onto=resource)

    assert real["meta"]["tag"] == [{"code": "other"}]
