"""Laptop and office tell each other how far the vault came: an old copy of the whole folder is found out."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typing_extensions import override

from carenurse.app import wiring
from carenurse.app.office_work import office_work
from carenurse.app.sync_join import join
from carenurse.app.sync_office import RECEIPT, RECEIPT_KEY, Office, office_of
from carenurse.app.sync_page import sync_facts
from carenurse.app.sync_run import Connect, RunResult, over_the_network, run
from carenurse.app.vault_warnings import OLDER, older_words
from carenurse.clinical.fhir import new_id, write_json
from carenurse.exchange.signed import new_key, public_half
from carenurse.store.device_marks import SeenMark
from carenurse.sync.http_wire import HttpWire
from carenurse.sync.profile_kept import written
from carenurse.sync.wire import NoAnswerError, Request, Response
from tests.carenurse.app.test_sync_run import HTEST, Hub, an_office
from tests.fakes import FixedClock
from tests.kept import keep
from tests.made_vault import MadeVault

NOW = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)
TOLD = " ".join(older_words())


@pytest.fixture
def hub(vault_pattern: MadeVault, tmp_path: Path) -> Iterator[Hub]:
    with an_office(vault_pattern, tmp_path / "office") as made:
        yield made


@dataclass
class Laptop:
    """A vault in a folder that can be closed, copied and put back."""

    folder: Path
    code: str
    vault: wiring.OpenVault
    now: datetime = NOW

    def run(self, connect: Connect = over_the_network) -> RunResult:
        return run(self.vault.records, connect, FixedClock(self.now), lambda _: True)

    def write(self) -> None:
        """Keep something new, with its line on the trail."""
        made = {"resourceType": "Patient", "id": new_id(), "meta": HTEST, "name": [{"family": "Fictional"}]}
        keep(self.vault.records, made)
        with self.vault.records.work() as work:
            work.record("create", f"Patient/{made['id']}")

    def copy(self, name: str) -> Path:
        """Copy the whole folder while the vault is closed."""
        self.vault.close()
        there = self.folder.with_name(name)
        shutil.copytree(self.folder, there)
        self.open()
        return there

    def put_back(self, copy: Path) -> None:
        self.vault.close()
        shutil.rmtree(self.folder)
        shutil.copytree(copy, self.folder)
        self.open()

    def open(self) -> None:
        self.vault = wiring.unlock_with_recovery(self.folder, self.code, reserve=0)

    def setting(self, name: str) -> str:
        return self.vault.records.setting(name) or ""


def _laptop(made: MadeVault, folder: Path) -> Laptop:
    shutil.copytree(made.folder, folder)
    return Laptop(
        folder, made.recovery_code, wiring.unlock_with_recovery(folder, made.recovery_code, reserve=0)
    )


@pytest.fixture
def laptop(vault_pattern: MadeVault, tmp_path: Path, hub: Hub) -> Iterator[Laptop]:
    made = _laptop(vault_pattern, tmp_path / "laptop")
    join(made.vault.records, hub.address, hub.code(), over_the_network, NOW)
    yield made
    made.vault.close()


def noted(hub: Hub, at: int = 0) -> SeenMark | None:
    served = hub.office.served
    return hub.thread.wait_for(lambda: served.marks.find(served.devices.all()[at].identity))


def state_at_the_office(hub: Hub) -> str:
    return hub.thread.wait_for(lambda: office_work(hub.records, datetime.now(UTC)).laptops[0].state)


def test_each_run_leaves_the_mark_at_the_office_and_its_receipt_in_the_vault(
    hub: Hub, laptop: Laptop
) -> None:
    laptop.write()

    told = laptop.run()

    mark = noted(hub)
    assert told.good, told
    assert not told.notices
    assert mark is not None
    assert mark.older is None
    assert laptop.vault.mark().commits >= mark.reached.commits
    assert laptop.vault.records.audit_trail(limit=1)[0].sequence == mark.reached.sequence
    assert mark.reached.head in laptop.setting(RECEIPT)
    assert laptop.setting(OLDER) == ""
    assert "older" not in state_at_the_office(hub)


def test_the_key_of_the_receipts_comes_with_joining(laptop: Laptop) -> None:
    key = laptop.setting(RECEIPT_KEY)

    assert '"kty": "EC"' in key or '"kty":"EC"' in key
    laptop.run()
    assert laptop.setting(RECEIPT_KEY) == key


def test_a_laptop_that_joined_before_there_were_marks_takes_the_key_from_the_first_answer(
    hub: Hub, laptop: Laptop
) -> None:
    with laptop.vault.records.work() as work:
        work.set_setting(RECEIPT_KEY, "")

    assert laptop.run().good

    assert noted(hub) is not None
    assert laptop.setting(RECEIPT_KEY)


def test_an_old_folder_that_was_put_back_is_told_and_nothing_at_the_office_is_replaced(
    hub: Hub, laptop: Laptop
) -> None:
    laptop.run()
    old = laptop.copy("old")
    for _ in range(5):
        laptop.write()
    assert laptop.run().good
    newest = noted(hub)

    laptop.put_back(old)
    assert laptop.setting(OLDER) == ""
    told = laptop.run()

    assert told.good, told
    assert TOLD in told.notices
    assert sync_facts(laptop.vault.records, NOW).older
    found = noted(hub)
    assert newest is not None
    assert found is not None
    assert found.reached == newest.reached
    assert found.older is not None
    assert "has an older copy of its records" in state_at_the_office(hub)


def test_an_old_folder_that_worked_on_beyond_the_newer_one_is_told_as_well(hub: Hub, laptop: Laptop) -> None:
    laptop.run()
    old = laptop.copy("old")
    laptop.write()
    laptop.run()
    newest = noted(hub)
    laptop.put_back(old)
    for _ in range(40):
        laptop.write()

    told = laptop.run()

    found = noted(hub)
    assert newest is not None
    assert found is not None
    assert laptop.vault.mark().commits > newest.reached.commits
    assert TOLD in told.notices
    assert (found.reached, found.older is None) == (newest.reached, False)


def test_a_copy_from_before_the_first_mark_is_told_too(hub: Hub, laptop: Laptop) -> None:
    old = laptop.copy("old")
    laptop.write()
    laptop.run()
    newest = noted(hub)
    laptop.put_back(old)

    told = laptop.run()

    found = noted(hub)
    assert TOLD in told.notices
    assert newest is not None
    assert found is not None
    assert found.reached == newest.reached


def test_it_is_said_at_each_opening_until_the_newest_vault_is_back(hub: Hub, laptop: Laptop) -> None:
    laptop.run()
    old = laptop.copy("old")
    laptop.write()
    laptop.run()
    newest = laptop.copy("newest")
    laptop.put_back(old)
    laptop.run()
    laptop.vault.close()
    laptop.open()
    assert TOLD in laptop.vault.warnings

    laptop.put_back(newest)
    told = laptop.run()

    assert TOLD not in told.notices
    found = noted(hub)
    assert found is not None
    assert found.older is None
    assert "older" not in state_at_the_office(hub)


def test_joining_again_with_a_new_code_ends_it(hub: Hub, laptop: Laptop) -> None:
    laptop.run()
    old = laptop.copy("old")
    laptop.write()
    laptop.run()
    laptop.put_back(old)
    laptop.run()

    join(laptop.vault.records, hub.address, hub.code(), over_the_network, NOW)

    assert not sync_facts(laptop.vault.records, NOW).older
    assert TOLD not in laptop.run().notices
    assert TOLD not in laptop.run().notices


def test_two_laptops_are_each_known_by_their_own_mark(
    hub: Hub, laptop: Laptop, vault_pattern: MadeVault, tmp_path: Path
) -> None:
    other = _laptop(vault_pattern, tmp_path / "other")
    join(other.vault.records, hub.address, hub.code(), over_the_network, NOW)
    laptop.write()

    told = [one.run().notices for one in (laptop, other, laptop, other)]

    other.vault.close()
    first, second = noted(hub, 0), noted(hub, 1)
    assert told == [()] * 4
    assert first is not None
    assert second is not None
    assert first.reached.head != second.reached.head


class _Without(HttpWire):
    """The way to an office of before there were marks."""

    @override
    def send(self, request: Request) -> Response:
        return Response(404) if request.path == "$mark" else super().send(request)


class _Silent(HttpWire):
    """A way on which no answer to a mark ever comes back, though the office has heard it."""

    @override
    def send(self, request: Request) -> Response:
        answer = super().send(request)
        if request.path == "$mark":
            raise NoAnswerError(sent=True)
        return answer


def _without(office: Office) -> HttpWire:
    return _Without(office.address, token=lambda: office.token)


def _silent(office: Office) -> HttpWire:
    return _Silent(office.address, token=lambda: office.token)


def test_an_office_that_knows_no_marks_is_spoken_to_as_ever(hub: Hub, laptop: Laptop) -> None:
    laptop.write()

    told = laptop.run(_without)

    assert told.good, told
    assert not told.notices
    assert noted(hub) is None
    assert not laptop.setting(RECEIPT)


def test_a_lost_receipt_makes_no_alarm_at_the_next_run(hub: Hub, laptop: Laptop) -> None:
    laptop.run()
    laptop.write()
    assert laptop.run(_silent).good
    laptop.write()

    told = laptop.run()

    found = noted(hub)
    assert told.good, told
    assert not told.notices
    assert found is not None
    assert found.reached.head in laptop.setting(RECEIPT)


def test_another_office_than_ours_is_never_asked(hub: Hub, laptop: Laptop) -> None:
    profile = replace(office_of(laptop.vault.records).profile, hub=False)

    laptop.run()
    before = noted(hub)
    with laptop.vault.records.work() as work:
        work.set_setting("office:profile", written(profile))
    laptop.write()
    laptop.run()

    assert noted(hub) == before


def test_a_clock_that_was_set_back_makes_no_copy_older(hub: Hub, laptop: Laptop) -> None:
    laptop.run()
    laptop.now = NOW - timedelta(days=400)
    laptop.write()

    told = laptop.run()

    found = noted(hub)
    assert not told.notices
    assert found is not None
    assert found.older is None
    assert found.noted.year == datetime.now(UTC).year


def test_a_run_that_was_stopped_tells_nothing_and_the_next_one_does(laptop: Laptop) -> None:
    laptop.run()
    old = laptop.copy("old")
    laptop.write()
    laptop.run()
    laptop.put_back(old)

    stopped = run(laptop.vault.records, over_the_network, FixedClock(NOW), lambda _: False)

    assert not stopped.notices
    assert not laptop.setting(OLDER)
    assert TOLD in laptop.run().notices


def test_an_office_that_forgot_by_a_restore_makes_no_alarm_and_notes_it_anew(
    hub: Hub, laptop: Laptop
) -> None:
    laptop.run()
    early = noted(hub)
    assert early is not None
    laptop.write()
    laptop.run()
    marks, devices = hub.office.served.marks, hub.office.served.devices
    hub.thread.wait_for(lambda: marks.note(devices.all()[0].identity, early.reached, "", early.key))

    told = laptop.run()

    found = noted(hub)
    assert found is not None
    assert not told.notices
    assert found.older is None
    assert found.reached.commits > early.reached.commits


def test_a_receipt_that_the_office_did_not_sign_says_nothing(laptop: Laptop) -> None:
    laptop.run()
    kept = laptop.setting(RECEIPT)
    with laptop.vault.records.work() as work:
        work.set_setting(RECEIPT_KEY, write_json(public_half(new_key())).decode())

    told = laptop.run()

    assert told.good
    assert not told.notices
    assert laptop.setting(RECEIPT) == kept
