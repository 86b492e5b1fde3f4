"""What the vault rests on is tested before one is opened, and a wrong part is refused in one sentence."""

from pathlib import Path

import pytest

from carenurse.app import self_test, wiring
from carenurse.app.nurse import new_nurse
from carenurse.app.self_test import UnsafePartError, parts, refuse_unsafe_parts, window_part
from carenurse.store.library import Library
from tests.made_vault import PASSPHRASE, MadeVault

LEAKING = Library("4.19.0 community", "3.53.4", "OpenSSL 3.6.0", ("It would leak.",))


def test_every_part_of_this_computer_is_safe() -> None:
    assert [part.fault for part in parts()] == ["", "", ""]
    refuse_unsafe_parts()


def test_a_wrong_library_is_refused_in_a_sentence() -> None:
    with pytest.raises(UnsafePartError) as refused:
        refuse_unsafe_parts(LEAKING)

    assert refused.value.sentence == "CareNurse is not safe to use on this computer: It would leak."
    assert "No vault was opened" in refused.value.remedy


@pytest.fixture
def leaking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(self_test, "look_at_library", lambda: LEAKING)


@pytest.mark.usefixtures("leaking")
def test_no_way_in_leads_past_it(made_vault: MadeVault, tmp_path: Path) -> None:
    folder = made_vault.folder

    with pytest.raises(UnsafePartError):
        wiring.unlock(folder, PASSPHRASE)
    with pytest.raises(UnsafePartError):
        wiring.unlock_with_recovery(folder, made_vault.recovery_code)
    with pytest.raises(UnsafePartError):
        wiring.unlock_with_escrow(folder, "AGE-SECRET-KEY-1")
    with pytest.raises(UnsafePartError):
        wiring.create_vault(tmp_path / "new", PASSPHRASE, new_nurse("Grace Okafor", "RN"))
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("python", "qt", "fault"),
    [
        ((3, 11), "6.11.3", ""),
        ((3, 11), "6.12.0", "ends the program"),
        ((3, 12), "6.12.0", ""),
        ((3, 13), "6.13.1", ""),
        ((3, 11), "", "not installed"),
    ],
)
def test_a_pair_that_ends_the_program_is_told(python: tuple[int, int], qt: str, fault: str) -> None:
    found = window_part(python, qt).fault

    assert fault in found
    assert bool(found) is bool(fault)
