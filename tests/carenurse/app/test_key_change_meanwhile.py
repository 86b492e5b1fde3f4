"""A key that changes while something else is done to its ways in, or on a disk that refuses a header."""

from pathlib import Path
from typing import Any

import pytest

from carenurse.app import wiring
from carenurse.app.wiring import FLOOR, FullDiskError, OpenVault, WrongPassphraseError, WrongRecoveryCodeError
from carenurse.exchange.sealing import office_keys
from carenurse.vault import opened
from carenurse.vault.header import Header
from tests.carenurse.store.resources import patient
from tests.kept import keep
from tests.made_vault import MadeVault

ANOTHER = "nine slow herons over water"
OFFICE = office_keys()


def erase_while_made(open_vault: OpenVault, monkeypatch: pytest.MonkeyPatch, slot: str) -> list[bool]:
    """Let the key change, unasked, between the making of a way in and the writing of it."""
    make: Any = getattr(opened, slot)
    changed: list[bool] = []

    def made(*given: Any) -> Any:
        slot = make(*given)
        changed.append(open_vault.erase())
        return slot

    monkeypatch.setattr(opened, slot, made)
    return changed


def opens(vault: OpenVault) -> bool:
    sound = vault.faults() == ()
    vault.close()
    return sound


def test_a_passphrase_given_meanwhile_opens(
    open_vault: OpenVault, made_vault: MadeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = erase_while_made(open_vault, monkeypatch, "passphrase_slot")

    open_vault.change_passphrase(ANOTHER, cost=FLOOR)

    assert changed == [True]
    open_vault.close()
    assert opens(wiring.unlock(made_vault.folder, ANOTHER, reserve=0))
    assert opens(wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0))
    with pytest.raises(WrongPassphraseError):
        wiring.unlock(made_vault.folder, made_vault.passphrase)


def test_a_recovery_code_printed_meanwhile_opens(
    open_vault: OpenVault, made_vault: MadeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = erase_while_made(open_vault, monkeypatch, "recovery_slot")

    code = open_vault.new_recovery_code()

    assert changed == [True]
    open_vault.close()
    assert opens(wiring.unlock_with_recovery(made_vault.folder, code, reserve=0))
    assert opens(wiring.unlock(made_vault.folder, made_vault.passphrase, reserve=0))


def test_an_office_added_meanwhile_opens(
    open_vault: OpenVault, made_vault: MadeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = erase_while_made(open_vault, monkeypatch, "escrow_slot")

    open_vault.ways_in.add_office(OFFICE.public, "office")

    assert changed == [True]
    open_vault.close()
    assert opens(wiring.unlock_with_escrow(made_vault.folder, OFFICE.secret, reserve=0))


@pytest.mark.parametrize("refused", [{3}, {4}, {3, 4}])
def test_once_the_key_is_changed_its_code_is_told_whatever_the_disk_says(
    open_vault: OpenVault, made_vault: MadeVault, monkeypatch: pytest.MonkeyPatch, refused: set[int]
) -> None:
    keep(open_vault.records, patient("p1"))
    write, asked = opened.keep_header, iter(range(1, 100))

    def refusing(folder: Path, header: Header) -> None:
        if next(asked) in refused:
            raise FullDiskError
        write(folder, header)

    monkeypatch.setattr(opened, "keep_header", refusing)

    code = open_vault.rotate_key(made_vault.passphrase, cost=FLOOR)

    keep(open_vault.records, patient("p2"))
    open_vault.close()
    vault = wiring.unlock_with_recovery(made_vault.folder, code, reserve=0)
    assert [one["id"] for one in vault.records.all_of("Patient")] == ["p1", "p2"]
    assert opens(vault)
    assert opens(wiring.unlock(made_vault.folder, made_vault.passphrase, reserve=0))
    with pytest.raises(WrongRecoveryCodeError):
        wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code)
