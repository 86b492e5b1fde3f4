"""Where somebody is reached: of several numbers, homes and names the one that stands today."""

from typing import Any

import pytest

from carenurse.clinical import patient
from carenurse.clinical.contact import can_be_called, phone_to_call
from carenurse.clinical.fhir import Resource

OVER, AHEAD = {"end": "2001-05-01"}, {"start": "2150-05-01"}
FAR = {"start": "2001-05-01", "end": "2150-12-31"}


def _person(**elements: Any) -> Resource:
    return {"resourceType": "Patient", "id": "p1", **elements}


def _phone(value: str, **more: Any) -> Resource:
    return {"system": "phone", "value": value, **more}


@pytest.mark.parametrize(
    "telecom",
    [
        [_phone("555-0100", use="old"), _phone("555-0199", use="home")],
        [_phone("555-0100", use="home", period=OVER), _phone("555-0199", use="home")],
        [_phone("555-0100", use="home", period=AHEAD), _phone("555-0199", use="mobile", period=FAR)],
        [_phone("555-0100", rank=2), _phone("555-0199", rank=1)],
        [_phone("555-0100", use="work"), _phone("555-0199", use="mobile")],
        [_phone("555-0199"), _phone("555-0100")],
        [_phone("555-0199", use="old")],
    ],
    ids=["old", "over", "not yet", "rank", "work", "first of equals", "nothing else"],
)
def test_the_number_to_call_is_one_that_stands(telecom: list[Resource]) -> None:
    assert phone_to_call(patient.decode(_person(telecom=telecom)).phones) == "555-0199"


def test_who_has_no_number_has_none_to_call() -> None:
    assert phone_to_call(()) == ""


@pytest.mark.parametrize(
    "other",
    [
        {"use": "work", "line": ["9 Nowhere Rd"]},
        {"use": "home", "line": ["9 Nowhere Rd"], "period": AHEAD},
        {"use": "home", "line": ["9 Nowhere Rd"], "period": OVER},
        {"use": "old", "line": ["9 Nowhere Rd"]},
    ],
    ids=["work", "not yet", "over", "old"],
)
def test_the_nurse_is_sent_to_the_home_that_is_one_today(other: Resource) -> None:
    home = {"use": "home", "line": ["12 Nowhere Ln"], "period": FAR}

    assert patient.decode(_person(address=[other, home])).address.lines == ("12 Nowhere Ln",)


def test_a_name_that_is_borne_until_a_day_to_come_is_the_name() -> None:
    born = {"use": "maiden", "family": "Sample"}
    today = {"use": "official", "family": "Example", "period": FAR}

    assert patient.decode(_person(name=[born, today])).name.family == "Example"


@pytest.mark.parametrize(
    ("said", "number"),
    [("217-555-0199", True), ("daughter: 555-0101", True), ("call daughter", False), ("", False)],
)
def test_a_note_without_a_digit_is_no_number_to_call(said: str, *, number: bool) -> None:
    assert can_be_called(said) is number
