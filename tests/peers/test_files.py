"""Photos and papers of two laptops at a real server: each arrives whole, once, after what was written."""

from collections.abc import Callable
from hashlib import sha256
from secrets import token_bytes

import pytest

from carenurse.clinical import paper
from carenurse.clinical.fhir import Resource, new_id
from carenurse.clinical.paper import Paper
from carenurse.sync.http_wire import HttpWire
from carenurse.sync.steps import Ending
from tests.carenurse.store.resources import FICTIONAL
from tests.peers.conftest import Peer
from tests.peers.faults import OnceIn, no_answer
from tests.peers.laptops import Laptop, keep, patient
from tests.peers.proxy import Asked, Proxy
from tests.peers.test_runs import PEERS

SIZE = 500_000
"""Bytes of a photo, as one of a wound has."""


def photographed(laptop: Laptop, whose: Resource) -> bytes:
    """Keep a new photo and the paper that names it."""
    photo = token_bytes(SIZE)
    told = Paper(
        id=new_id(),
        patient=whose["id"],
        title="Fictional photo",
        media_type="image/jpeg",
        digest=sha256(photo).hexdigest(),
        status="current",
    )
    with laptop.records.work() as work:
        work.keep_file(photo, media_type="image/jpeg", name="Fictional photo")
    keep(laptop, {**paper.encode(told), "meta": FICTIONAL})
    return photo


def run(peer: Peer, laptop: Laptop, base: str) -> Ending:
    """Run once over the real way to an office."""
    wire = HttpWire(base, token=lambda: peer.wire.token, packs=laptop.profile.gzip)
    try:
        return laptop.run(wire).ending
    finally:
        wire.close()


@pytest.mark.parametrize("peer", PEERS, indirect=True)
def test_a_photo_of_one_laptop_is_on_the_other_after_a_run_of_each(
    peer: Peer, laptop: Callable[[], Laptop]
) -> None:
    mine, other = laptop(), laptop()
    assert mine.profile.takes_files
    person = patient()
    keep(mine, person)
    photo = photographed(mine, person)

    assert run(peer, mine, peer.wire.base) is Ending.COMPLETE
    assert mine.journal.files_waiting(person["id"]) == 0
    assert run(peer, other, peer.wire.base) is Ending.COMPLETE

    assert other.journal.bytes_of(sha256(photo).hexdigest()) == photo
    assert other.journal.files_waiting(person["id"]) == 0


@pytest.mark.parametrize("peer", PEERS, indirect=True)
def test_a_photo_whose_answers_were_lost_arrives_in_a_later_run(
    peer: Peer, laptop: Callable[[], Laptop]
) -> None:
    mine, other = laptop(), laptop()
    person = patient()
    keep(mine, person)
    run(peer, mine, peer.wire.base)
    photo = photographed(mine, person)

    def carries_a_file(asked: Asked) -> bool:
        named = sha256(photo).hexdigest() in asked.path or asked.path.endswith("/Binary")
        return named and asked.method in ("PUT", "POST", "PATCH")

    spoilt = OnceIn(no_answer, every=1, meant=carries_a_file)
    with Proxy(peer.wire.base.removesuffix("/fhir"), spoilt) as proxy:
        assert run(peer, mine, f"{proxy.address}/fhir") is Ending.NO_ANSWER
        assert mine.journal.files_waiting(person["id"]) == 1
        assert mine.journal.changes() == []
        spoilt.every = 1000
        assert run(peer, mine, f"{proxy.address}/fhir") is Ending.COMPLETE

    assert spoilt.done
    assert mine.journal.files_waiting(person["id"]) == 0
    assert run(peer, other, peer.wire.base) is Ending.COMPLETE
    assert other.journal.bytes_of(sha256(photo).hexdigest()) == photo
