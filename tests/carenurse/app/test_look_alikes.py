"""Whether somebody new may be somebody who is already here."""

import pytest

from carenurse.app.look_alikes import find_look_alikes
from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource
from tests.carenurse.exchange.files import ONE, person

NUMBER = {"system": "urn:mrn", "value": "77"}
HERE = person(ONE, "O'Núñez", identifier=[NUMBER])


def alike(records: Records, **changed: object) -> list[tuple[str, ...]]:
    with records.work() as work:
        work.put(HERE)
    stranger = person("new", "Sandoval", birthDate="1961-01-01", telecom=[])
    return [one.why for one in find_look_alikes(records, stranger | changed)]


def called(given: str, family: str) -> list[Resource]:
    return [{"given": [given], "family": family}]


def phone(number: str) -> list[Resource]:
    return [{"system": "phone", "value": number}]


def test_a_stranger_is_like_nobody(records: Records) -> None:
    assert alike(records) == []


def test_the_same_record_number_is_enough(records: Records) -> None:
    assert alike(records, identifier=[NUMBER]) == [("The same record number.",)]


def test_a_number_that_does_not_say_whose_it_is_means_nothing(records: Records) -> None:
    assert alike(records, identifier=[{"value": "77"}]) == []


@pytest.mark.parametrize(
    ("given", "family"), [("OLGA", "o nunez"), ("Olga Maria", "ONúñez"), ("Olga", "ÓNuñez")]
)
def test_accents_case_and_further_names_do_not_tell_people_apart(
    records: Records, given: str, family: str
) -> None:
    assert alike(records, name=called(given, family), birthDate="1950-05-05")


def test_the_same_last_name_and_birth_date_is_asked_about(records: Records) -> None:
    assert alike(records, name=called("O.", "O'Núñez"), birthDate="1950-05-05") == [
        ("The same last name and birth date.",)
    ]


def test_the_same_birth_date_alone_is_not(records: Records) -> None:
    assert alike(records, birthDate="1950-05-05") == []


def test_the_same_name_alone_is_not(records: Records) -> None:
    assert alike(records, name=called("Olga", "O'Núñez")) == []


def test_the_same_phone_counts_with_the_name(records: Records) -> None:
    same = called("Olga", "O'Núñez")

    assert alike(records, name=same, telecom=phone("(555) 0188")) == [("The same phone.",)]


def test_the_same_phone_alone_may_be_a_household(records: Records) -> None:
    assert alike(records, telecom=phone("555-0188")) == []


def test_a_record_is_not_like_itself(records: Records) -> None:
    with records.work() as work:
        work.put(HERE)

    assert find_look_alikes(records, HERE) == []
