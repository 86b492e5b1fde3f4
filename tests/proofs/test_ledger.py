"""The ledger of the proofs: what it lets stand, and what it calls a loss."""

import pytest

from carenurse.app.wiring import OpenVault
from tests.proofs.ledger import Ledger, made


def _keep(open_vault: OpenVault, number: int) -> None:
    with open_vault.records.work() as work:
        work.put(made("form-0", number), draft=True)


def _heard(*claims: str) -> Ledger:
    ledger = Ledger()
    for one in claims:
        ledger.hear(one)
    return ledger


def test_what_was_tried_and_not_told_may_be_here_or_not(open_vault: OpenVault) -> None:
    assert _heard("try form-0 2").wrong_in(open_vault) == []

    _keep(open_vault, 2)

    assert _heard("try form-0 2").wrong_in(open_vault) == []


def test_what_was_found_although_it_was_not_told_may_be_found_again(open_vault: OpenVault) -> None:
    ledger = _heard("try form-0 1", "kept form-0 1", "try form-0 2")
    _keep(open_vault, 2)
    assert ledger.wrong_in(open_vault) == []

    ledger.hear("try form-0 3")

    assert ledger.wrong_in(open_vault) == []


@pytest.mark.parametrize("here", [0, 1, 3])
def test_what_was_told_or_found_must_stay(here: int, open_vault: OpenVault) -> None:
    ledger = _heard("try form-0 2", "kept form-0 2")
    if here:
        _keep(open_vault, here)

    assert len(ledger.wrong_in(open_vault)) == 1


def test_what_was_found_and_is_gone_is_a_loss_although_it_was_never_told(open_vault: OpenVault) -> None:
    ledger = _heard("try form-0 1", "kept form-0 1", "try form-0 2")
    _keep(open_vault, 2)
    ledger.wrong_in(open_vault)

    _keep(open_vault, 1)

    assert len(ledger.wrong_in(open_vault)) == 1
