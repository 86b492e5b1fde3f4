"""A run of a laptop that its office wants wiped: it ends as any other, all goes out and no news comes in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from typing_extensions import override

from carenurse.app.ports import Records
from carenurse.app.sync_join import join
from carenurse.app.sync_office import Office as Kept
from carenurse.app.sync_office import office_of
from carenurse.app.sync_run import RunResult, over_the_network, run
from carenurse.clinical import caseload
from carenurse.clinical.caseload import Caseload
from carenurse.clinical.fhir import Resource, new_id
from carenurse.clinical.paper import Paper, encode
from carenurse.sync.http_wire import HttpWire
from carenurse.sync.kept import journal_of
from carenurse.sync.wire import Request, Response
from tests.carenurse.app.test_sync_run import HTEST, NOW, PAGE, ROSA, Hub, an_office, rosa
from tests.fakes import FixedClock
from tests.kept import keep
from tests.made_vault import MadeVault

OTHER = "22222222-2222-4222-8222-222222222222"
LIST = "33333333-3333-4333-8333-333333333333"


@pytest.fixture
def hub(vault_pattern: MadeVault, tmp_path: Path) -> Iterator[Hub]:
    with an_office(vault_pattern, tmp_path / "office") as made:
        yield made


@dataclass
class Way:
    """Ways to the office that note what was asked for on them."""

    asked: list[str] = field(default_factory=list[str])

    def __call__(self, office: Kept) -> HttpWire:
        asked = self.asked

        class Noting(HttpWire):
            @override
            def send(self, request: Request) -> Response:
                asked.append(f"{request.method} {request.path}")
                return super().send(request)

        return Noting(office.address, token=lambda: office.token)


def weight(kilograms: int, identity: str = "") -> Resource:
    return {
        "resourceType": "Observation",
        "id": identity or new_id(),
        "meta": HTEST,
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
        "subject": {"reference": f"Patient/{ROSA}"},
        "effectiveDateTime": "2026-03-04T10:00:00-05:00",
        "valueQuantity": {"value": kilograms, "unit": "kg"},
    }


def by_another(hub: Hub, *resources: Resource) -> None:
    """Let another nurse's words stand at the office."""

    def kept() -> None:
        with hub.records.work(author=OTHER) as work:
            for one in resources:
                work.put(one, local=True)
        hub.office.served.look_through()

    hub.thread.wait_for(kept)


def at_the_office(hub: Hub, kind: str, identity: str) -> Resource:
    return hub.thread.wait_for(lambda: hub.records.get(kind, identity)) or {}


def order(hub: Hub) -> None:
    served = hub.office.served
    hub.thread.wait_for(lambda: served.leashes.ask_wipe(served.devices.all()[-1].identity))


@pytest.fixture
def flag() -> Resource:
    """Give an alert that another nurse wrote."""
    return {
        "resourceType": "Flag",
        "id": new_id(),
        "meta": HTEST,
        "status": "active",
        "code": {"text": "A dog"},
        "subject": {"reference": f"Patient/{ROSA}"},
    }


@pytest.fixture
def joined(records: Records, hub: Hub, flag: Resource) -> Records:
    """Give a laptop whose caseload is Rosa, and which has all that the office has."""
    by_another(
        hub,
        rosa(),
        flag,
        caseload.encode(Caseload(id=LIST, name="Caseload", nurse=records.me, patients=(ROSA,))),
    )
    code = hub.thread.wait_for(lambda: hub.office.served.devices.invite(records.me))
    join(records, hub.address, code, over_the_network, NOW)
    assert go(records).good
    assert go(records).good
    assert records.get("Patient", ROSA)
    return records


def go(records: Records, way: Way | None = None, *, days: int = 0) -> RunResult:
    clock = FixedClock(NOW + timedelta(days=days))
    return run(records, way or over_the_network, clock, lambda _progress: True)


