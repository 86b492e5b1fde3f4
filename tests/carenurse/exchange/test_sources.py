"""Whose ids a file uses: an address that many systems have names nobody."""

import pytest

from carenurse.clinical.fhir import Resource
from carenurse.clinical.identity import local_id
from carenurse.exchange.sources import names_nobody
from tests.carenurse.exchange.files import bundle, entry, person, weight
from tests.carenurse.exchange.incoming import SERVER, kept, read, subject

INNER = "http://localhost:8080/fhir"


@pytest.mark.parametrize(
    "address",
    [
        INNER,
        "http://127.0.0.1/fhir",
        "http://[::1]:8080/fhir",
        "https://192.168.1.20/r4",
        "http://hapi:8080/fhir",
        "https://ehr.local/fhir",
        "http://www.example.org/fhir",
        "http://hl7.org/fhir",
    ],
)
def test_an_address_of_one_house_or_of_an_example_names_nobody(address: str) -> None:
    assert names_nobody(address)


@pytest.mark.parametrize(
    "address", [SERVER, "https://8.8.8.8/fhir", "urn:oid:1.2.3", "General", "http://[::"]
)
def test_any_other_may_name_somebody(address: str) -> None:
    assert not names_nobody(address)


@pytest.mark.parametrize(
    "value",
    [
        bundle(entry(person("1")), meta={"source": INNER}),
        bundle(entry(person("1", meta={"source": f"{INNER}#1"}))),
        bundle(entry(person("1", identifier=[{"system": "http://localhost/mrn", "value": "5"}]))),
        bundle(
            entry({"resourceType": "MessageHeader", "id": "m", "source": {"endpoint": INNER}}),
            entry(person("1")),
        ),
    ],
    ids=["Bundle", "resource", "number", "message"],
)
def test_such_an_address_is_no_sender_wherever_it_stands(value: Resource) -> None:
    incoming = read(value)

    assert incoming.sources[0].startswith("content:")
    assert any("Name the sender" in note for note in incoming.notes)


def test_a_number_of_a_whole_nation_is_no_sender_and_one_of_a_hospital_is() -> None:
    of_all = {"type": {"coding": [{"code": "SS"}]}, "system": "urn:oid:1.2.3.4", "value": "5"}
    of_one = {"system": "urn:oid:1.2.3.5", "value": "7"}

    assert read(person("1", identifier=[of_all])).sources[0].startswith("content:")
    assert read(person("1", identifier=[of_all, of_one])).sources == ("urn:oid:1.2.3.5",)


def test_a_better_name_goes_before_such_an_address() -> None:
    number = {"system": "https://north.example.org/mrn", "value": "5"}

    incoming = read(bundle(entry(person("1", identifier=[number]), f"{INNER}/Patient/1")))

    assert incoming.sources == ("https://north.example.org/mrn",)
    assert kept(incoming, "Patient")["id"] == local_id("https://north.example.org/mrn", "Patient", "1")


def test_absolute_references_to_such_an_address_lead_to_the_same_sender() -> None:
    incoming = read(
        bundle(
            entry(person("1"), f"{INNER}/Patient/1"),
            entry(weight("w", f"{INNER}/Patient/2"), f"{INNER}/Observation/w"),
        )
    )

    assert subject(incoming) == f"Patient/{local_id(incoming.sources[0], 'Patient', '2')}"
