"""Files of other systems in our ids, with nothing of them lost."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carenurse.clinical.fhir import Resource, write_json
from carenurse.clinical.identity import is_uuid, local_id, origins
from carenurse.exchange.origins import AS_WRITTEN, as_received, join, joined_to
from carenurse.exchange.parsing import parse
from carenurse.exchange.reading import Incoming, read_file
from carenurse.exchange.refusing import RefusedFileError
from tests.carenurse.exchange.files import bundle, entry, person, weight, written

ONE = "3f0a8c1e-5b72-4e55-9f0e-000000000001"
TWO = "3f0a8c1e-5b72-4e55-9f0e-000000000002"
SERVER = "https://hospital.example.org/fhir"


def read(value: Any, source: str = "") -> Incoming:
    return read_file(written(value), source=source)


def kept(incoming: Incoming, kind: str) -> Resource:
    (found,) = [one.current for one in incoming.resources() if one.kind == kind]
    return found


def subject(incoming: Incoming) -> str:
    return kept(incoming, "Observation")["subject"]["reference"]


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


IDS = st.sampled_from(["1", "a.b-c", ONE, TWO])
URLS = st.sampled_from(["", f"{SERVER}/Patient/1", f"urn:uuid:{ONE}", "urn:oid:1.2.3", "relative/odd"])
TEXTS = st.sampled_from(
    [
        "Patient/1",
        f"Patient/{ONE}",
        f"urn:uuid:{ONE}",
        f"{SERVER}/Patient/1/_history/2",
        "#here",
        "Patient?identifier=s|v",
        "Group/a.b-c",
        "",
        "a b",
    ]
)
LEAVES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False, places=3),
    st.text(max_size=8),
)
EXTENSIONS = st.just([{"url": "https://example.org/theirs", "valueBoolean": True}])


@st.composite
def references(draw: st.DrawFn) -> Resource:
    made: Resource = {"reference": draw(TEXTS)}
    made |= draw(st.dictionaries(st.just("display"), LEAVES))
    return made | draw(st.dictionaries(st.just("extension"), EXTENSIONS))


def _deeper(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    listed = st.lists(inner, min_size=1, max_size=3)
    return listed | st.dictionaries(st.text(min_size=1, max_size=6), inner, min_size=1, max_size=3)


VALUES: st.SearchStrategy[Any] = st.recursive(LEAVES | references(), _deeper, max_leaves=12)


@st.composite
def resources(draw: st.DrawFn) -> Resource:
    made: Resource = {"resourceType": draw(st.sampled_from(["Patient", "Group", "Basic"])), "id": draw(IDS)}
    made |= draw(st.dictionaries(st.sampled_from(["x", "subject", "link", "_odd", "text"]), VALUES))
    return made | draw(st.dictionaries(st.just("extension"), EXTENSIONS))


@given(st.lists(st.tuples(resources(), URLS), min_size=1, max_size=5))
def test_whatever_a_resource_holds_it_can_be_given_back_as_it_was(made: list[tuple[Resource, str]]) -> None:
    data = write_json(bundle(*(entry(resource, url) for resource, url in made)))
    originals = [one["resource"] for one in parse(data)[0].content["entry"]]

    for found in read_file(data, source="somebody").resources():
        back = as_received(found.current)

        assert back in originals
        assert AS_WRITTEN not in write_json(back).decode()
        assert write_json(as_received(back)) == write_json(back)


def test_a_number_comes_back_to_the_digit() -> None:
    data = write_json(weight(ONE, "Patient/1", Decimal("70.10")))

    assert write_json(as_received(read_file(data).resources()[0].current)) == data
