"""A real laptop's run against a real hub on loopback: two encrypted records and HTTP between them."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from carenurse.app import wiring
from carenurse.app.ports import Records
from carenurse.app.sync_check import check_office
from carenurse.app.sync_office import Office, keep_office
from carenurse.app.sync_run import RunResult, over_the_network, run
from carenurse.clinical.fhir import Resource
from carenurse.office.desk import ask_the_desk
from carenurse.office.running import Running, Wishes
from carenurse.office.serving import Place
from carenurse.sync.kept import journal_of
from carenurse.sync.line import OpenWire
from carenurse.sync.profile import Profile
from carenurse.sync.wire import Request, Response
from tests.fakes import WallClock
from tests.made_vault import MadeVault

TAGGED: Resource = {
    "tag": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}]
}


@dataclass(frozen=True, slots=True)
class Hub:
    """The office's own record, and the laptop's way to it."""

    records: Records
    base: str
    folder: Path

    def token(self, nurse: str, *, whole: bool = False) -> str:
        code = (ask_the_desk(self.folder, {"do": "enrol", "nurse": nurse, "whole": whole}) or {})["code"]
        return httpx.post(f"{self.base}/$enrol", json={"code": code, "name": "laptop"}).json()["token"]


def _told(problem: Exception) -> str:
    raise problem


@pytest.fixture
def hub(vault_pattern: MadeVault, tmp_path: Path) -> Iterator[Hub]:
    folder = tmp_path / "office"
    shutil.copytree(vault_pattern.folder, folder)
    vault = wiring.unlock_with_recovery(folder, vault_pattern.recovery_code, reserve=0)
    wishes = Wishes(folder, "key-1", Place("127.0.0.1", 0), plain=True)
    running = Running(vault.records, wishes, lambda: datetime.now(UTC), _told)
    yield Hub(vault.records, f"http://127.0.0.1:{running.port}/fhir", folder)
    running.stop()
    vault.close()


@pytest.fixture
def laptop(records: Records, hub: Hub) -> Records:
    """Give a laptop that knows its office and has checked it."""
    token = hub.token(records.me)
    check_office(
        Office(hub.base, token, Profile()), over_the_network, lambda: datetime.now(UTC), records=records
    )
    keep_office(records, hub.base, token)
    return records


@dataclass
class Listening:
    """The real way to an office; it notes what is asked, and spoils what ``spoil`` makes of an answer."""

    wire: OpenWire
    asked: list[Request]
    spoil: Callable[[Response], Response] = lambda told: told
    certificate = ""

    @property
    def base(self) -> str:
        return self.wire.base

    def send(self, request: Request) -> Response:
        self.asked.append(request)
        told = self.wire.send(request)
        return self.spoil(told) if told.is_lines else told

    def close(self) -> None:
        self.wire.close()


def listening(
    asked: list[Request], spoil: Callable[[Response], Response] = lambda told: told
) -> Callable[[Office], OpenWire]:
    return lambda office: Listening(over_the_network(office), asked, spoil)


def sync(records: Records) -> RunResult:
    return run(records, over_the_network, WallClock(), lambda _progress: True)


def person(**more: object) -> Resource:
    return {
        "resourceType": "Patient",
        "id": str(uuid4()),
        "meta": TAGGED,
        "name": [{"family": "Fictional"}],
        **more,
    }


def visit(whose: Resource) -> list[Resource]:
    subject = {"reference": f"Patient/{whose['id']}"}
    encounter: Resource = {
        "resourceType": "Encounter",
        "id": str(uuid4()),
        "status": "finished",
        "class": {"code": "HH"},
        "subject": subject,
    }
    reading: Resource = {
        "resourceType": "Observation",
        "id": str(uuid4()),
        "status": "final",
        "code": {"text": "fictional"},
        "subject": subject,
        "encounter": {"reference": f"Encounter/{encounter['id']}"},
    }
    return [encounter, reading]


def keep(records: Records, *resources: Resource, local: bool = False) -> None:
    with records.work() as work:
        for resource in resources:
            work.put(resource, local=local)


def test_a_new_patient_and_a_visit_arrive_whole_and_are_received_once(laptop: Records, hub: Hub) -> None:
    someone = person()
    done = visit(someone)
    keep(laptop, someone, *done)

    result = sync(laptop)

    assert result.good, result
    assert laptop.unsent() == []
    for one in (someone, *done):
        found = hub.records.get(one["resourceType"], one["id"])
        assert found is not None
        assert [version.number for version in hub.records.versions(one["resourceType"], one["id"])] == [1]
    again = sync(laptop)
    assert (again.good, again.sent, again.conflicts) == (True, 0, 0)


def test_a_change_of_the_office_comes_back_and_joins_with_hers(laptop: Records, hub: Hub) -> None:
    someone = person(gender="female")
    keep(laptop, someone)
    assert sync(laptop).good
    keep(hub.records, {**someone, "birthDate": "1940-02-03"}, local=True)
    keep(laptop, {**someone, "gender": "other"})

    results = [sync(laptop), sync(laptop)]

    assert all(one.good for one in results), results
    for records in (laptop, hub.records):
        found = records.get("Patient", someone["id"]) or {}
        assert (found["gender"], found["birthDate"]) == ("other", "1940-02-03")


def test_a_patient_of_somebody_else_never_arrives(laptop: Records, hub: Hub) -> None:
    other = person()
    keep(hub.records, other, local=True)

    assert sync(laptop).good

    assert laptop.get("Patient", other["id"]) is None


def assign(hub: Hub, nurse: str, *people: Resource) -> None:
    """Write the nurse's list of patients at the office."""
    members = [{"entity": {"reference": f"Patient/{one['id']}"}} for one in people]
    listed: Resource = {
        "resourceType": "Group",
        "id": f"list-{nurse}",
        "type": "person",
        "actual": True,
        "managingEntity": {"reference": f"Practitioner/{nurse}"},
    }
    answer = httpx.put(
        f"{hub.base}/Group/{listed['id']}",
        json={**listed, "member": members} if members else listed,
        headers={"Authorization": f"Bearer {hub.token('boss', whole=True)}"},
    )
    assert answer.is_success, answer.text


