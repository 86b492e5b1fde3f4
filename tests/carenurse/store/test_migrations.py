"""A vault of every released version opens, keeps what it held, and takes today's shape or stays as it was."""

import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from carenurse.app import wiring
from carenurse.app.backup_place import list_backups, place_beside
from carenurse.store import checking
from carenurse.store.database import Database, create_database, open_database
from carenurse.store.driver import DatabaseError
from carenurse.store.migrations import STEPS
from carenurse.store.numbers import NEVER, id_kept, number_of_order
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


EARLIER_ROWS = (
    (
        "INSERT INTO resource (id, kind, identity, patient, happened, title, current) VALUES "
        "(1, 'Patient', '5a0f7a52-6f3c-4c6e-9d52-0f6a51c0e002', '5a0f7a52-6f3c-4c6e-9d52-0f6a51c0e002', "
        "NULL, 'Delgado, Rosa', 1), "
        "(2, 'Condition', 'p9', '5a0f7a52-6f3c-4c6e-9d52-0f6a51c0e002', '1969-07-20T12:00', 'Asthma', 3), "
        "(3, 'Observation', 'o1', 'elsewhere', '1969-07-20T20:17:40.123456+00:00', 'Weight', 4), "
        "(4, 'Basic', 'b', NULL, '2026-02-27T15:42:00+00:00', '', 5)"
    ),
    (
        "INSERT INTO version VALUES (1, 1, 1, 's1', 'me', 0, 0, x'7b01'), "
        "(2, 2, 1, 's2', 'me', 0, 0, x'7b02'), "
        "(3, 2, 2, 's3', 'other', 0, 1, x'7b03'), (4, 3, 1, 's4', 'me', 1, 0, x'7b04'), "
        "(5, 4, 1, 's5', 'me', 0, 0, x'7b05')"
    ),
    (
        "INSERT INTO key VALUES "
        "('Patient', 'identifier', 'mrn|1', '5a0f7a52-6f3c-4c6e-9d52-0f6a51c0e002', '', 1), "
        "('Observation', 'code', '29463-7', 'elsewhere', '1969-07-20T20:17:40.123456+00:00', 3), "
        "('Observation', 'status', 'final', 'elsewhere', '1969-07-20T20:17:40.123456+00:00', 3)"
    ),
    "INSERT INTO word VALUES (1, '5a0f7a52-6f3c-4c6e-9d52-0f6a51c0e002', 1, 'rosa delgado')",
    "INSERT INTO outbox VALUES (7, 5, 'r7', NULL), (9, 3, 'r9', NULL)",
    "DELETE FROM outbox WHERE sequence = 9",
    "INSERT INTO base VALUES (2, 'tag', 'then', x'7b')",
    "INSERT INTO conflict VALUES (4, 2, 'then', x'7b', NULL)",
)


@pytest.fixture
def numbered(tmp_path: Path) -> Iterator[Database]:
    database = create_database(tmp_path / "records.db", KEY, SALT)
    bring_up_to_date(database, now, new=True, steps=STEPS[:4])
    with database.transaction():
        for statement in EARLIER_ROWS:
            database.run(statement)
    bring_up_to_date(database, now)
    yield database
    database.close()


def test_the_step_to_numbers_leaves_every_version_as_it_was(numbered: Database) -> None:
    assert numbered.rows(
        "SELECT version.id, resource, number, saved, text, draft, signed, json FROM version "
        "JOIN label ON label.id = author ORDER BY version.id"
    ) == [
        (1, 1, 1, "s1", "me", 0, 0, b"{\1"),
        (2, 2, 1, "s2", "me", 0, 0, b"{\2"),
        (3, 2, 2, "s3", "other", 0, 1, b"{\3"),
        (4, 3, 1, "s4", "me", 1, 0, b"{\4"),
        (5, 4, 1, "s5", "me", 0, 0, b"{\5"),
    ]
    assert numbered.rows("SELECT id, current FROM resource ORDER BY id") == [(1, 1), (2, 3), (3, 4), (4, 5)]
    assert checking.faults(numbered) == ()


