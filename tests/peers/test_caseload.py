"""A whole fictional caseload at a real server: a second laptop gets all of it as the first one wrote it."""

from collections.abc import Callable
from datetime import date
from secrets import randbelow

import pytest

from carenurse.app.demo import generate
from carenurse.sync.canonical import same
from carenurse.sync.kinds import OF_PATIENTS, SHARED
from carenurse.sync.steps import Ending
from carenurse.sync.wire import fhir_request
from tests.peers.conftest import Peer
from tests.peers.laptops import Laptop, keep
from tests.peers.test_runs import PEERS

_COMES = frozenset({"Patient", *OF_PATIENTS, *SHARED})
_DAY = date(2026, 3, 4)


@pytest.mark.parametrize("peer", PEERS, indirect=True)
def test_a_whole_caseload_arrives_as_it_was_written(peer: Peer, laptop: Callable[[], Laptop]) -> None:
    mine, other = laptop(), laptop()
    seed = randbelow(10**9)  # a server that stays has those of the last time
    made = generate(seed, _DAY, patients=2, months=1, nurse=mine.records.me)
    for resource in made:
        keep(mine, resource)

    assert mine.run(peer.wire).ending is Ending.COMPLETE
    assert [(one.kind, one.reason) for one in mine.journal.changes()] == []
    assert other.run(peer.wire).ending is Ending.COMPLETE
    again = [mine.run(peer.wire), other.run(peer.wire)]

    assert [(one.ending, one.tally.restored, one.tally.merged) for one in again] == [
        (Ending.COMPLETE, False, 0)
    ] * 2
    assert len(made) > 50
    for resource in made:
        kind, identity = str(resource["resourceType"]), str(resource["id"])
        kept = other.records.get(kind, identity)
        if kind not in _COMES and not mine.profile.gives_ids:  # a signature stays with who signed
            kept = peer.wire.send(fhir_request("GET", f"{kind}/{identity}")).resource
        if kept is not None or kind in _COMES:
            assert kept is not None, (kind, identity)
            assert same(kept, resource), (kind, identity)
    assert other.journal.conflicts() == mine.journal.conflicts() == []