def test_who_comes_to_the_caseload_is_loaded_whole_and_who_leaves_it_is_noted(
    laptop: Records, hub: Hub
) -> None:
    someone, other = person(), person()
    done = visit(someone)
    keep(hub.records, someone, *done, other, local=True)
    assert sync(laptop).good
    assert laptop.get("Patient", someone["id"]) is None

    assign(hub, laptop.me, someone)
    assert sync(laptop).good

    for one in (someone, *done):
        assert laptop.get(one["resourceType"], one["id"]) is not None
    assert laptop.get("Patient", other["id"]) is None

    assign(hub, laptop.me)
    assert sync(laptop).good
    assert someone["id"] in journal_of(laptop).cursor("leaving")


def test_a_morning_without_news_takes_one_question_and_the_mark(laptop: Records) -> None:
    keep(laptop, person())
    assert sync(laptop).good
    assert sync(laptop).good
    asked: list[Request] = []

    result = run(laptop, listening(asked), WallClock(), lambda _progress: True)

    assert result.good
    assert [one.path.partition("?")[0].partition("/")[0] for one in asked] == ["$changes", "$mark"]


def test_an_office_with_another_history_is_offered_again_what_it_lost(laptop: Records) -> None:
    someone = person()
    keep(laptop, someone)
    assert sync(laptop).good
    journal = journal_of(laptop)
    mark = journal.cursor("pull $changes")
    journal.set_cursor("pull $changes", re.sub('"epoch": ?"[^"]*"', f'"epoch":"{uuid4()}"', mark))

    first, second = sync(laptop), sync(laptop)

    assert not first.good
    assert second.good
    assert any("restored" in one for one in second.notices)


def cut_off(told: Response) -> Response:
    return replace(told, body=told.body[:-20])


def without_numbers(told: Response) -> Response:
    return replace(told, headers={**told.headers, "next-sequence": "soon"})


def of_somebody_else(told: Response) -> Response:
    return replace(told, headers={**told.headers, "content-type": "text/html"})


def test_a_feed_that_is_cut_off_or_makes_no_sense_ends_the_run_and_moves_nothing(
    laptop: Records, hub: Hub
) -> None:
    someone = person()
    keep(laptop, someone)
    assert sync(laptop).good
    keep(hub.records, {**someone, "gender": "other"}, local=True)
    before = journal_of(laptop).cursor("pull $changes")
    for broken in (cut_off, without_numbers, of_somebody_else):
        spoilt = listening([], spoil=broken)
        assert not run(laptop, spoilt, WallClock(), lambda _progress: True).good
        assert journal_of(laptop).cursor("pull $changes") == before

    assert sync(laptop).good
    assert (laptop.get("Patient", someone["id"]) or {})["gender"] == "other"
