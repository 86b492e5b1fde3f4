"""What the laptop relies on, asked of real servers; a server that lacks it must be known to lack it.

The same tests run against our hub (always), sekmet-fhir, Medplum's router and HAPI FHIR (``-m long``) and any
server (``--office URL``; its token in CARENURSE_OFFICE_TOKEN). All that is kept there is fictional and tagged
HTEST.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from carenurse.clinical.fhir import Resource
from carenurse.sync.probe import Probed, probe
from carenurse.sync.profile import OUR_OFFICE
from carenurse.sync.wire import NoAnswerError, fhir_request
from tests.peers.conftest import OTHERS, Peer
from tests.peers.wires import BusyWire, ForgetfulWire

pytestmark = pytest.mark.parametrize(
    "peer",
    ["hub", *(pytest.param(name, marks=pytest.mark.long) for name in OTHERS)],
    indirect=True,
)
TAGGED: Resource = {
    "tag": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}]
}


def measured(peer: Peer) -> Probed:
    return probe(peer.wire, lambda: datetime.now(UTC), time.sleep)


def is_atomic(peer: Peer) -> bool:
    return measured(peer).profile.atomic if peer.is_a_strangers else peer.name != "medplum"


def person() -> Resource:
    return {"resourceType": "Patient", "id": str(uuid4()), "meta": TAGGED, "name": [{"family": "Fictional"}]}


def observation(whose: Resource) -> Resource:
    return {
        "resourceType": "Observation",
        "id": str(uuid4()),
        "meta": TAGGED,
        "status": "final",
        "code": {"text": "fictional"},
        "subject": {"reference": f"Patient/{whose['id']}"},
    }


@pytest.fixture
def with_our_ids(peer: Peer) -> None:
    """Leave out what asks by an id of ours where the server gives its own: there, whole runs tell."""
    if peer.is_a_strangers and not measured(peer).profile.keeps_client_ids:
        pytest.skip("the server gives ids of its own")


def put(peer: Peer, resource: Resource, **guard: str) -> int:
    path = f"{resource['resourceType']}/{resource['id']}"
    return peer.wire.send(fhir_request("PUT", path, resource, **guard)).status


def get(peer: Peer, path: str) -> Resource:
    return peer.wire.send(fhir_request("GET", path)).resource or {}


def visit(*resources: Resource) -> Resource:
    entries = [
        {
            "fullUrl": f"urn:uuid:{one['id']}",
            "resource": one,
            "request": {"method": "PUT", "url": f"{one['resourceType']}/{one['id']}"},
        }
        for one in resources
    ]
    return {"resourceType": "Bundle", "type": "transaction", "entry": entries}


def receipt(batch: str, *targets: Resource) -> Resource:
    return {
        "resourceType": "Provenance",
        "id": batch,
        "meta": TAGGED,
        "target": [{"reference": f"{one['resourceType']}/{one['id']}"} for one in targets],
        "recorded": "2026-03-04T10:00:00Z",
        "agent": [{"who": {"display": "fictional device"}}],
    }


def test_the_check_of_a_server_finds_what_is_known_of_it(peer: Peer) -> None:
    found = measured(peer)

    told = found.profile
    assert told.checked is not None
    if not peer.is_a_strangers:
        assert told.keeps_client_ids
        assert told.if_match
        assert told.atomic == (peer.name != "medplum")
        assert told.last_updated
    if peer.is_ours:
        assert (told.hub, told.if_none_match, told.conditional_create) == (True, True, True)
        assert (told.batch, told.since, told.gzip, told.keeps_decimals) == (True, True, True, True)
        assert (told.stale_status, told.most_entries, told.instance_history) == (412, 60, True)
        assert replace(told, checked=None, software=OUR_OFFICE.software) == OUR_OFFICE
    if peer.name == "sekmet":
        assert (told.hub, told.if_none_match, told.gzip, told.keeps_decimals) == (False,) * 4
    if peer.name == "hapi":
        assert (told.hub, told.if_none_match, told.stale_status) == (False, False, 409)
        assert (told.batch, told.since, told.gzip, told.keeps_decimals) == (True,) * 4
        assert (told.conditional_create, told.instance_history, told.most_entries) == (True, True, 60)
        assert (told.raw_binary, told.json_binary, told.most_in_page) == (True, True, 200)


def test_a_check_of_a_busy_server_finds_what_a_check_of_an_idle_one_does(peer: Peer) -> None:
    """Every seventh request meets a gateway that is busy for a moment, every seventh answer is lost."""
    found = probe(BusyWire(peer.wire, every=7), lambda: datetime.now(UTC), lambda _seconds: None).profile
    idle = measured(peer).profile

    for name in ("keeps_client_ids", "last_updated", "batch", "since", "json_binary", "most_in_page"):
        assert getattr(found, name) == getattr(idle, name), name


def test_every_test_resource_is_marked_in_the_end(peer: Peer) -> None:
    found = measured(peer)

    assert len(found.left) > 20
    for identity in found.left:
        kept = get(peer, f"Basic/{identity}")
        assert kept["code"]["text"].endswith("entered in error")
        assert any(tag["code"] == "HTEST" for tag in kept["meta"]["tag"])


@pytest.mark.usefixtures("with_our_ids")
def test_a_lost_answer_is_resolved_by_the_receipt(peer: Peer) -> None:
    """Invariant 3: a visit whose answer was lost is there once, and its receipt says so."""
    someone = person()
    done = observation(someone)
    batch = str(uuid4())
    put(peer, someone)
    forgetful = ForgetfulWire(peer.wire, lambda request: request.method == "POST")

    with pytest.raises(NoAnswerError):
        forgetful.send(fhir_request("POST", "", visit(done, receipt(batch, done))))

    assert get(peer, f"Provenance/{batch}")["resourceType"] == "Provenance"
    assert get(peer, f"Observation/{done['id']}")["meta"]["versionId"] is not None


@pytest.mark.usefixtures("with_our_ids")
def test_a_transaction_that_fails_leaves_no_receipt(peer: Peer) -> None:
    someone = person()
    broken: Resource = {"resourceType": "CareNurseProbe", "id": str(uuid4())}  # HAPI drops smaller faults
    batch = str(uuid4())
    put(peer, someone)

    answer = peer.wire.send(fhir_request("POST", "", visit(broken, receipt(batch, broken))))

    there = peer.wire.send(fhir_request("GET", f"Provenance/{batch}")).status
    if not is_atomic(peer):
        assert there == 200  # its check found that: the laptop looks at each entry there
    else:
        assert 400 <= answer.status < 500
        assert there in (404, 410)


@pytest.mark.usefixtures("with_our_ids")
def test_of_eight_that_change_one_thing_at_once_one_wins(peer: Peer) -> None:
    someone = person()
    put(peer, someone)
    first = peer.wire.send(fhir_request("GET", f"Patient/{someone['id']}")).etag

    def change(number: int) -> int:
        return put(peer, {**someone, "name": [{"family": f"Fictional {number}"}]}, If_Match=first)

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(change, range(8)))

    assert statuses[0] == 200
    assert set(statuses[1:]) <= {409, 412}


@pytest.mark.usefixtures("with_our_ids")
def test_pages_by_the_last_moment_seen_lose_nothing_while_rows_change(peer: Peer) -> None:
    """P7: keyset over ``_lastUpdated``, rows changed between the pages."""
    mark = str(uuid4())
    tagged = {"tag": [*TAGGED["tag"], {"system": "urn:carenurse:probe", "code": mark}]}
    people: list[Resource] = [{**person(), "meta": tagged} for _ in range(20)]
    for one in people:
        put(peer, one)

    seen: set[str] = set()
    since = "1970-01-01T00:00:00Z"
    for turn in range(40):
        query = f"_tag=urn:carenurse:probe|{mark}&_sort=_lastUpdated&_count=6&_lastUpdated=ge{since}"
        page = get(peer, f"Patient?{query}").get("entry", [])
        new = {entry["resource"]["id"] for entry in page} - seen
        if not new:
            break
        seen |= new
        since = page[-1]["resource"]["meta"]["lastUpdated"].replace("+", "%2B")
        if turn < 3:
            put(peer, {**people[turn], "gender": "other"})

    assert seen == {one["id"] for one in people}
