from hypothesis import given
from hypothesis import strategies as st

from carenurse.clinical.fhir import Resource, new_id
from carenurse.clinical.identity import identifiers, is_uuid, local_id, origins, remember_origin


def test_our_own_ids_are_uuids() -> None:
    assert is_uuid(new_id())
    assert not is_uuid("p-1")
    assert not is_uuid(None)
    assert not is_uuid("{" + new_id() + "}")


@given(source=st.text(max_size=9), identity=st.text(max_size=9))
def test_a_foreign_id_becomes_always_the_same_one(source: str, identity: str) -> None:
    found = local_id(source, "Patient", identity)

    assert found == local_id(source, "Patient", identity)
    assert is_uuid(found)


def test_the_first_patients_of_two_hospitals_never_collide() -> None:
    assert local_id("north", "Patient", "1") != local_id("south", "Patient", "1")
    assert local_id("north", "Patient", "1") != local_id("north", "Observation", "1")


def test_an_origin_is_noted_once() -> None:
    resource: Resource = {"resourceType": "Observation"}

    for _ in range(2):
        remember_origin(resource, "north", "1")

    assert origins(resource) == ("north|1",)
    assert len(resource["extension"]) == 1


def test_identifiers_are_read_from_one_or_many() -> None:
    assert identifiers({"identifier": {"system": "a", "value": "1"}}) == ("a|1",)
    assert identifiers({"identifier": [{"value": "1"}, {"system": "a"}, 7]}) == ("|1",)
