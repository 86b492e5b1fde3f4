"""Ids and references of other systems in our ids: they follow, or stay as they came."""

import pytest

from carenurse.clinical.fhir import Resource
from carenurse.clinical.identity import is_uuid, local_id, origins
from carenurse.exchange.origins import as_received, join, joined_to
from tests.carenurse.exchange.files import ONE, TWO, bundle, entry, person, weight
from tests.carenurse.exchange.incoming import SERVER, kept, read, subject


def test_an_id_that_is_a_uuid_stays_and_the_resource_is_untouched() -> None:
    incoming = read(bundle(entry(person(ONE))))

    assert kept(incoming, "Patient") == person(ONE)


def test_any_other_id_becomes_ours_and_the_origin_is_kept() -> None:
    incoming = read(bundle(entry(person("1"), f"{SERVER}/Patient/1")))

    patient = kept(incoming, "Patient")
    assert patient["id"] == local_id(SERVER, "Patient", "1")
    assert origins(patient) == (f"{SERVER}|1",)


@pytest.mark.parametrize(
    ("full_url", "text"),
    [
        (f"{SERVER}/Patient/1", "Patient/1"),
        (f"{SERVER}/Patient/1", f"{SERVER}/Patient/1"),
        (f"{SERVER}/Patient/1", f"{SERVER}/Patient/1/_history/3"),
        (f"{SERVER}/Patient/1", "Patient/1/_history/3"),
        (f"{SERVER}/Patient/1/_history/3", f"{SERVER}/Patient/1"),
        (f"urn:uuid:{TWO}", f"urn:uuid:{TWO}"),
        ("urn:oid:1.2.36.146", "urn:oid:1.2.36.146"),
        ("", "Patient/1"),
        ("", "Patient?identifier=https://hospital.example.org/mrn|77"),
    ],
)
def test_a_reference_follows_whichever_way_it_was_written(full_url: str, text: str) -> None:
    patient = person("1", identifier=[{"system": "https://hospital.example.org/mrn", "value": "77"}])
    incoming = read(bundle(entry(patient, full_url), entry(weight("w", text), f"{SERVER}/Observation/w")))

    ours = f"Patient/{kept(incoming, 'Patient')['id']}"
    tail = "/_history/3" if text.endswith("/_history/3") else ""
    assert subject(incoming) == ours + tail
    assert as_received(kept(incoming, "Observation")) == weight("w", text)


def test_a_urn_leads_to_a_resource_known_only_by_its_id() -> None:
    assert (
        subject(read(bundle(entry(person(ONE)), entry(weight(TWO, f"urn:uuid:{ONE}"))))) == f"Patient/{ONE}"
    )


def test_a_reference_to_somebody_of_another_file_leads_where_that_file_will_put_them() -> None:
    observations = read(weight("w", "Patient/1"), source="North Hospital")
    patients = read(person("1"), source="North Hospital")

    assert subject(observations) == f"Patient/{kept(patients, 'Patient')['id']}"


@pytest.mark.parametrize(
    "text",
    [
        "#who",
        "urn:uuid:nobody",
        "Patient?identifier=none|1",
        "Patient?name=x",
        "https://elsewhere.example.org/Patient/1",
        "Organization/Organization/1",
        f"Patient/{TWO}",
        "",
    ],
)
def test_a_reference_that_leads_nowhere_here_stays_as_it_is(text: str) -> None:
    incoming = read(bundle(entry(person("1")), entry(weight(ONE, text))))

    assert kept(incoming, "Observation") == weight(ONE, text)


def test_a_condition_that_fits_two_people_is_not_decided() -> None:
    same = [{"system": "urn:x", "value": "1"}]
    text = "Patient?identifier=urn:x|1"
    incoming = read(
        bundle(
            entry(person(ONE, identifier=same)),
            entry(person(TWO, identifier=same)),
            entry(weight(None, text)),
        )
    )

    assert subject(incoming) == text


def test_references_inside_contained_resources_follow_too_and_local_ones_stay() -> None:
    inner = weight("inner", "Patient/1")
    inner["performer"] = [{"reference": "#p"}]
    incoming = read(bundle(entry(person("1")), entry(weight(ONE, "Patient/1", contained=[inner]))))

    (contained,) = kept(incoming, "Observation")["contained"]
    assert contained["id"] == "inner"
    assert contained["subject"]["reference"] == f"Patient/{kept(incoming, 'Patient')['id']}"
    assert contained["performer"] == [{"reference": "#p"}]


def test_an_attachment_follows_its_binary() -> None:
    paper = {
        "resourceType": "DocumentReference",
        "id": ONE,
        "content": [{"attachment": {"contentType": "application/pdf", "url": "Binary/b"}}],
    }
    binary = {"resourceType": "Binary", "id": "b", "contentType": "application/pdf"}
    incoming = read(bundle(entry(paper), entry(binary)))

    (content,) = kept(incoming, "DocumentReference")["content"]
    assert content["attachment"]["url"] == f"Binary/{kept(incoming, 'Binary')['id']}"
    assert as_received(kept(incoming, "DocumentReference")) == paper


@pytest.mark.parametrize(
    ("full_url", "request_"),
    [
        (f"urn:uuid:{TWO}", {"method": "POST", "url": "Patient"}),
        (f"{SERVER}/Patient/77", None),
        ("urn:oid:1.2.3", None),
        ("", {"method": "PUT", "url": "Patient/77"}),
        ("", None),
    ],
)
def test_a_resource_without_an_id_gets_the_same_one_each_time(
    full_url: str, request_: Resource | None
) -> None:
    made = entry(person(None), full_url, **({"request": request_} if request_ else {}))
    first, again = read(bundle(made)), read(bundle(made))

    assert is_uuid(kept(first, "Patient")["id"])
    assert first.resources() == again.resources()
    assert as_received(kept(first, "Patient")) == person(None)


def test_a_urn_of_the_entry_becomes_the_id_of_a_resource_without_one() -> None:
    assert kept(read(bundle(entry(person(None), f"urn:uuid:{TWO}"))), "Patient")["id"] == TWO


def test_a_join_leads_references_and_can_be_taken_back() -> None:
    incoming = read(bundle(entry(person("1")), entry(weight("w", "Patient/1"))))
    old = kept(incoming, "Patient")

    (observation,) = [one for one in incoming.resources({old["id"]: TWO}) if one.kind == "Observation"]
    joined = join(old, f"Patient/{TWO}")

    assert observation.current["subject"]["reference"] == f"Patient/{TWO}"
    assert joined_to(joined) == f"Patient/{TWO}"
    assert join(joined, f"Patient/{TWO}") == joined
    assert as_received(joined) == person("1")
    assert as_received(observation.current) == weight("w", "Patient/1")
