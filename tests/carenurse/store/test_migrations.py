"""A vault of every released version opens, keeps what it held, and takes today's shape or stays as it was."""

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from carenurse.app import wiring
from carenurse.app.backup_place import list_backups, place_beside
from carenurse.store.database import create_database, open_database
from carenurse.store.driver import DatabaseError
from carenurse.store.migrations import STEPS
from carenurse.store.schema import bring_up_to_date
from carenurse.vault.vault import open_vault_with_recovery
from tests.fakes import FixedClock
from tests.made_vault import NOW
from tests.samples import make_sample

SAMPLES = Path(make_sample.__file__).parent
KEY, SALT = bytes(32), bytes(16)
now = FixedClock(NOW).now


@pytest.fixture(params=sorted(one.name for one in SAMPLES.glob("vault-*")))
def sample(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    """Copy one sample; give it with its facts."""
    folder = tmp_path / "vault"
    shutil.copytree(SAMPLES / request.param, folder)
    return folder, json.loads((folder / "facts.json").read_text())


def steps_of(folder: Path, code: str) -> list[str]:
    held = open_vault_with_recovery(folder, code, "9")
    database = open_database(folder / "records.db", held.records_key.raw, held.header.salt)
    found = [name for (name,) in database.rows("SELECT name FROM schema_step ORDER BY rowid")]
    database.close()
    held.close()
    return found


def test_a_vault_of_a_release_opens_with_both_secrets_and_holds_everything(
    sample: tuple[Path, dict[str, Any]],
) -> None:
    folder, facts = sample
    wiring.unlock_with_recovery(folder, facts["code"], reserve=0).close()

    vault = wiring.unlock(folder, facts["passphrase"], reserve=0)
    records = vault.records
    assert vault.warnings == ()
    assert vault.faults() == ()
    assert steps_of_open(vault) == [name for name, _ in STEPS]
    for resource in (make_sample.NURSE, make_sample.PATIENT, make_sample.NOTE, make_sample.DRAFT):
        assert records.get(str(resource["resourceType"]), str(resource["id"])) == resource
    assert len(records.versions("Condition", str(make_sample.PROBLEM["id"]))) == 2
    assert records.signed("Composition", str(make_sample.NOTE["id"]))
    assert records.find_patients("delgado heart") == [make_sample.PATIENT["id"]]
    assert records.latest_by_code(str(make_sample.PATIENT["id"]), "29463-7") == [make_sample.WEIGHT]
    assert [records.file(one.digest) for one in records.files()] == [make_sample.FILE]
    assert {one.kind for one in records.unsent()} == {"Practitioner", "Patient", "Condition", "Composition"}
    assert records.setting("office") == "https://office.example.org"
    vault.close()


def steps_of_open(vault: wiring.OpenVault) -> list[str]:
    facts = vault.facts()
    vault.checkpoint()
    copy = facts.folder.with_name("steps")
    shutil.copytree(facts.folder, copy, ignore=shutil.ignore_patterns("vault.lock"))
    code = json.loads((copy / "facts.json").read_text())["code"]
    return steps_of(copy, code)


def test_a_checked_backup_is_made_before_the_records_change(sample: tuple[Path, dict[str, Any]]) -> None:
    folder, facts = sample
    before = steps_of(folder, facts["code"])
    vault = wiring.unlock_with_recovery(folder, facts["code"], reserve=0, now=now)
    vault_id = vault.facts().vault_id
    vault.close()

    (backup,) = list_backups(place_beside(folder), vault_id)
    assert backup.made == NOW
    assert steps_of(backup.folder, facts["code"]) == before
    again = wiring.unlock_with_recovery(folder, facts["code"], reserve=0, now=now)
    again.close()
    assert list_backups(place_beside(folder), vault_id) == (backup,)


def test_without_a_backup_nothing_changes(sample: tuple[Path, dict[str, Any]]) -> None:
    folder, facts = sample
    before = (folder / "records.db").read_bytes(), steps_of(folder, facts["code"])
    place_beside(folder).write_text("a file where backups should go")

    with pytest.raises(wiring.NotAFolderError):
        wiring.unlock_with_recovery(folder, facts["code"], reserve=0)

    assert steps_of(folder, facts["code"]) == before[1]


@pytest.mark.parametrize("step", range(len(STEPS)))
def test_a_step_that_is_cut_at_any_statement_is_whole_or_not_at_all(tmp_path: Path, step: int) -> None:
    name, statements = STEPS[step]
    earlier = STEPS[:step]
    for cut in range(len(statements) + 1):
        file = tmp_path / f"{cut}.db"
        database = create_database(file, KEY, SALT)
        if earlier:
            bring_up_to_date(database, now, new=True, steps=earlier)
        before = database.rows("SELECT type, name, sql FROM sqlite_master ORDER BY name")
        broken = (name, (*statements[:cut], "SELECT * FROM nothing_of_that_name"))
        with pytest.raises(DatabaseError):
            bring_up_to_date(database, now, new=True, steps=(*earlier, broken))
        assert database.rows("SELECT type, name, sql FROM sqlite_master ORDER BY name") == before
        database.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork on Windows")
@pytest.mark.parametrize("step", range(1, len(STEPS)))
def test_a_program_killed_at_any_statement_leaves_the_old_or_the_new_shape(tmp_path: Path, step: int) -> None:
    name, statements = STEPS[step]
    for cut in range(len(statements) + 1):
        file = tmp_path / f"{cut}.db"
        database = create_database(file, KEY, SALT)
        bring_up_to_date(database, now, new=True, steps=STEPS[:step])
        database.close()
        child = os.fork()
        if child == 0:
            os.closerange(0, 3)
            killed = open_database(file, KEY, SALT)
            with killed.transaction():
                for statement in statements[:cut]:
                    killed.run(statement)
                os._exit(0)
        os.waitpid(child, 0)

        again = open_database(file, KEY, SALT)
        done = [step_name for (step_name,) in again.rows("SELECT name FROM schema_step")]
        assert name not in done
        assert bring_up_to_date(again, now) == tuple(step_name for step_name, _ in STEPS[step:])
        again.close()
