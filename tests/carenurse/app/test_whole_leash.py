"""The whole life of a laptop's leash, by what a nurse and a person at a real office do."""

import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest

from carenurse.app.lease import Standing, challenge, enter_code
from carenurse.app.office_laptops import LaptopLine, ask_wipe, take_wipe_back, telephone_code
from carenurse.app.office_remains import left_behind
from carenurse.app.office_work import OfficeWork, office_work
from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource, new_id
from carenurse.clinical.paper import Paper, encode
from carenurse.errors import ExpectedError
from carenurse.store.served import Served
from carenurse.sync.kept import Held, journal_of
from tests.carenurse.app.leashed import Leashed, joined
from tests.carenurse.app.test_sync_run import HTEST, PAGE, ROSA, Hub, hub, rosa
from tests.kept import keep
from tests.made_vault import MadeVault

__all__ = ["hub"]

T = TypeVar("T")


@pytest.fixture
def laptop(made_vault: MadeVault, hub: Hub) -> Iterator[Leashed]:
    made = joined(made_vault, hub)
    keep(made.records, rosa())
    yield made
    made.vault.close()


def at_the_office(laptop: Leashed, job: Callable[[Records], T]) -> T:
    """Let a person at the office do something in its window."""
    return laptop.hub.thread.wait_for(lambda: job(laptop.hub.records))


def work(laptop: Leashed) -> OfficeWork:
    return at_the_office(laptop, lambda records: office_work(records, datetime.now(UTC)))


def line(laptop: Leashed) -> LaptopLine:
    (only,) = work(laptop).laptops
    return only


def alert(words: str) -> Resource:
    return {
        "resourceType": "Flag",
        "id": new_id(),
        "meta": HTEST,
        "status": "active",
        "code": {"text": words},
        "subject": {"reference": f"Patient/{ROSA}"},
    }


def test_a_lease_is_renewed_runs_over_and_is_helped_out_by_telephone(laptop: Leashed) -> None:
    assert laptop.meet().good
    first = laptop.vault.lease_state().until
    assert line(laptop).meet
    assert laptop.meet().good
    again = laptop.vault.lease_state().until
    assert line(laptop).name == (socket.gethostname() or "CareNurse")
    assert first is not None
    assert again is not None
    assert again >= first

    laptop.clock.go_on(timedelta(days=15))
    assert laptop.vault.lease_state().standing is Standing.OVER
    shown = challenge(laptop.vault)
    assert shown is not None
    code = at_the_office(laptop, lambda records: telephone_code(records, laptop.device, shown.text))
    with pytest.raises(ExpectedError, match="does not fit"):
        enter_code(laptop.vault, code[::-1] if code != code[::-1] else "ABCD-EFGH")
    assert enter_code(laptop.vault, code.lower().replace("-", " ")).standing is Standing.GRANTED

    laptop.clock.go_on(timedelta(hours=25))
    assert laptop.vault.lease_state().standing is Standing.OVER


def test_a_laptop_that_is_wiped_leaves_nothing_behind_that_the_office_has_not(laptop: Leashed) -> None:
    assert laptop.meet().good
    sent, held, draft = alert("A dog"), alert("Stairs"), alert("not finished")
    keep(laptop.records, sent, held)
    journal = journal_of(laptop.records)
    journal.hold(journal.changes()[-1].sequence, Held.BY_NURSE, "")
    with laptop.records.work() as unit:
        unit.put(draft, draft=True)
        named = unit.keep_file(PAGE, media_type="application/pdf", name="page.pdf")
        paper = Paper(id=new_id(), patient=ROSA, digest=named, media_type="application/pdf", status="current")
        unit.put({**encode(paper), "meta": HTEST})
        unit.keep_file(b"a photo of no paper", media_type="image/jpeg", name="photo")
    at_the_office(laptop, lambda records: ask_wipe(records, laptop.device))
    assert line(laptop).unheard

    result = laptop.meet()

    assert result.wiped is not None
    assert at_the_office(laptop, lambda records: records.get("Flag", sent["id"])) is not None
    assert laptop.hub.thread.wait_for(lambda: served(laptop).file(named)) == PAGE
    told = line(laptop)
    assert told.is_gone
    assert told.wipe.startswith("wiped ")
    parts = at_the_office(laptop, lambda records: left_behind(records, datetime.now(UTC)))
    left = [one for part in parts for one in part.lines]
    assert any(one.startswith("Rosa Delgado: 2 alerts") for one in left)
    assert any("held back by the nurse" in one and "not finished" in one for one in left)
    assert "1 file" in left
    assert "Who did what on this laptop" in left
    assert laptop.hub.faults == []


def served(laptop: Leashed) -> Served:
    return laptop.hub.office.served


def test_a_wipe_that_was_taken_back_in_time_happens_to_nobody(laptop: Leashed) -> None:
    assert laptop.meet().good
    at_the_office(laptop, lambda records: ask_wipe(records, laptop.device))
    at_the_office(laptop, lambda records: take_wipe_back(records, laptop.device))

    result = laptop.meet()

    assert result.good
    assert result.wiped is None
    assert laptop.again().records.get("Patient", ROSA) is not None
    assert line(laptop).wipe == ""
