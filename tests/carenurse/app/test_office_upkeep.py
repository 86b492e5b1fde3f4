"""A serving office makes its backups by itself, and ends in the middle of one."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from queue import Queue

import pytest

from carenurse.app.backups import backups_of
from carenurse.app.office_upkeep import EVERY, FIRST, OfficeUpkeep
from carenurse.app.open_vault import OpenVault
from carenurse.app.wiring import local_now
from tests.carenurse.app.test_sync_stick import person
from tests.kept import keep


@pytest.fixture
def heard() -> Queue[str]:
    return Queue()


@pytest.fixture
def upkeep(open_vault: OpenVault, heard: Queue[str]) -> Iterator[OfficeUpkeep]:
    made = OfficeUpkeep(open_vault, local_now, heard.put, lambda fault: heard.put(repr(fault)), first=0.01)
    yield made
    made.stop()


def test_a_backup_that_is_due_is_made_by_itself_once(
    open_vault: OpenVault, upkeep: OfficeUpkeep, heard: Queue[str]
) -> None:
    keep(open_vault.records, person())

    upkeep.start()

    assert "Backup made and checked" in heard.get(timeout=30)
    assert len(backups_of(open_vault)) == 1


def test_an_office_without_anybody_in_it_needs_none_and_stops_at_once(
    open_vault: OpenVault, upkeep: OfficeUpkeep, heard: Queue[str]
) -> None:
    upkeep.start()
    upkeep.stop()

    assert heard.empty()
    assert backups_of(open_vault) == ()


def test_an_office_that_is_switched_off_each_night_has_a_backup_of_each_day(
    open_vault: OpenVault, heard: Queue[str]
) -> None:
    keep(open_vault.records, person())
    morning = local_now()
    for day in range(3):
        now = morning + timedelta(days=day)
        served = OfficeUpkeep(open_vault, lambda now=now: now, heard.put, print, first=0.01)
        served.start()
        assert "Backup made and checked" in heard.get(timeout=60)
        served.stop()
        keep(open_vault.records, {**person(), "birthDate": f"194{day}-03-02"})

    assert len(backups_of(open_vault)) == 3


def test_the_first_look_comes_in_the_first_minutes_of_serving() -> None:
    assert FIRST <= 2 * 60
    assert EVERY <= 60 * 60


def test_saves_go_on_while_a_copy_is_made(open_vault: OpenVault, upkeep: OfficeUpkeep) -> None:
    keep(open_vault.records, person())

    made = upkeep.back_up_now()
    keep(open_vault.records, {**person(), "gender": "other"})

    assert made.backup.made <= datetime.now(UTC) + timedelta(seconds=1)
    assert made.trouble == ""
