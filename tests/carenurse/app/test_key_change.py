"""Another data key under everything: what opens the vault afterwards, and what does not."""

import shutil
from pathlib import Path

import pytest

from carenurse.app import wiring
from carenurse.app.wiring import FLOOR, OpenVault, WrongPassphraseError, WrongRecoveryCodeError
from carenurse.exchange.sealing import office_keys
from carenurse.vault.vault import open_vault_with_recovery
from tests.carenurse.store.resources import note, patient
from tests.kept import keep
from tests.made_vault import MadeVault

OFFICE = office_keys()


@pytest.fixture
def used(open_vault: OpenVault) -> OpenVault:
    """Put something into the vault, and give it to an office."""
    keep(open_vault.records, patient("p1"))
    with open_vault.records.work() as work:
        work.put(note("signed", "final"), sign=True)
    open_vault.ways_in.add_office(OFFICE.public, "office")
    return open_vault


def test_everything_is_under_another_key(used: OpenVault, made_vault: MadeVault) -> None:
    before = wiring.find_vault(made_vault.folder)
    old = (made_vault.folder / "records.db").read_bytes()

    code = used.rotate_key(made_vault.passphrase, cost=FLOOR)
    keep(used.records, patient("p2"))
    assert used.faults() == ()
    used.close()

    found = wiring.find_vault(made_vault.folder)
    assert before is not None
    assert found is not None
    assert (found.vault_id, found.key_id != before.key_id) == (before.vault_id, True)
    new = (made_vault.folder / "records.db").read_bytes()
    assert not any(old[at : at + 4096] == new[at : at + 4096] for at in range(0, len(old), 4096))
    with pytest.raises(WrongRecoveryCodeError):
        wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code)
    for unlock, secret in (
        (wiring.unlock, made_vault.passphrase),
        (wiring.unlock_with_recovery, code),
        (wiring.unlock_with_escrow, OFFICE.secret),
    ):
        vault = unlock(made_vault.folder, secret, reserve=0)
        assert vault.warnings == ()
        assert [one["id"] for one in vault.records.all_of("Patient")] == ["p1", "p2"]
        vault.close()


def test_an_old_header_opens_nothing_any_more(used: OpenVault, made_vault: MadeVault, tmp_path: Path) -> None:
    thief = tmp_path / "thief"
    thief.mkdir()
    for name in ("vault.hdr.a", "vault.hdr.b"):
        shutil.copy(made_vault.folder / name, thief / name)
    used.rotate_key(made_vault.passphrase, cost=FLOOR)
    used.close()
    shutil.copy(made_vault.folder / "records.db", thief / "records.db")

    open_vault_with_recovery(thief, made_vault.recovery_code, "9").close()
    with pytest.raises(wiring.DamagedRecordsError):
        wiring.unlock_with_recovery(thief, made_vault.recovery_code, reserve=0)


def test_a_wrong_passphrase_changes_nothing(used: OpenVault, made_vault: MadeVault) -> None:
    before = used.facts().generation

    with pytest.raises(WrongPassphraseError):
        used.rotate_key("seven loud herons", cost=FLOOR)

    assert used.facts().generation == before
    used.close()
    wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0).close()


def test_a_key_may_be_changed_again_and_again(used: OpenVault, made_vault: MadeVault) -> None:
    codes = [used.rotate_key(made_vault.passphrase, cost=FLOOR) for _ in range(3)]
    used.close()

    wiring.unlock_with_recovery(made_vault.folder, codes[-1], reserve=0).close()
    for code in codes[:-1]:
        with pytest.raises(WrongRecoveryCodeError):
            wiring.unlock_with_recovery(made_vault.folder, code)


def test_an_older_copy_is_told_by_what_the_office_has_seen(used: OpenVault) -> None:
    seen = used.mark()
    assert not used.older_than(seen)
    keep(used.records, patient("p3"))
    with used.records.work() as work:
        work.record("read", "Patient/p3")

    assert not used.older_than(seen)
    assert used.older_than(type(seen)(used.mark().commits + 1, seen.audit_head))
    assert used.older_than(type(seen)(seen.commits, "0" * 64))
