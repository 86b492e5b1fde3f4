"""What opens a vault: three ways, each tried, changed, added and taken away."""

import pytest

from carenurse.app import wiring
from carenurse.app.wiring import (
    FLOOR,
    BadOfficeKeyError,
    LastWayInError,
    OpenVault,
    WrongOfficeKeyError,
    WrongPassphraseError,
    WrongRecoveryCodeError,
)
from carenurse.exchange.sealing import office_keys
from tests.made_vault import MadeVault

OFFICE, OTHER = office_keys(), office_keys()


def kinds(vault: OpenVault) -> list[str]:
    return sorted(slot.kind for slot in vault.ways_in.listed())


def test_an_office_opens_a_vault_that_was_given_to_it(open_vault: OpenVault, made_vault: MadeVault) -> None:
    added = open_vault.ways_in.add_office(OFFICE.public, "Exampleton office")
    open_vault.close()

    assert (added.kind, added.recipient, added.label) == (
        "escrow",
        OFFICE.public,
        "Exampleton office",
    )
    found = wiring.find_vault(made_vault.folder)
    assert found is not None
    assert added in found.slots
    by_office = wiring.unlock_with_escrow(made_vault.folder, OFFICE.secret, reserve=0)
    newest, *_ = by_office.records.audit_trail(limit=1)
    assert (newest.action, newest.detail) == ("unlock", "escrow")
    by_office.close()
    with pytest.raises(WrongOfficeKeyError):
        wiring.unlock_with_escrow(made_vault.folder, OTHER.secret, reserve=0)
    with pytest.raises(BadOfficeKeyError):
        wiring.unlock_with_escrow(made_vault.folder, "AGE-SECRET-KEY-1WRONG", reserve=0)


def test_an_office_is_given_once_and_taken_back(open_vault: OpenVault, made_vault: MadeVault) -> None:
    ways = open_vault.ways_in
    ways.add_office(OFFICE.public, "Exampleton")
    added = ways.add_office(OFFICE.public, "Exampleton office")
    other = ways.add_office(OTHER.public, "Other office")
    assert kinds(open_vault) == ["escrow", "escrow", "passphrase", "recovery"]

    ways.remove(added.identity)
    assert kinds(open_vault) == ["escrow", "passphrase", "recovery"]
    with pytest.raises(LastWayInError):
        ways.remove(added.identity)
    open_vault.close()

    with pytest.raises(WrongOfficeKeyError):
        wiring.unlock_with_escrow(made_vault.folder, OFFICE.secret, reserve=0)
    again = wiring.unlock_with_escrow(made_vault.folder, OTHER.secret, reserve=0)
    assert other in again.ways_in.listed()
    again.close()


@pytest.mark.parametrize(
    "recipient",
    ["", "age1", "ssh-ed25519 AAAA", OFFICE.secret, "age1" + "q" * 58],
    ids=["nothing", "too-short", "another-kind", "a-secret-key", "no-key"],
)
def test_what_is_no_public_key_is_refused(open_vault: OpenVault, recipient: str) -> None:
    with pytest.raises(BadOfficeKeyError):
        open_vault.ways_in.add_office(recipient, "nobody")
    assert kinds(open_vault) == ["passphrase", "recovery"]


def test_a_way_in_is_tried_without_changing_anything(open_vault: OpenVault, made_vault: MadeVault) -> None:
    ways = open_vault.ways_in
    generation = open_vault.facts().generation

    assert ways.passphrase_opens(made_vault.passphrase)
    assert not ways.passphrase_opens("seven loud herons at dusk")
    assert ways.recovery_opens(made_vault.recovery_code)
    code = ways.new_recovery_code()
    assert ways.recovery_opens(code)
    assert not ways.recovery_opens(made_vault.recovery_code)
    assert open_vault.facts().generation == generation + 2


def test_the_recovery_code_may_go_and_the_passphrase_may_not(
    open_vault: OpenVault, made_vault: MadeVault
) -> None:
    by_kind = {slot.kind: slot.identity for slot in open_vault.ways_in.listed()}

    with pytest.raises(LastWayInError):
        open_vault.ways_in.remove(by_kind["passphrase"])
    open_vault.ways_in.remove(by_kind["recovery"])
    open_vault.close()

    with pytest.raises(WrongRecoveryCodeError):
        wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code)
    wiring.unlock(made_vault.folder, made_vault.passphrase, reserve=0).close()


def test_every_change_is_in_the_audit_trail(open_vault: OpenVault) -> None:
    open_vault.change_passphrase("nine slow otters by noon", cost=FLOOR)
    open_vault.new_recovery_code()
    added = open_vault.ways_in.add_office(OFFICE.public, "office")
    open_vault.ways_in.remove(added.identity)

    facts = open_vault.records.audit_trail(limit=4)
    assert [(fact.action, fact.detail) for fact in reversed(facts)] == [
        ("change-key", "passphrase"),
        ("change-key", "recovery"),
        ("change-key", "office-added"),
        ("change-key", "removed"),
    ]


def test_changing_the_passphrase_re_encrypts_nothing(open_vault: OpenVault, made_vault: MadeVault) -> None:
    open_vault.checkpoint()
    before = (made_vault.folder / "records.db").read_bytes()
    open_vault.ways_in.change_passphrase("nine slow otters by noon", cost=FLOOR)
    open_vault.checkpoint()
    after = (made_vault.folder / "records.db").read_bytes()

    same = sum(before[at : at + 4096] == after[at : at + 4096] for at in range(0, len(before), 4096))
    assert same > len(before) / 4096 * 0.8
    open_vault.close()
    with pytest.raises(WrongPassphraseError):
        wiring.unlock(made_vault.folder, made_vault.passphrase)
