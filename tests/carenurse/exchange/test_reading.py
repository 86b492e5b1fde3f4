"""Files of other systems: senders kept apart, bundles of any type, states in order, refusals with a place."""

from typing import Any

import pytest

from carenurse.clinical.fhir import Resource
from carenurse.clinical.identity import local_id, origins
from carenurse.exchange.reading import read_file
from carenurse.exchange.refusing import RefusedFileError
from tests.carenurse.exchange.files import ONE, bundle, entry, person, weight, written
from tests.carenurse.exchange.incoming import SERVER, kept, read, subject


def test_patient_1_of_two_hospitals_are_two_people() -> None:
    north = read(bundle(entry(person("1"), "https://north.example.org/fhir/Patient/1")))
    south = read(bundle(entry(person("1"), "https://south.example.org/fhir/Patient/1")))

    assert kept(north, "Patient")["id"] != kept(south, "Patient")["id"]


def test_patient_1_of_two_servers_in_one_bundle_are_two_people() -> None:
    incoming = read(
        bundle(
            entry(person("1"), "https://north.example.org/Patient/1"),
            entry(person("1"), "https://south.example.org/Patient/1"),
            entry(weight(ONE, "Patient/1"), "https://south.example.org/Observation/9"),
        )
    )

    assert len([one for one in incoming.resources() if one.kind == "Patient"]) == 2
    assert subject(incoming) == f"Patient/{local_id('https://south.example.org', 'Patient', '1')}"


@pytest.mark.parametrize(
    "more",
    [
        {"meta": {"source": "https://north.example.org"}},
        {"identifier": [{"system": "https://north.example.org/mrn", "value": "5"}]},
    ],
)
def test_a_later_file_of_the_same_sender_finds_the_same_person(more: Resource) -> None:
    first = read(bundle(entry(person("1", **more))))
    later = read(bundle(entry(person("1", active=True, **more)), entry(person("2", **more))))

    assert next(first.patients())[0] == next(later.patients())[0]


def test_two_files_that_name_no_sender_do_not_mix_and_say_so() -> None:
    one, other = read(person("1", "Ferrante")), read(person("1", "Sandoval"))

    assert next(one.patients())[0] != next(other.patients())[0]
    assert any("Name the sender" in note for note in one.notes)


def test_the_sender_that_the_nurse_names_goes_before_every_other() -> None:
    incoming = read(bundle(entry(person("1"), f"{SERVER}/Patient/1")), source=" North Hospital ")

    assert incoming.sources == ("North Hospital",)
    assert origins(kept(incoming, "Patient")) == ("North Hospital|1",)


def test_a_message_names_its_sender() -> None:
    head = {
        "resourceType": "MessageHeader",
        "id": ONE,
        "source": {"endpoint": "https://north.example.org/in"},
    }

    assert read(bundle(entry(head), entry(person("1")), kind="message")).sources == (
        "https://north.example.org/in",
    )


@pytest.mark.parametrize(
    "kind",
    ["transaction", "batch", "collection", "searchset", "document", "message", "transaction-response", "odd"],
)
def test_bundles_of_every_type_are_taken(kind: str) -> None:
    assert kept(read(bundle(entry(person(ONE)), kind=kind)), "Patient")["id"] == ONE


def test_lines_of_one_file_refer_to_one_another() -> None:
    data = written(person("1")) + b"\n" + written(weight("w", "Patient/1"))
    incoming = read_file(data)

    assert subject(incoming) == f"Patient/{kept(incoming, 'Patient')['id']}"


def test_a_bundle_in_a_bundle_is_opened() -> None:
    inner = bundle(entry(person(ONE)), kind="searchset")

    assert kept(read(bundle(entry(inner), kind="batch-response")), "Patient")["id"] == ONE


def test_kinds_that_we_do_not_use_are_kept_with_everything_in_them() -> None:
    odd: Resource = {
        "resourceType": "SubstanceNucleicAcid",
        "id": ONE,
        "unheardOf": {"a": [1, None, True]},
        "_x": [],
    }

    assert kept(read(odd), "SubstanceNucleicAcid") == odd


