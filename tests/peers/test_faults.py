"""Whole runs through a proxy that spoils every third request: nothing is lost, nothing stands there twice."""

from collections.abc import Callable

import pytest

from carenurse.sync.canonical import same
from carenurse.sync.http_wire import HttpWire
from carenurse.sync.steps import Ending, Outcome
from tests.peers.conftest import Peer
from tests.peers.faults import FAULTS, OnceIn
from tests.peers.laptops import Laptop, keep, patient, visit
from tests.peers.proxy import Proxy, leave_alone
from tests.peers.test_runs import PEERS, QUIET

_MOST_RUNS = 12


def run_over(peer: Peer, proxy: Proxy, laptop: Laptop) -> Outcome:
    """Run once, over the real way to an office."""
    wire = HttpWire(f"{proxy.address}/fhir", token=lambda: peer.wire.token, packs=laptop.profile.gzip)
    try:
        return laptop.run(wire)
    finally:
        wire.close()


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("peer", PEERS, indirect=True)
def test_what_goes_wrong_on_the_way_loses_and_doubles_nothing(
    peer: Peer, laptop: Callable[[], Laptop], fault: str
) -> None:
    mine, other = laptop(), laptop()
    spoilt = OnceIn(FAULTS[fault])
    with Proxy(peer.wire.base.removesuffix("/fhir"), spoilt) as proxy:
        kept = [person := patient(), *visit(person)]
        keep(mine, *kept)
        runs = [run_over(peer, proxy, mine)]
        keep(mine, {**person, "gender": "other"})
        kept[0] = {**person, "gender": "other"}
        while (runs[-1].ending is not Ending.COMPLETE or mine.journal.changes()) and len(runs) < _MOST_RUNS:
            runs.append(run_over(peer, proxy, mine))
        proxy.meddle = leave_alone
        mine.ahead = QUIET
        run_over(peer, proxy, mine)
        assert run_over(peer, proxy, mine).ending is Ending.COMPLETE
        assert run_over(peer, proxy, other).ending is Ending.COMPLETE

    assert spoilt.done
    assert mine.journal.changes() == []
    assert mine.journal.conflicts() == []
    for one in kept:
        for there in (mine, other):
            found = there.records.get(one["resourceType"], one["id"])
            assert found is not None
            assert same(found, one)
    if peer.is_ours:
        answer = peer.wire.client.get(
            f"{peer.wire.base}/Encounter/{kept[2]['id']}/_history",
            headers={"Authorization": f"Bearer {peer.wire.token}"},
        ).json()
        assert len(answer["entry"]) == 1


@pytest.mark.parametrize("peer", ["hub"], indirect=True)
def test_a_token_is_heard_by_the_office_alone(peer: Peer, laptop: Callable[[], Laptop]) -> None:
    mine = laptop()
    keep(mine, patient())
    with Proxy("http://127.0.0.1:9") as stranger, Proxy(peer.wire.base.removesuffix("/fhir")) as proxy:
        proxy.meddle = FAULTS["elsewhere"]

        assert run_over(peer, proxy, mine).ending is Ending.NO_ANSWER
        assert stranger.heard == []
        assert proxy.heard
