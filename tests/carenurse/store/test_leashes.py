"""What ties a laptop to its office: a lease, the secret of its codes, an order to wipe it, what it left."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from carenurse.app import wiring
from carenurse.office.at_hand import stored
from carenurse.store.database import create_database
from carenurse.store.driver import DatabaseError
from carenurse.store.leashes import OFFICE_KEY, USUAL_DAYS, Leashes
from carenurse.store.schema import bring_up_to_date
from carenurse.store.served import Served
from tests.fakes import FixedClock
from tests.made_vault import NOW, MadeVault

DAY = timedelta(days=1)
BLUE = "0b1c0f86-6a1f-4d5e-8a86-1f8a3a5f7a01"


@pytest.fixture
def vault(made_vault: MadeVault) -> Iterator[wiring.OpenVault]:
    opened = wiring.unlock_with_recovery(
        made_vault.folder, made_vault.recovery_code, reserve=0, now=FixedClock(NOW).now
    )
    yield opened
    opened.close()


@pytest.fixture
def leashes(vault: wiring.OpenVault) -> Leashes:
    return served(vault).leashes


def served(vault: wiring.OpenVault) -> Served:
    return stored(vault.records).served()


def deeds(vault: wiring.OpenVault) -> list[str]:
    """List what the trail says of leases and wipes, newest first."""
    told = vault.records.audit_trail(limit=50)
    return [f"{one.action} {one.detail}" for one in told if one.action in ("lease", "wipe")]


def test_a_lease_is_of_fourteen_days_until_somebody_says_otherwise(
    vault: wiring.OpenVault, leashes: Leashes
) -> None:
    assert leashes.days == USUAL_DAYS == 14
    leashes.set_days(0)

    assert leashes.days == 0
    assert deeds(vault) == ["lease 0 days"]


def test_the_secret_of_a_laptop_stays_and_no_other_has_it(leashes: Leashes) -> None:
    first = leashes.give(BLUE, NOW)
    again = leashes.give(BLUE, NOW + timedelta(days=1))

    assert first == again
    assert len(first) == 20
    assert leashes.give("red", NOW) != first
    found = leashes.find(BLUE)
    assert found is not None
    assert found.until == NOW + timedelta(days=1)


def test_an_office_restored_from_before_the_first_lease_has_the_same_secret(
    vault: wiring.OpenVault, leashes: Leashes, made_vault: MadeVault, tmp_path: Path
) -> None:
    with vault.records.work() as work:
        work.set_setting(OFFICE_KEY, "what this office signs with")
    vault.back_up(tmp_path / "backup")
    secret = leashes.give(BLUE, NOW)

    restored = wiring.unlock_with_recovery(tmp_path / "backup", made_vault.recovery_code, reserve=0)

    after = served(restored).leashes
    assert after.find(BLUE) is None
    assert after.secret_of(BLUE) == secret == after.give(BLUE, NOW)
    restored.close()


def test_a_wipe_is_asked_told_and_done_each_once_and_all_of_it_stands_on_the_trail(
    vault: wiring.OpenVault, leashes: Leashes
) -> None:
    leashes.ask_wipe(BLUE)
    leashes.ask_wipe(BLUE)
    leashes.note_told(BLUE)
    leashes.note_told(BLUE)
    assert leashes.note_done(BLUE, NOW, elsewhere=True) == NOW
    assert leashes.note_done(BLUE, NOW - DAY, elsewhere=False) == NOW

    found = leashes.find(BLUE)
    assert found is not None
    assert (found.asked, found.told, found.done, found.elsewhere) == (NOW, NOW, NOW, True)
    assert deeds(vault) == ["wipe done", "wipe told", "wipe asked"]


def test_it_can_be_taken_back_only_until_the_laptop_has_heard(leashes: Leashes) -> None:
    assert not leashes.take_back(BLUE)
    leashes.ask_wipe(BLUE)
    assert leashes.take_back(BLUE)
    assert not leashes.take_back(BLUE)

    leashes.ask_wipe(BLUE)
    leashes.note_told(BLUE)

    assert not leashes.take_back(BLUE)


def test_nothing_is_told_that_nobody_asked_for(leashes: Leashes) -> None:
    leashes.give(BLUE, NOW)
    leashes.note_told(BLUE)

    found = leashes.find(BLUE)
    assert found is not None
    assert (found.told, found.done) == (None, None)


def test_what_was_done_by_an_order_forgotten_since_was_asked_when_the_order_says(leashes: Leashes) -> None:
    leashes.note_done(BLUE, NOW - DAY, elsewhere=False)

    found = leashes.find(BLUE)
    assert found is not None
    assert (found.asked, found.told, found.done) == (NOW - DAY, NOW - DAY, NOW)
    assert not leashes.take_back(BLUE)


@pytest.mark.parametrize(
    "cannot_be",
    [
        "UPDATE device_leash SET told = 'now'",
        "UPDATE device_leash SET asked = 'now', done = 'now'",
        "UPDATE device_leash SET elsewhere = 2",
    ],
)
def test_a_row_that_says_what_cannot_be_is_refused(tmp_path: Path, cannot_be: str) -> None:
    database = create_database(tmp_path / "records.db", bytes(32), bytes(16))
    bring_up_to_date(database, FixedClock(NOW).now, new=True)
    database.run("INSERT INTO device_leash (device, secret) VALUES ('blue', x'00')")

    with pytest.raises(DatabaseError), database.transaction():
        database.run(cannot_be)
    database.close()


def test_what_was_left_is_kept_once_and_no_other_file_is_given_for_it(
    vault: wiring.OpenVault, leashes: Leashes, tmp_path: Path
) -> None:
    large = b"x" * 700_000
    for data in (b"one", large, b"one"):
        leashes.keep_remains(BLUE, data)
    with vault.records.work() as work:
        other = work.keep_file(b"a paper", media_type="application/pdf", name="paper")

    first, second = leashes.remains()
    assert (first.device, first.came) == (BLUE, NOW)
    assert (leashes.bytes_of(first.digest), leashes.bytes_of(second.digest)) == (b"one", large)
    assert leashes.bytes_of(other) == b""
    assert list(tmp_path.glob("*one*")) == []


def test_the_list_of_laptops_says_which_are_to_be_wiped(vault: wiring.OpenVault, leashes: Leashes) -> None:
    devices = served(vault).devices
    let_in = devices.enrol(devices.invite("n1"), "blue laptop")
    assert let_in is not None
    blue, token = let_in
    assert blue.to_wipe is None

    leashes.ask_wipe(blue.identity)

    found = devices.by_token(token)
    assert found is not None
    assert found.to_wipe == NOW
    assert devices.find(blue.identity) == found
    assert devices.find("nobody") is None