def test_a_history_gives_all_versions_oldest_first() -> None:
    states = [person(ONE, f"Name{number}", meta={"versionId": str(number)}) for number in (3, 2, 1)]
    incoming = read(bundle(*(entry(one) for one in states), kind="history"))

    (found,) = incoming.resources()
    assert [one["meta"]["versionId"] for one in found.states] == ["1", "2", "3"]


def test_a_history_that_tells_no_time_has_the_newest_first() -> None:
    incoming = read(bundle(entry(person(ONE, "New")), entry(person(ONE, "Old")), kind="history"))

    assert kept(incoming, "Patient")["name"][0]["family"] == "New"


@pytest.mark.parametrize(
    ("first", "second", "newest"),
    [
        ("2026-02-02T00:00:00Z", "2026-01-01T00:00:00Z", "First"),
        ("2026-01-01T00:00:00Z", "2026-01-01T01:00:00+05:00", "First"),
        (None, None, "Second"),
        ("2026-01-01T00:00:00Z", None, "Second"),
    ],
)
def test_of_two_states_in_one_bundle_the_newest_is_taken_and_told(
    first: str | None, second: str | None, newest: str
) -> None:
    def state(family: str, updated: str | None) -> Resource:
        return person(ONE, family, meta={"lastUpdated": updated} if updated else {"tag": [{"code": "HTEST"}]})

    incoming = read(bundle(entry(state("First", first)), entry(state("Second", second))))

    assert kept(incoming, "Patient")["name"][0]["family"] == newest
    assert any("more than once" in note for note in incoming.notes)


def test_a_deletion_or_a_patch_is_told_and_not_done() -> None:
    incoming = read(
        bundle(
            {"request": {"method": "DELETE", "url": "Patient/1"}},
            {"request": {"method": "PATCH", "url": "Patient/1"}, "resource": {"resourceType": "Binary"}},
            {"response": {"status": "200"}},
            entry(person(ONE)),
            kind="history",
        )
    )

    assert [one.kind for one in incoming.resources()] == ["Patient"]
    assert any("deletion" in note and "entry 1" in note for note in incoming.notes)
    assert any("patch" in note and "entry 2" in note for note in incoming.notes)


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"hello": 1}, ""),
        ({"resourceType": 5}, "resourceType"),
        ({"resourceType": "patient"}, "resourceType"),
        (person("1") | {"id": 5}, "Patient.id"),
        (bundle(entry(person("1")), entry({"id": "x"})), "entry 2"),
        (bundle(entry(person("1") | {"id": {"a": 1}})), "entry 1, Patient.id"),
        (bundle(entry({"resourceType": None})), "entry 1"),
        ({"resourceType": "Bundle", "entry": {}}, "Bundle"),
        ({"resourceType": "Bundle", "entry": [5]}, "entry 1"),
        ({"resourceType": "Bundle", "entry": [{"resource": [1]}]}, "entry 1"),
        ({"resourceType": "Bundle", "entry": [{"fullUrl": 5, "resource": person()}]}, "entry 1, fullUrl"),
        ({"resourceType": "Bundle", "entry": [{"request": "PUT", "resource": person()}]}, "entry 1"),
    ],
)
def test_what_is_no_fhir_is_refused_with_its_place(value: Any, place: str) -> None:
    with pytest.raises(RefusedFileError) as caught:
        read(value)

    assert caught.value.place == place


def test_an_entry_in_a_bundle_in_a_bundle_is_named_by_both() -> None:
    with pytest.raises(RefusedFileError) as caught:
        read(bundle(entry(person()), entry(bundle(entry({"id": "x"})))))

    assert caught.value.place == "entry 2, entry 1"


def test_narrative_is_kept_as_data() -> None:
    hostile = {
        "status": "generated",
        "div": '<div><script>alert(1)</script><img src="file:///etc/passwd"/></div>',
    }

    assert kept(read(person(ONE, text=hostile)), "Patient")["text"] == hostile