def test_the_step_to_numbers_writes_times_and_ids_as_the_program_does(numbered: Database) -> None:
    found = numbered.rows("SELECT identity, at FROM resource ORDER BY id")

    assert [identity for identity, _ in found] == [
        id_kept("5a0f7a52-6f3c-4c6e-9d52-0f6a51c0e002"),
        "p9",
        "o1",
        "b",
    ]
    assert [at for _, at in found] == [
        None,
        number_of_order("1969-07-20T12:00"),
        number_of_order("1969-07-20T20:17:40.123456+00:00"),
        number_of_order("2026-02-27T15:42:00+00:00"),
    ]


def test_the_step_to_numbers_keeps_the_index_what_waits_and_what_was_received(numbered: Database) -> None:
    keys = numbered.rows(
        "SELECT sort.text, names.text, value, key.resource, key.at FROM key "
        "JOIN term ON term.id = key.term JOIN label AS sort ON sort.id = term.kind "
        "JOIN label AS names ON names.id = term.name ORDER BY names.text"
    )
    landing = number_of_order("1969-07-20T20:17:40.123456+00:00")

    assert keys == [
        ("Observation", "code", "29463-7", 3, landing),
        ("Patient", "identifier", "mrn|1", 1, NEVER),
        ("Observation", "status", "final", 3, landing),
    ]
    listed = numbered.row("SELECT terms FROM resource WHERE id = 3") or ("",)
    ids = {term for (term,) in numbered.rows("SELECT term FROM key WHERE resource = 3")}
    assert set(map(int, listed[0].split())) == ids
    assert numbered.rows("SELECT sequence, version, recorded, batch FROM outbox") == [(7, 5, "r7", None)]
    assert numbered.run("INSERT INTO outbox (version, recorded) VALUES (3, 'r10')") == 10
    assert numbered.rows("SELECT resource, version_tag, received, json FROM base") == [
        (2, "tag", "then", b"{")
    ]
    assert numbered.rows("SELECT id, resource, settled FROM conflict") == [(4, 2, None)]
    assert numbered.rows("SELECT resource, own, words, title FROM word") == [
        (1, 1, "rosa delgado", "Delgado, Rosa")
    ]


@pytest.mark.parametrize(
    "forbidden",
    [
        "UPDATE version SET json = x'00' WHERE id = 3",
        "DELETE FROM version WHERE id = 1",
        "UPDATE resource SET current = 2 WHERE id = 2",
        "DELETE FROM resource WHERE id = 4",
        "INSERT INTO leaving VALUES ('elsewhere', 'now')",
        "INSERT INTO leaving VALUES ('5a0f7a52-6f3c-4c6e-9d52-0f6a51c0e002', 'now')",
        "UPDATE label SET text = 'somebody else' WHERE text = 'me'",
        "DELETE FROM label",
        "REPLACE INTO version SELECT id, resource, number, saved, author, draft, signed, x'00' FROM version",
    ],
)
def test_after_the_step_to_numbers_the_record_is_protected_as_before(
    numbered: Database, forbidden: str
) -> None:
    with pytest.raises(DatabaseError):
        numbered.run(forbidden)


def of_shape(file: Path, step: int) -> Path:
    """Make a closed database of the shape before a step, to be copied for each cut."""
    database = create_database(file, KEY, SALT)
    if step:
        bring_up_to_date(database, now, new=True, steps=STEPS[:step])
    database.close()
    return file


@pytest.mark.parametrize("step", range(len(STEPS)))
def test_a_step_that_is_cut_at_any_statement_is_whole_or_not_at_all(tmp_path: Path, step: int) -> None:
    name, statements = STEPS[step]
    earlier = STEPS[:step]
    shape = of_shape(tmp_path / "shape.db", step)
    for cut in range(len(statements) + 1):
        database = open_database(Path(shutil.copy(shape, tmp_path / f"{cut}.db")), KEY, SALT)
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
    shape = of_shape(tmp_path / "shape.db", step)
    for cut in range(len(statements) + 1):
        file = Path(shutil.copy(shape, tmp_path / f"{cut}.db"))
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
