"""Laptops with real, encrypted records, for runs against real servers."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from carenurse.clinical.fhir import Resource, new_id
from carenurse.store.journal import Journal
from carenurse.store.records import StoredRecords
from carenurse.sync.profile import Profile
from carenurse.sync.run import synchronize
from carenurse.sync.session import Session
from carenurse.sync.steps import Outcome, Progress
from carenurse.sync.wire import Wire
from carenurse.vault.mark import Mark
from tests.carenurse.store.resources import FICTIONAL

T = TypeVar("T")


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
    """One laptop with a real record; its clock may be ``ahead``, so that no test waits for a quiet time."""

    records: StoredRecords
    profile: Profile
    journal: Journal
    ahead: timedelta = timedelta(0)

    def keep(self, step: Callable[[Journal], T], /) -> T:
        return step(self.journal)

    def now(self) -> datetime:
        return local_now() + self.ahead

    def run(self, wire: Wire) -> Outcome:
        session = Session(
            wire, self.profile, self.keep, now=self.now, chance=lambda: 0.0, nurse=self.records.me
        )
        ended: list[Outcome] = []

        def whole() -> Generator[Progress]:
            ended.append((yield from synchronize(session, "test")))

        for _ in whole():
            assert not ended
        return ended[0]


def local_now() -> datetime:
    return datetime.now(UTC)


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
