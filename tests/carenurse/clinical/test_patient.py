"""A person as other systems write one: names, ages, phones, and what a correction leaves alone."""

from dataclasses import replace
from datetime import date

import pytest

from carenurse.clinical import patient
from carenurse.clinical.dates import PartialDate
from carenurse.clinical.names import PersonName
from tests.carenurse.clinical.foreign import generated_patient


def test_a_person_is_known_by_the_official_name_the_home_and_the_preferred_language() -> None:
    found = patient.decode(generated_patient())

    assert found.name.display == "Rosa María Núñez"
    assert found.name.sorted == "Núñez, Rosa María"
    assert found.address.one_line == "0 Nowhere Ln, Apt 3, Nullville, ZZ 00000"
    assert found.languages == ("es", "en")
    assert [one.value for one in found.phones] == ["(555) 555-0142"]
    assert [(one.kind, one.value) for one in found.record_numbers] == [("MR", "M-77"), ("", "000-00-0000")]
    assert found.fictional


def test_what_turns_letters_around_is_kept_in_the_record_and_left_out_of_the_shown_name() -> None:
    resource = {"resourceType": "Patient", "name": [{"family": "O'Hara", "given": ["%s {0} \u202eevil\n"]}]}

    found = patient.decode(resource)

    assert found.name.display == "%s {0} evil O'Hara"
    assert found.name.sorted == "O'Hara, %s {0} evil"
    assert patient.encode(found, onto=resource) == resource


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        ("1941-03-05", date(2026, 3, 4), 84),
        ("1941-03-05", date(2026, 3, 5), 85),
        ("1941-03", date(2026, 3, 15), None),
        ("1941-03", date(2026, 4, 1), 85),
        ("1941", date(2026, 12, 31), 85),
        ("1941", date(2026, 6, 1), None),
        ("2030-01-01", date(2026, 1, 1), None),
        ("2024-02-29", date(2026, 2, 28), 1),
    ],
)
def test_an_age_is_told_only_when_the_birth_date_settles_it(born: str, day: date, age: int | None) -> None:
    assert patient.Patient(birth_date=PartialDate.parse(born)).age_on(day) == age


def test_a_new_phone_leaves_the_mail_address_and_the_rank_where_they_were() -> None:
    resource = generated_patient()
    person = patient.decode(resource)

    changed = patient.encode(
        replace(person, phones=(replace(person.phones[0], value="555-0199"),)), onto=resource
    )

    assert changed["telecom"] == [
        {"system": "email", "value": "rosa@example.org"},
        {"system": "phone", "value": "555-0199", "use": "home", "rank": 1},
    ]


def test_a_corrected_first_name_keeps_what_belongs_to_the_other_names() -> None:
    resource = generated_patient()
    person = patient.decode(resource)

    changed = patient.encode(
        replace(person, name=replace(person.name, given=("Rosalía", "María"))), onto=resource
    )

    assert changed["name"][0] == resource["name"][0]
    assert changed["name"][1]["given"] == ["Rosalía", None, "María"]
    assert changed["name"][1]["_given"] == resource["name"][1]["_given"]


def test_a_corrected_birth_date_leaves_its_sibling() -> None:
    resource = generated_patient()

    changed = patient.encode(
        replace(patient.decode(resource), birth_date=PartialDate(1941, 3, 6)), onto=resource
    )

    assert changed == resource | {"birthDate": "1941-03-06"}


def test_a_name_written_as_one_text_is_shown() -> None:
    assert PersonName(text="Rosa Núñez").display == "Rosa Núñez"
    assert PersonName(text="Rosa Núñez").sorted == "Rosa Núñez"
