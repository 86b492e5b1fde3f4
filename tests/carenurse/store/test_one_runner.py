"""One run at a time; what a killed program began holds nobody up."""

from datetime import UTC, datetime, timedelta

from carenurse.app import wiring
from carenurse.app.wiring import OpenVault
from carenurse.store.journal import Journal
from carenurse.store.records import StoredRecords
from carenurse.sync.canonical import digest
from carenurse.sync.merge import merge
from tests.made_vault import MadeVault

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


def journal_of(vault: OpenVault) -> Journal:
    records = vault.records
    assert isinstance(records, StoredRecords)
    return records.journal(merge, digest)


def test_a_run_that_was_killed_with_its_program_holds_up_nobody_who_opens_the_vault_again(
    made_vault: MadeVault,
) -> None:
    killed = wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0)
    assert journal_of(killed).take_lease("window", NOW)
    killed.close()

    opened = wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0)

    assert journal_of(opened).take_lease("timer", NOW + timedelta(seconds=1))
    assert not journal_of(opened).take_lease("window", NOW + timedelta(seconds=2))
    opened.close()
