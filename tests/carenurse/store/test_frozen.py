"""The record only grows: even SQL cannot change what was kept, and the audit chain shows who tried."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from carenurse.store.audit import AuditFault, append, first_fault
from carenurse.store.database import Database, create_database
from carenurse.store.driver import DatabaseError
from carenurse.store.schema import bring_up_to_date
from carenurse.store.writing import Work
from tests.carenurse.store.resources import note, patient
from tests.fakes import FixedClock
from tests.made_vault import NOW

now = FixedClock(NOW).now


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = create_database(tmp_path / "records.db", bytes(32), bytes(16))
    bring_up_to_date(made, now, new=True)
    with made.transaction():
        work = Work(made, now)
        work.put(note("as signed", "final"), sign=True)
        work.put(note("kept", identity="c2"))
        work.put(note("draft", identity="c3"), draft=True)
        for at in range(5):
            work.record("read", f"Patient/p{at}")
    yield made
    made.close()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE version SET json = x'7b7d' WHERE signed = 1",
        "UPDATE version SET signed = 0",
        "UPDATE version SET draft = 1",
        "DELETE FROM version WHERE signed = 1",
        "DELETE FROM version WHERE draft = 0",
        "REPLACE INTO version SELECT id, resource, number, saved, author, draft, signed, x'00' FROM version",
        "UPDATE resource SET current = NULL",
        "UPDATE resource SET current = (SELECT id FROM version WHERE draft = 1)",
        "UPDATE resource SET identity = 'other' WHERE identity = 'c1'",
        "DELETE FROM resource",
        "UPDATE audit SET actor = 'nobody' WHERE sequence = 2",
        "DELETE FROM audit WHERE sequence = 5",
        "REPLACE INTO audit SELECT * FROM audit",
    ],
)
def test_sql_cannot_change_what_was_kept(database: Database, sql: str) -> None:
    before = database.rows("SELECT * FROM version"), database.rows("SELECT * FROM audit")

    with pytest.raises(DatabaseError):
        database.run(sql)

    assert (database.rows("SELECT * FROM version"), database.rows("SELECT * FROM audit")) == before


def test_a_draft_may_go_on_changing(database: Database) -> None:
    with database.transaction():
        Work(database, now).put(note("draft two", identity="c3"), draft=True)

    assert database.row("SELECT count(*) FROM version") == (3,)


def test_a_whole_chain_holds(database: Database) -> None:
    assert first_fault(database) is None


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("UPDATE audit SET actor = 'nobody' WHERE sequence = 2", AuditFault(2, "changed")),
        ("UPDATE audit SET wall = '' WHERE sequence = 1", AuditFault(1, "changed")),
        ("DELETE FROM audit WHERE sequence = 3", AuditFault(3, "missing")),
        ("DELETE FROM audit WHERE sequence = 5", AuditFault(5, "missing")),
        ("DELETE FROM audit", AuditFault(1, "missing")),
    ],
)
def test_a_hand_in_the_file_is_named_by_its_first_row(
    database: Database, sql: str, fault: AuditFault
) -> None:
    for trigger in ("audit_stays", "audit_is_kept"):
        database.run(f"DROP TRIGGER {trigger}")
    database.run(sql)

    assert first_fault(database) == fault


def test_every_row_that_is_changed_is_named_whichever_it_is(database: Database) -> None:
    for trigger in ("audit_stays", "audit_is_kept"):
        database.run(f"DROP TRIGGER {trigger}")
    count = int((database.row("SELECT count(*) FROM audit") or (0,))[0])
    columns = ("ticks", "wall", "actor", "action", "subject", "detail", "previous", "hash")
    for sequence in range(1, count + 1):
        for column in columns:
            look = f"SELECT {column} FROM audit WHERE sequence = ?"  # noqa: S608 - a column of this test
            change = f"UPDATE audit SET {column} = ? WHERE sequence = ?"  # noqa: S608 - a column of this test
            (before,) = database.row(look, (sequence,)) or ("",)
            database.run(change, (1 if column == "ticks" else f"{before}x", sequence))
            assert first_fault(database) == AuditFault(sequence, "changed"), column
            database.run(change, (before, sequence))
    assert first_fault(database) is None


def test_two_rows_that_changed_places_are_named(database: Database) -> None:
    for trigger in ("audit_stays", "audit_is_kept"):
        database.run(f"DROP TRIGGER {trigger}")
    for was, becomes in ((2, 99), (3, 2), (99, 3)):
        database.run("UPDATE audit SET sequence = ? WHERE sequence = ?", (becomes, was))

    assert first_fault(database) == AuditFault(2, "changed")


def test_a_row_that_was_changed_and_hashed_again_breaks_the_next(database: Database) -> None:
    for trigger in ("audit_stays", "audit_is_kept"):
        database.run(f"DROP TRIGGER {trigger}")
    rows = database.rows("SELECT sequence, action, subject FROM audit WHERE sequence > 1 ORDER BY sequence")
    database.run("DELETE FROM audit WHERE sequence > 1")
    with database.transaction():
        append(database, now(), actor="other", action="read", subject="Patient/x", detail="")
    forged = database.row("SELECT * FROM audit WHERE sequence = 2")
    assert forged is not None
    assert len(rows) == 4

    assert first_fault(database) is None, "rows cut off and written anew are for the high-water mark to find"


@pytest.mark.parametrize("draft", [False, True])
def test_the_record_itself_lets_nobody_leave_whose_work_is_not_acknowledged(
    database: Database,
    draft: bool,  # noqa: FBT001 - a parameter
) -> None:
    with database.transaction():
        Work(database, now).put(patient("p9"), draft=draft)

    with pytest.raises(DatabaseError, match="acknowledged"):
        database.run("INSERT INTO leaving VALUES ('p9', '')")
    with pytest.raises(DatabaseError):
        database.run("DELETE FROM resource WHERE identity = 'p9'")


def test_only_who_is_leaving_can_be_deleted(database: Database) -> None:
    with database.transaction():
        Work(database, now).put(patient("p8"), local=True)
        Work(database, now).put(patient("p9"), local=True)
    database.run("INSERT INTO leaving VALUES ('p9', '')")

    with pytest.raises(DatabaseError):
        database.run("DELETE FROM resource WHERE identity = 'p8'")
    with pytest.raises(DatabaseError):
        database.run("DELETE FROM version")
    with pytest.raises(DatabaseError):
        database.run("DELETE FROM audit")
