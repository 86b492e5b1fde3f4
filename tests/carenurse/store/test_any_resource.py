"""Whatever another system wrote is kept, comes back unchanged, and cannot break the store."""

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carenurse.app.ports import Effect, Records
from carenurse.clinical.fhir import Resource

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
leaves = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**6), max_value=10**6)
    | texts
)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
KINDS = ("Patient", "Condition", "Observation", "Appointment", "Bundle", "Basic", "X' OR 1=1", "\N{SNOWMAN}")
ELEMENTS = (
    "name",
    "birthDate",
    "identifier",
    "telecom",
    "address",
    "subject",
    "patient",
    "code",
    "status",
    "period",
    "effectiveDateTime",
    "participant",
    "meta",
    "text",
    "unknown",
)


def assembled(kind: str, identity: str, elements: dict[str, object]) -> Resource:
    return {"resourceType": kind, "id": identity, **elements}


resources = st.builds(
    assembled,
    st.sampled_from(KINDS),
    st.sampled_from(("1", "p1", "a" * 64, "'; DROP TABLE resource", "\N{RIGHT-TO-LEFT OVERRIDE}x", "\0")),
    st.dictionaries(st.sampled_from(ELEMENTS), values, max_size=6),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(resource=resources, draft=st.booleans(), words=texts)
def test_anything_is_kept_as_it_came(records: Records, resource: Resource, draft: bool, words: str) -> None:  # noqa: FBT001 - drawn
    kind, identity = str(resource["resourceType"]), str(resource["id"])
    with records.work() as work:
        work.put(resource, draft=draft)
        assert work.put(resource, draft=draft) is Effect.SAME

    assert records.get(kind, identity) == resource
    assert records.versions(kind, identity)[-1].resource == resource
    assert resource in records.all_of(kind)
    records.timeline("p1")
    records.of_patient("p1", kind)
    records.find_patients(words)


def test_a_name_of_five_hundred_signs_and_a_note_of_a_thousand_lines(records: Records) -> None:
    person: Resource = {"resourceType": "Patient", "id": "long", "name": [{"family": "W" * 500}]}
    long_note: Resource = {
        "resourceType": "Composition",
        "id": "lines",
        "section": [{"text": {"div": "<script>alert(1)</script>\n" * 1000}}],
    }
    arabic: Resource = {
        "resourceType": "Patient",
        "id": "rtl",
        "name": [{"family": "مثال", "given": ["ليلى"]}],
    }
    weighed: Resource = {
        "resourceType": "Observation",
        "id": "w",
        "valueQuantity": {"value": Decimal("1E+3")},
    }
    with records.work() as work:
        for one in (person, long_note, arabic, weighed):
            work.put(one)

    assert records.find_patients("w" * 500) == ["long"]
    assert records.find_patients("مثال") == ["rtl"]
    assert records.get("Composition", "lines") == long_note
    assert records.get("Observation", "w") == weighed
