"""Registering somebody by hand."""

from dataclasses import replace
from datetime import date

import pytest

from carenurse.app.banner import banner
from carenurse.app.caseload import find_people
from carenurse.app.ports import Records
from carenurse.app.register_patient import Typed, as_typed, change, check, look_alikes, register
from carenurse.clinical import patient
from carenurse.errors import ExpectedError
from tests.demo_day import DAY, NOW

TYPED = Typed(given="Marta Lucía", family="Núñez", born="3/9/1950", phone="555-0188", street="8 Invented Row")


def test_somebody_new_is_on_the_caseload_at_once_and_waits_for_the_office(records: Records) -> None:
    identity = register(records, TYPED, DAY)

    found = find_people(records, "nunez", NOW).rows
    assert [row.patient for row in found] == [identity]
    assert found[0].mine
    assert {"Patient", "Group"} <= {one.kind for one in records.unsent()}
    kept = patient.decode(records.get("Patient", identity) or {})
    assert kept.birth_date is not None
    assert kept.birth_date.exact == date(1950, 3, 9)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (Typed(), "family"),
        (Typed(family="Ok", born="soon"), "born"),
        (Typed(family="Ok", born="3/9/2031"), "born"),
        (Typed(family="Ok", born="3/9/1850"), "born"),
    ],
)
def test_what_cannot_be_is_said_under_its_field_and_nothing_is_kept(
    records: Records, typed: Typed, field: str
) -> None:
    assert list(check(typed, DAY)) == [field]
    with pytest.raises(ExpectedError):
        register(records, typed, DAY)
    assert records.all_of("Patient") == []


def test_a_name_of_500_characters_and_one_from_right_to_left_are_kept_as_they_are(records: Records) -> None:
    for family in ("W" * 500, "כהן"):
        identity = register(records, Typed(family=family), DAY)
        assert patient.decode(records.get("Patient", identity) or {}).name.family == family


def test_somebody_who_is_already_here_is_found_before_a_double_is_made(demo: Records) -> None:
    alike = look_alikes(demo, Typed(given="Rosa", family="Delgado", born="14 Mar 1947"), DAY)

    assert alike[0].existing.name.display == "Rosa Delgado"
    assert alike[0].why


def test_who_was_here_before_stays_on_the_list_when_the_first_is_registered(records: Records) -> None:
    taken_over = "f3c8b6f6-7f66-4a71-9f3e-000000000001"
    with records.work() as work:
        work.put({"resourceType": "Patient", "id": taken_over, "name": [{"family": "Oduya"}]})

    identity = register(records, TYPED, DAY)

    assert {row.patient for row in find_people(records, "", NOW).rows} == {taken_over, identity}


def test_putting_one_fact_right_leaves_every_other_as_it_was(demo: Records) -> None:
    rosa = demo.find_patients("rosa delgado")[0]
    before = demo.get("Patient", rosa) or {}

    typed = as_typed(demo, rosa)
    change(demo, rosa, typed, replace(typed, phone="555-0199"), DAY)

    after = demo.get("Patient", rosa) or {}
    assert {name for name in before if before[name] != after.get(name)} == {"telecom"}
    assert patient.decode(after).phones[0].value == "555-0199"
    assert len(demo.versions("Patient", rosa)) == 2


def test_allergies_typed_on_one_line_are_added_taken_out_or_said_to_be_none(records: Records) -> None:
    who = register(records, Typed(family="Somebody", allergies="Penicillin, tape"), DAY)
    assert set(banner(records, who, DAY).allergies) == {"Penicillin", "tape"}

    unasked = as_typed(records, who)
    change(records, who, unasked, replace(unasked, allergies="Penicillin"), DAY)
    assert banner(records, who, DAY).allergies == ("Penicillin",)

    known = as_typed(records, who)
    change(records, who, known, replace(known, allergies="none"), DAY)
    told = banner(records, who, DAY)
    assert (told.allergies, told.no_known_allergies) == ((), True)
    assert len(records.of_patient(who, "AllergyIntolerance")) == 3


def test_nobody_asked_about_allergies_is_not_the_same_as_none(records: Records) -> None:
    who = register(records, Typed(family="Somebody"), DAY)

    assert not banner(records, who, DAY).no_known_allergies
    assert records.of_patient(who, "AllergyIntolerance") == []


def test_no_known_drug_allergies_is_a_statement_of_its_own(records: Records) -> None:
    who = register(records, Typed(family="Somebody", allergies="NKDA"), DAY)

    told = banner(records, who, DAY)
    assert (told.allergies, told.no_known_allergies, told.no_known_drug_allergies) == ((), False, True)
    known = as_typed(records, who)
    assert known.allergies == "No known drug allergies"

    change(records, who, known, replace(known, allergies="none"), DAY)
    asked = banner(records, who, DAY)
    assert (asked.no_known_allergies, asked.no_known_drug_allergies) == (True, False)

    none = as_typed(records, who)
    change(records, who, none, replace(none, allergies="no known drug allergies"), DAY)
    assert banner(records, who, DAY).no_known_drug_allergies
    assert len(records.of_patient(who, "AllergyIntolerance")) == 3