def test_everything_goes_out_and_nothing_comes_in(hub: Hub, joined: Records) -> None:
    made, news = weight(72), weight(80)
    by_another(hub, news)
    order(hub)
    keep(joined, made, {**(joined.get("Patient", ROSA) or {}), "gender": "female"})
    with joined.work() as work:
        digest = work.keep_file(PAGE, media_type="application/pdf", name="page.pdf")
        told = Paper(id=new_id(), patient=ROSA, digest=digest, media_type="application/pdf", status="current")
        work.put({**encode(told), "meta": HTEST})

    result = go(joined, days=2)

    assert result.good, result
    assert (result.received, result.conflicts, result.refused) == (0, 0, 0)
    assert joined.get("Observation", news["id"]) is None
    assert journal_of(joined).changes() == []
    assert at_the_office(hub, "Observation", made["id"])["valueQuantity"]["value"] == 72
    assert at_the_office(hub, "Patient", ROSA)["gender"] == "female"
    assert hub.thread.wait_for(lambda: hub.office.served.file(digest)) == PAGE
    assert hub.faults == []


def test_a_great_comparison_is_not_begun_for_news_that_it_does_not_get(hub: Hub, joined: Records) -> None:
    by_another(hub, *(weight(one) for one in range(60, 90)))
    order(hub)
    way = Way()

    assert go(joined, way, days=2).good

    assert not [one for one in way.asked if "_search" in one]
    assert len(way.asked) < 15


def test_what_another_changed_meanwhile_waits_for_a_person_and_holds_nothing_up(
    hub: Hub, joined: Records, flag: Resource
) -> None:
    by_another(hub, {**flag, "code": {"text": "Two dogs"}})
    order(hub)
    made = weight(72)
    keep(joined, made, {**(joined.get("Flag", flag["id"]) or {}), "status": "inactive"})

    result = go(joined)

    assert result.good, result
    assert at_the_office(hub, "Observation", made["id"])
    assert at_the_office(hub, "Flag", flag["id"])["status"] == "active"
    assert [one.identity for one in journal_of(joined).changes()] == [flag["id"]]
    assert (joined.get("Flag", flag["id"]) or {})["code"] == {"text": "A dog"}


def test_what_it_wrote_itself_and_another_changed_is_put_together(hub: Hub, joined: Records) -> None:
    hers = {**(joined.get("Patient", ROSA) or {}), "gender": "female"}
    keep(joined, hers)
    assert go(joined).good
    by_another(hub, {**hers, "birthDate": "1947-03-14"})
    order(hub)
    keep(joined, {**hers, "telecom": [{"system": "phone", "value": "555-0100"}]})

    assert go(joined).good

    there = at_the_office(hub, "Patient", ROSA)
    assert (there["gender"], there["birthDate"]) == ("female", "1947-03-14")
    assert there["telecom"] == [{"system": "phone", "value": "555-0100"}]
    assert journal_of(joined).changes() == []


def test_a_run_that_was_broken_off_goes_on_as_ever(hub: Hub, joined: Records) -> None:
    made = weight(72)
    keep(joined, made)
    cut = run(joined, over_the_network, FixedClock(NOW), lambda progress: progress.words != "Sending")
    assert not cut.good
    order(hub)

    assert go(joined).good

    assert journal_of(joined).changes() == []
    assert at_the_office(hub, "Observation", made["id"])


def test_when_it_is_taken_back_in_time_the_news_comes_with_the_next_run(hub: Hub, joined: Records) -> None:
    news = weight(80)
    by_another(hub, news)
    order(hub)
    served = hub.office.served
    run(joined, over_the_network, FixedClock(NOW), lambda progress: progress.words != "Finishing")
    assert joined.get("Observation", news["id"]) is None

    assert hub.thread.wait_for(lambda: served.leashes.take_back(served.devices.all()[-1].identity))

    assert go(joined).good
    assert joined.get("Observation", news["id"]) is not None
    assert office_of(joined).address == hub.address
