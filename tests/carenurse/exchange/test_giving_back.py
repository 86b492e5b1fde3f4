"""Whatever a resource holds, it can be given back as it was received."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from carenurse.clinical.fhir import Resource, write_json
from carenurse.exchange.origins import AS_WRITTEN, as_received
from carenurse.exchange.parsing import parse
from carenurse.exchange.reading import read_file
from tests.carenurse.exchange.files import ONE, TWO, bundle, entry, weight
from tests.carenurse.exchange.incoming import SERVER

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
