"""A laptop joins its office once more, also for another nurse: it just goes on, and alarms nobody."""

import shutil
from pathlib import Path

import pytest
from typing_extensions import override

from carenurse.app import wiring
from carenurse.app.ports import Records
from carenurse.app.sync_join import join
from carenurse.app.sync_office import Office
from carenurse.app.sync_run import over_the_network, run
from carenurse.clinical.fhir import Resource, new_id
from carenurse.sync.http_wire import HttpWire
from carenurse.sync.kept import journal_of
from carenurse.sync.line import OpenWire
from carenurse.sync.wire import NoAnswerError, Request, Response
from tests.carenurse.app.test_becoming_the_offices_nurse import GRACE, joins, office
from tests.carenurse.app.test_sync_run import HTEST, NOW, ROSA, Hub, an_office, go, hub, rosa
from tests.fakes import FixedClock
from tests.kept import keep
from tests.made_vault import MadeVault

__all__ = ["hub", "office"]

NOBODY = "n1"
"""An id under which the office knows no nurse; a code was made for it by mistake."""


def task(words: str) -> Resource:
    return {
        "resourceType": "Task",
        "id": new_id(),
        "meta": HTEST,
        "status": "requested",
        "intent": "plan",
        "description": words,
    }


def goes_on(records: Records, *, sent: int = 0) -> None:
    """Run until everything is there, and once more for nothing."""
    first, second = go(records), go(records)
    assert [(one.good, one.notices, one.conflicts, one.refused) for one in (first, second)] == [
        (True, (), 0, 0)
    ] * 2, (first, second)
    assert (first.sent, second.sent, second.received) == (sent, 0, 0)
    assert journal_of(records).changes() == []


def versions(office: Hub, one: Resource) -> int:
    served = office.office.served
    return len(office.thread.wait_for(lambda: served.history(one["resourceType"], one["id"])))


def revoke_all(office: Hub) -> None:
    devices = office.office.served.devices
    office.thread.wait_for(lambda: [devices.revoke(one.identity) for one in devices.all()])


@pytest.mark.parametrize("before", [GRACE, NOBODY])
@pytest.mark.parametrize("shut_out", [False, True])
def test_a_laptop_that_joins_again_goes_on(
    records: Records, office: Hub, before: str, *, shut_out: bool
) -> None:
    joins(records, office, before)
    assert go(records).good
    if shut_out:
        revoke_all(office)

    joins(records, office)

    goes_on(records)
    assert records.find_patients("") == [ROSA]


@pytest.mark.parametrize("before", [GRACE, NOBODY])
def test_what_waited_and_what_went_before_stands_at_the_office_once(
    records: Records, office: Hub, before: str
) -> None:
    joins(records, office, before)
    went, waits = task("went before"), task("waits")
    keep(records, went)
    assert go(records).good
    keep(records, waits)

    joins(records, office)

    goes_on(records, sent=1)
    assert (versions(office, went), versions(office, waits)) == (1, 1)


class AnswerLost(HttpWire):
    """What is sent arrives; its answer does not."""

    @override
    def send(self, request: Request) -> Response:
        told = super().send(request)
        if request.method == "POST" and not request.reads:
            raise NoAnswerError(sent=True, why="time-out")
        return told


def answer_lost(office: Office) -> OpenWire:
    return AnswerLost(office.address, token=lambda: office.token)


@pytest.mark.parametrize("before", [GRACE, NOBODY])
def test_what_was_on_its_way_without_an_answer_is_found_there(
    records: Records, office: Hub, before: str
) -> None:
    joins(records, office, before)
    assert go(records).good
    sent = task("on its way")
    keep(records, sent)
    assert not run(records, answer_lost, FixedClock(NOW), lambda _: True).good

    joins(records, office)

    goes_on(records, sent=1)
    assert versions(office, sent) == 1


def unlocked(folder: Path, code: str) -> wiring.OpenVault:
    return wiring.unlock_with_recovery(folder, code, reserve=0)


@pytest.mark.parametrize("before", [GRACE, NOBODY])
def test_an_older_copy_that_joins_again_gets_back_what_it_lacks(
    made_vault: MadeVault, office: Hub, before: str
) -> None:
    folder, code = made_vault.folder, made_vault.recovery_code
    copy, lacks, waits = folder.with_name("copy"), task("is not in the copy"), task("only in the copy")
    vault = unlocked(folder, code)
    joins(vault.records, office, before)
    assert go(vault.records).good
    vault.close()
    shutil.copytree(folder, copy)
    vault = unlocked(folder, code)
    keep(vault.records, lacks)
    assert go(vault.records).good
    vault.close()

    older = unlocked(copy, code)
    keep(older.records, waits)
    joins(older.records, office)

    told = go(older.records)
    assert (told.good, told.sent, told.conflicts) == (True, 1, 0)
    assert not [one for one in told.notices if "restored" in one]
    assert (versions(office, lacks), versions(office, waits)) == (1, 1)
    assert (older.records.get("Task", lacks["id"]) is not None) == (before == GRACE), "else it is another's"
    goes_on(older.records)
    older.close()


def test_a_laptop_that_never_got_through_does_once_it_runs_this_version(
    records: Records, office: Hub
) -> None:
    joins(records, office, NOBODY)
    assert go(records).good
    joins(records, office)
    journal_of(records).set_cursor("runs", "0 1")  # what the version before came to, run by run

    goes_on(records)


def test_joining_another_office_offers_it_everything_and_says_nothing_of_a_backup(
    records: Records, office: Hub, vault_pattern: MadeVault, tmp_path: Path
) -> None:
    joins(records, office)
    went = task("went to the first office")
    keep(records, went)
    assert go(records).good

    with an_office(vault_pattern, tmp_path / "other") as other:
        keep(other.records, rosa())
        join(records, other.address, other.code(), over_the_network, NOW)
        told = [go(records), go(records)]
        assert [(one.good, one.notices) for one in told] == [(True, ())] * 2
        assert versions(other, went) == 1
