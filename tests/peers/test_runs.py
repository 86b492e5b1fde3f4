"""Whole runs of two laptops with real records against a real server, as its check found it."""

import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TypeVar

import pytest

from carenurse.clinical.fhir import Resource, new_id
from carenurse.store.journal import Journal
from carenurse.store.records import StoredRecords, create_records, open_records
from carenurse.sync.canonical import same
from carenurse.sync.merge import merge
from carenurse.sync.probe import probe
from carenurse.sync.profile import Profile
from carenurse.sync.run import synchronize
from carenurse.sync.session import Session
from carenurse.sync.steps import Ending, Outcome, Progress
from carenurse.sync.wire import Request, Wire
from carenurse.vault.mark import Mark
from tests.carenurse.store.resources import FICTIONAL
from tests.peers.conftest import Peer
from tests.peers.wires import ForgetfulWire

T = TypeVar("T")
KEY, SALT = bytes(range(32)), bytes(range(16))
PEERS = [
    pytest.param("hub"),
    pytest.param("sekmet", marks=pytest.mark.long),
    pytest.param("named", marks=pytest.mark.long),
]
NURSE: Resource = {"resourceType": "Practitioner", "id": "", "meta": FICTIONAL}


class Nobody:
    """Watches over a record that needs no watching."""

    def before_work(self) -> None:
        """Room is made elsewhere."""

    def after_commit(self, mark: Mark) -> None:
        """Look at marks elsewhere."""

    def disk_was_full(self) -> None:
        """Full disks are tried elsewhere."""


@dataclass
class Laptop:
    """One laptop with a real record."""

    records: StoredRecords
    profile: Profile
    journal: Journal

    def keep(self, step: Callable[[Journal], T], /) -> T:
        return step(self.journal)

    def run(self, wire: Wire) -> Outcome:
        session = Session(
            wire, self.profile, self.keep, now=local_now, chance=lambda: 0.0, nurse=self.records.me
        )
        ended: list[Outcome] = []

        def whole() -> Generator[Progress]:
            ended.append((yield from synchronize(session, "test")))

        for _ in whole():
            assert not ended
        return ended[0]


def local_now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def laptop(tmp_path: Path, peer: Peer) -> Iterator[Callable[[], Laptop]]:
    profile = probe(peer.wire, local_now, time.sleep).profile
    numbers, made = count(), list[StoredRecords]()

    def make() -> Laptop:
        file = tmp_path / f"laptop-{next(numbers)}.db"
        create_records(file, KEY, SALT, {**NURSE, "id": new_id()}, local_now)
        records = open_records(file, KEY, SALT, local_now, Nobody())
        made.append(records)
        return Laptop(records, profile, records.journal(merge, same))

    yield make
    for records in made:
        records.abandon()


def patient() -> Resource:
    return {"resourceType": "Patient", "id": new_id(), "meta": FICTIONAL, "name": [{"family": "Fictional"}]}


def keep(laptop: Laptop, *resources: Resource) -> None:
    with laptop.records.work() as work:
        for resource in resources:
            work.put(resource)


def visit(whose: Resource) -> list[Resource]:
    about = {"meta": FICTIONAL, "subject": {"reference": f"Patient/{whose['id']}"}}
    encounter: Resource = {
        "resourceType": "Encounter",
        "id": new_id(),
        **about,
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "HH"},
    }
    pulse: Resource = {
        "resourceType": "Observation",
        "id": new_id(),
        **about,
        "status": "final",
        "encounter": {"reference": f"Encounter/{encounter['id']}"},
        "code": {"text": "pulse"},
        "valueString": "72",
    }
    return [pulse, encounter]


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

    assert mine.run(peer.wire).ending is Ending.COMPLETE

    assert mine.journal.changes() == []
    assert mine.journal.conflicts() == []
    if theirs is not None:
        now = mine.records.get("Encounter", made[1]["id"]) or {}
        assert now.get("serviceType") == {"text": "changed by the office"}
