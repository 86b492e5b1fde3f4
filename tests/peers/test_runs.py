"""Whole runs of two laptops with real records against a real server, as its check found it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from carenurse.sync.canonical import same
from carenurse.sync.kinds import OF_PATIENTS, SHARED
from carenurse.sync.steps import Ending
from carenurse.sync.wire import Request
from tests.peers.conftest import OTHERS, Peer
from tests.peers.laptops import Laptop, keep, patient, visit
from tests.peers.wires import CountingWire, ForgetfulWire

QUIET = timedelta(minutes=5)
"""After which a server without guards, or with its own ids, is believed not to do a lost request any more."""
PEERS = [
    pytest.param("hub"),
    *(pytest.param(name, marks=pytest.mark.long) for name in OTHERS),
]


@pytest.mark.parametrize("peer", PEERS, indirect=True)
def test_a_visit_of_one_laptop_is_on_the_other_after_a_run_of_each(
    peer: Peer, laptop: Callable[[], Laptop]
) -> None:
    mine, other = laptop(), laptop()
    person = patient()
    made = visit(person)
    keep(mine, person)
    keep(mine, *made)

    assert mine.run(peer.wire).ending is Ending.COMPLETE
    assert mine.journal.changes() == []
    assert other.run(peer.wire).ending is Ending.COMPLETE

    for resource in (person, *made):
        found = other.records.get(resource["resourceType"], resource["id"])
        assert found is not None
        assert same(found, resource)


@pytest.mark.parametrize("peer", PEERS, indirect=True)
def test_changes_of_two_laptops_are_merged_and_what_clashes_is_a_conflict(
    peer: Peer, laptop: Callable[[], Laptop]
) -> None:
    mine, other = laptop(), laptop()
    person = patient()
    keep(mine, person)
    mine.run(peer.wire)
    other.run(peer.wire)
    keep(mine, {**(mine.records.get("Patient", person["id"]) or {}), "gender": "female"})
    keep(other, {**(other.records.get("Patient", person["id"]) or {}), "birthDate": "1950-01-01"})
    for one in (mine, other, mine):
        assert one.run(peer.wire).ending is Ending.COMPLETE

    for one in (mine, other):
        now = one.records.get("Patient", person["id"]) or {}
        assert (now.get("gender"), now.get("birthDate")) == ("female", "1950-01-01")

    keep(mine, {**(mine.records.get("Patient", person["id"]) or {}), "birthDate": "1950-01-02"})
    keep(other, {**(other.records.get("Patient", person["id"]) or {}), "birthDate": "1950-01-03"})
    mine.run(peer.wire)
    other.run(peer.wire)

    assert [one.resource for one in other.journal.conflicts()] == [person["id"]]
    assert mine.journal.conflicts() == []


@pytest.mark.parametrize("peer", PEERS, indirect=True)
def test_a_visit_whose_answer_was_lost_is_there_once_and_the_offices_change_of_it_stays(
    peer: Peer, laptop: Callable[[], Laptop]
) -> None:
    mine = laptop()
    mine.run(peer.wire)
    person = patient()
    made = visit(person)
    keep(mine, person, *made)

    def carries_the_visit(request: Request) -> bool:
        return made[1]["id"].encode() in request.body and request.method in ("POST", "PUT")

    assert mine.run(ForgetfulWire(peer.wire, carries_the_visit)).ending is Ending.NO_ANSWER
    assert mine.journal.batches()
    office = laptop()
    office.run(peer.wire)
    theirs = office.records.get("Encounter", made[1]["id"])
    if theirs is not None:
        keep(office, {**theirs, "serviceType": {"text": "changed by the office"}})
        assert office.run(peer.wire).ending is Ending.COMPLETE
    mine.ahead = QUIET if mine.profile.gives_ids else timedelta(0)

    assert mine.run(peer.wire).ending is Ending.COMPLETE

    assert mine.journal.changes() == []
    assert mine.journal.conflicts() == []
    if theirs is not None:
        now = mine.records.get("Encounter", made[1]["id"]) or {}
        assert now.get("serviceType") == {"text": "changed by the office"}


@pytest.mark.parametrize("peer", PEERS, indirect=True)
def test_a_run_that_finds_nothing_new_asks_a_plain_server_a_few_questions(
    peer: Peer, laptop: Callable[[], Laptop]
) -> None:
    mine = laptop()
    mine.profile = replace(mine.profile, hub=False)
    person = patient()
    keep(mine, person, *visit(person))
    for _ in range(2):
        assert mine.run(peer.wire).ending is Ending.COMPLETE
    alone, together = CountingWire(peer.wire), CountingWire(peer.wire)

    found = mine.profile
    assert mine.run(together).ending is Ending.COMPLETE
    mine.profile = replace(found, searches_in_batch=0, whole_page=0)
    assert mine.run(alone).ending is Ending.COMPLETE

    assert together.asked < alone.asked
    takes_all = found.searches_in_batch >= len((*SHARED, *OF_PATIENTS)) + 1 and found.whole_page
    if takes_all and not peer.is_a_strangers:  # there, others may have written more than one page just now
        assert together.asked <= 3
