"""A backup that is restored on an older clock gains nothing where its vault of today is at hand."""

from datetime import timedelta
from pathlib import Path

import pytest

from carenurse.app import backups, rescue, wiring
from carenurse.vault.lease import Lease, Standing
from carenurse.vault.newer_self import NAME
from tests.fakes import FixedClock
from tests.made_vault import NOW, MadeVault

DAY = timedelta(days=1)
LEASE = Lease(NOW + 14 * DAY, 14, NOW)


def opened(made: MadeVault, folder: Path, clock: FixedClock) -> wiring.OpenVault:
    return wiring.unlock_with_recovery(folder, made.recovery_code, reserve=0, now=clock.now)


def standing(made: MadeVault, folder: Path, clock: FixedClock) -> Standing:
    vault = opened(made, folder, clock)
    vault.close()
    return vault.lease_state().standing


@pytest.fixture
def backup(made_vault: MadeVault) -> Path:
    """Back up a vault on the day of its lease, and let sixty days go by; it was opened then."""
    clock = FixedClock(NOW)
    vault = opened(made_vault, made_vault.folder, clock)
    vault.keep_lease(lambda _none: LEASE)
    made = backups.back_up(vault, NOW)
    vault.close()
    clock.go_on(60 * DAY)
    assert standing(made_vault, made_vault.folder, clock) is Standing.OVER
    return made.folder


def test_a_backup_beside_its_vault_opens_no_earlier_than_that(
    made_vault: MadeVault, backup: Path, tmp_path: Path
) -> None:
    wiring.restore_vault(backup, tmp_path / "again")

    for _ in range(2):
        assert standing(made_vault, tmp_path / "again", FixedClock(NOW + DAY)) is Standing.OVER
    assert not (tmp_path / "again" / NAME).exists()


def test_nor_does_one_from_elsewhere_that_the_vault_itself_restores(
    made_vault: MadeVault, backup: Path, tmp_path: Path
) -> None:
    stick = backup.rename(tmp_path / "stick")

    wiring.restore_vault(stick, tmp_path / "again", made_vault.folder)

    assert standing(made_vault, tmp_path / "again", FixedClock(NOW + DAY)) is Standing.OVER


def test_nor_the_one_that_takes_the_place_of_damaged_records(made_vault: MadeVault, backup: Path) -> None:
    (made_vault.folder / "records.db").write_bytes(bytes(8_192))

    rescue.put_in_place(made_vault.folder, NOW + DAY)

    assert backup.exists()
    assert standing(made_vault, made_vault.folder, FixedClock(NOW + DAY)) is Standing.OVER


def test_nor_where_only_a_later_backup_lies_beside_it(
    made_vault: MadeVault, backup: Path, tmp_path: Path
) -> None:
    late = NOW + 60 * DAY
    vault = opened(made_vault, made_vault.folder, FixedClock(late))
    backups.back_up(vault, late)
    vault.close()
    for header in made_vault.folder.glob("vault.hdr.*"):
        header.unlink()

    wiring.restore_vault(backup, tmp_path / "again")

    assert standing(made_vault, tmp_path / "again", FixedClock(NOW + DAY)) is Standing.OVER


def test_a_backup_of_before_the_first_lease_gets_that_of_its_vault(
    made_vault: MadeVault, tmp_path: Path
) -> None:
    clock = FixedClock(NOW)
    vault = opened(made_vault, made_vault.folder, clock)
    made = backups.back_up(vault, NOW)
    vault.keep_lease(lambda _none: LEASE)
    vault.close()

    wiring.restore_vault(made.folder, tmp_path / "again")

    assert standing(made_vault, tmp_path / "again", clock) is Standing.GOOD
    clock.go_on(15 * DAY)
    assert standing(made_vault, tmp_path / "again", clock) is Standing.OVER


@pytest.mark.parametrize(
    "said",
    [b"", b"[]", b"{}", b"\xff", b'{"until": 3}', b'{"until": "x", "seen": "y", "days": 1}']
    + [
        b'{"until": "2027-01-01T00:00:00Z", "seen": "2026-01-01T00:00:00Z", "days": %d}' % days
        for days in (0, 10**9)
    ],
)
def test_what_says_nothing_changes_nothing(made_vault: MadeVault, said: bytes) -> None:
    (made_vault.folder / NAME).write_bytes(said)

    assert standing(made_vault, made_vault.folder, FixedClock(NOW)) is Standing.NONE
    assert not (made_vault.folder / NAME).exists()


def test_another_vault_says_nothing_of_it(made_vault: MadeVault, backup: Path, tmp_path: Path) -> None:
    nurse = {"resourceType": "Practitioner", "id": "n2", "name": [{"family": "Other"}]}
    other, _ = wiring.create_vault(
        tmp_path / "other", "nine slow otters by noon", nurse, cost=wiring.FLOOR, reserve=0
    )
    other.keep_lease(lambda _none: LEASE)
    other.close()

    wiring.restore_vault(backup, tmp_path / "again", tmp_path / "other")

    assert not (tmp_path / "again" / NAME).exists()
    assert standing(made_vault, tmp_path / "again", FixedClock(NOW + DAY)) is Standing.GOOD
