"""A disk that forgets: whatever it changes is told, at the opening, by a check, or it harmed nothing."""

import shutil
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from carenurse.app import wiring
from carenurse.errors import ExpectedError
from tests.carenurse.store.resources import note, patient
from tests.kept import keep
from tests.made_vault import NURSE, MadeVault

SAVES = 30


@pytest.fixture
def crashed(made_vault: MadeVault, tmp_path: Path) -> MadeVault:
    """Copy a vault as it lies on the disk while it is open: the newest saves are in the log only."""
    vault = wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0)
    for at in range(SAVES):
        keep(vault.records, patient(f"p{at}"), note("x" * 3000, identity=f"c{at}"))
    folder = tmp_path / "crashed"
    shutil.copytree(made_vault.folder, folder)
    vault.close()
    return MadeVault(folder, made_vault.passphrase, made_vault.recovery_code, NURSE)


@pytest.fixture
def closed(crashed: MadeVault) -> MadeVault:
    """Give the same, closed in order."""
    wiring.unlock_with_recovery(crashed.folder, crashed.recovery_code, reserve=0).close()
    return crashed


def outcome(made: MadeVault) -> str:
    """Open, check and read: the harm is "told", or everything is there ("harmless"), or it is "silent"."""
    try:
        vault = wiring.unlock_with_recovery(made.folder, made.recovery_code, reserve=0)
    except ExpectedError:
        return "told"
    try:
        if vault.warnings or vault.faults():
            return "told"
        return "harmless" if len(vault.records.all_of("Patient")) == SAVES else "silent"
    except ExpectedError:
        return "told"
    finally:
        with suppress(ExpectedError):
            vault.close()


@pytest.mark.parametrize("seed", range(20))
def test_one_flipped_byte_in_the_log_is_never_silent(crashed: MadeVault, seed: int) -> None:
    log = crashed.folder / "records.db-wal"
    data = bytearray(log.read_bytes())
    at = Random(seed).randrange(32, len(data))  # noqa: S311 - a place, not a secret
    data[at] ^= 1
    log.write_bytes(data)

    assert outcome(crashed) != "silent"


@pytest.mark.parametrize("seed", range(20))
def test_one_flipped_byte_in_the_file_is_told(closed: MadeVault, seed: int) -> None:
    file = closed.folder / "records.db"
    data = bytearray(file.read_bytes())
    at = Random(seed).randrange(16, len(data))  # noqa: S311 - a place, not a secret
    data[at] ^= 1
    file.write_bytes(data)

    assert outcome(closed) == "told"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_is_told(closed: MadeVault, share: float) -> None:
    file = closed.folder / "records.db"
    data = file.read_bytes()
    file.write_bytes(data[: int(len(data) * share)])

    assert outcome(closed) == "told"


def test_a_log_that_is_gone_is_told(crashed: MadeVault) -> None:
    (crashed.folder / "records.db-wal").unlink()

    assert outcome(crashed) == "told"


def test_a_sound_vault_is_not_accused(crashed: MadeVault, closed: MadeVault) -> None:
    assert outcome(crashed) == "harmless"
    assert outcome(closed) == "harmless"
