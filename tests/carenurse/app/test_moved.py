"""A patient is put on another nurse's list: the laptop of before says so, and brings what was begun."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from carenurse.app.banner import banner
from carenurse.app.caseload import find_people
from carenurse.app.medicine_changes import write_down
from carenurse.app.medicine_typed import TypedMedicine
from carenurse.app.moved import begun, moved_words
from carenurse.app.office_work import assign
from carenurse.app.ports import Records
from carenurse.app.some_people import SomePeople
from carenurse.app.sync_join import join
from carenurse.app.sync_run import over_the_network, run
from carenurse.app.visit_begin import start_visit
from carenurse.app.visit_sign import sign_visit
from carenurse.clinical.fhir import Resource, new_id
from carenurse.sync.kept import journal_of
from tests.carenurse.app.test_becoming_the_offices_nurse import BEN, GRACE, PLANNED, code_for, office
from tests.carenurse.app.test_sync_run import HTEST, ROSA, Hub, an_office
from tests.fakes import FixedClock
from tests.kept import keep
from tests.made_vault import NOW, MadeVault

__all__ = ["office"]

DAY = timedelta(days=1)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW + 400 * DAY)


@pytest.fixture
def hub(vault_pattern: MadeVault, tmp_path: Path, clock: FixedClock) -> Iterator[Hub]:
    """Give an office whose clock the tests set."""
    with an_office(vault_pattern, tmp_path / "office", clock.now) as made:
        yield made


@pytest.fixture
def laptop(records: Records, office: Hub, clock: FixedClock) -> Records:
    """Give Grace's laptop, which has Rosa."""
    join(records, office.address, code_for(office, GRACE), over_the_network, clock.now())
    meets(records, clock)
    return records


def meets(records: Records, clock: FixedClock) -> None:
    assert run(records, over_the_network, clock, lambda _: True).good


def moves(office: Hub) -> None:
    """Put Rosa on Ben's list."""
    office.thread.wait_for(lambda: assign(office.records, ROSA, BEN))
    office.thread.wait_for(office.office.served.look_through)


def goal(now: datetime) -> Resource:
    """Give something that names no visit, and says on which day it was made as those of CareNurse do."""
    return {
        "resourceType": "Goal",
        "id": new_id(),
        "meta": HTEST,
        "lifecycleStatus": "active",
        "startDate": now.date().isoformat(),
        "description": {"text": "Walks to the mailbox"},
        "subject": {"reference": f"Patient/{ROSA}"},
    }


def words(records: Records, now: datetime) -> str:
    return moved_words(records, ROSA, now.date())


def test_who_moved_is_marked_with_the_nurse_of_now_and_the_day_until_which_they_stay(
    laptop: Records, office: Hub, clock: FixedClock
) -> None:
    assert words(laptop, clock.now()) == ""

    moves(office)
    meets(laptop, clock)

    until = (clock.now() + 30 * DAY).astimezone()
    said = f"Now on the list of Ben Ode; stays here until {until.day} {until:%b}"
    assert words(laptop, clock.now()).startswith(said)
    assert banner(laptop, ROSA, clock.now().date()).other_alerts[0].startswith(said)
    (row,) = find_people(laptop, "Delgado", clock.now()).rows
    assert row.whose.startswith(said)
    encounter = start_visit(laptop, clock.now(), patient=ROSA)
    assert begun(laptop, encounter, clock.now().date()).whose.startswith(said)
    assert moved_words(SomePeople(laptop, [ROSA]), ROSA, clock.now().date()) == ""


def test_who_comes_back_is_marked_no_more(laptop: Records, office: Hub, clock: FixedClock) -> None:
    moves(office)
    meets(laptop, clock)

    office.thread.wait_for(lambda: assign(office.records, ROSA, GRACE))
    office.thread.wait_for(office.office.served.look_through)
    meets(laptop, clock)

    assert words(laptop, clock.now()) == ""


def test_a_visit_begun_before_the_move_and_signed_after_the_thirty_days_arrives_whole(
    laptop: Records, office: Hub, clock: FixedClock
) -> None:
    encounter = start_visit(laptop, clock.now(), appointment=PLANNED)
    moves(office)
    meets(laptop, clock)
    clock.go_on(45 * DAY)
    keep(laptop, goal(clock.now()))
    write_down(laptop, ROSA, TypedMedicine("Metformin", "500 mg", "twice a day"), clock.now())
    meets(laptop, clock)
    assert words(laptop, clock.now()).endswith("stays here until the office has everything")

    sign_visit(laptop, encounter, clock.now(), "Called away")
    meets(laptop, clock)

    assert office.records.get("Encounter", encounter) is not None
    assert office.records.where("Composition", "encounter", encounter)
    assert (office.records.get("Appointment", PLANNED) or {})["status"] == "fulfilled"
    for kind in ("Goal", "MedicationStatement"):
        assert len(office.records.of_patient(ROSA, kind)) == 1
    assert journal_of(laptop).changes() == []
