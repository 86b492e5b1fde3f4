"""Allergies on one line, as the nurse reads and types them."""

from datetime import date

import pytest

from carenurse.app.allergies_typed import allergy_words, keep_allergies
from carenurse.app.ports import Records

PERSON = "5a0f7a52-6f3c-4c6e-9d52-0f6a51c0e002"


def put(records: Records, *names: str) -> None:
    with records.work() as work:
        for number, name in enumerate(names):
            about = {"patient": {"reference": f"Patient/{PERSON}"}, "code": {"text": name}}
            work.put({"resourceType": "AllergyIntolerance", "id": f"a{number}"} | about)


def keep(records: Records, typed: str) -> None:
    with records.work() as work:
        keep_allergies(work, PERSON, typed, date(2026, 2, 27))


def active(records: Records) -> set[str]:
    found = records.of_patient(PERSON, "AllergyIntolerance")
    over = {"inactive"}
    codes = ((one, {c["code"] for c in one.get("clinicalStatus", {}).get("coding", [])}) for one in found)
    return {one["code"]["text"] for one, status in codes if not status & over}


@pytest.mark.parametrize("names", [("Iodine, topical",), ("Iodine, topical", "Latex")])
def test_a_name_with_a_comma_inside_is_one_allergy(records: Records, names: tuple[str, ...]) -> None:
    put(records, *names)

    keep(records, f"{allergy_words(records, PERSON)} Peanut")

    assert active(records) == {*names, "Peanut"}


def test_the_words_are_read_back_as_they_were_said(records: Records) -> None:
    put(records, "Iodine, topical")

    keep(records, allergy_words(records, PERSON))

    assert active(records) == {"Iodine, topical"}


def test_commas_part_names_where_there_is_no_semicolon(records: Records) -> None:
    put(records, "Latex")

    keep(records, "Latex, Penicillins")

    assert active(records) == {"Latex", "Penicillins"}
