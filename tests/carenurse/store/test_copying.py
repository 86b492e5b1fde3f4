"""Records written anew: everything that is in them, nothing of what was deleted, and under another key."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from carenurse.store.copying import forget_written_anew, pages_of, room_to_write_anew, write_anew
from carenurse.store.database import Database, create_database, open_database
from carenurse.store.driver import DatabaseError, authorize_only
from carenurse.store.records import StoredRecords, create_records, open_records
from carenurse.vault.failures import DamagedRecordsError
from tests.carenurse.store.resources import patient, problem
from tests.fakes import FixedClock
from tests.made_vault import NOW, NURSE

KEY, OTHER, SALT = bytes(range(32)), bytes(range(1, 33)), bytes(range(16))
FACTS = 300
ATTACH, ALLOWED = 24, 0
now = FixedClock(NOW).now


class Nobody:
    """Watches over nothing."""

    def before_work(self) -> None: ...

    def after_commit(self, mark: object) -> None: ...

    def disk_was_full(self) -> None: ...


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Hold two people, one of whom was removed with all that was about them."""
    file = tmp_path / "records.db"
    create_records(file, KEY, SALT, NURSE, now)
    records: StoredRecords = open_records(file, KEY, SALT, now, Nobody())
    with records.work() as work:
        for who in ("gone", "stays"):
            work.put(patient(who, who.title()), local=True)
            for at in range(FACTS):
                work.put(problem(f"{who}-{at}", who, f"Fact {at} of {who}"), local=True)
    records.let_leave("gone")
    records.close()
    opened = open_database(file, KEY, SALT)
    yield opened
    opened.close()


def test_the_new_file_holds_everything_and_is_smaller(database: Database, tmp_path: Path) -> None:
    shares = list[float]()
    before = database.rows("SELECT patient, name FROM person ORDER BY patient")

    copied = write_anew(database, tmp_path / "next", OTHER, SALT, shares.append)

    assert copied.counts.resources == 2 + FACTS
    assert (tmp_path / "next").stat().st_size < database.file.stat().st_size
    assert not pages_of(tmp_path / "next").exists()
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    with pytest.raises(DamagedRecordsError):
        open_database(tmp_path / "next", KEY, SALT)
    again = open_database(tmp_path / "next", OTHER, SALT)
    assert again.rows("SELECT patient, name FROM person ORDER BY patient") == before
    assert again.row("PRAGMA freelist_count") == (0,)
    assert again.rows("SELECT name FROM schema_step ORDER BY rowid") == database.rows(
        "SELECT name FROM schema_step ORDER BY rowid"
    )
    again.close()


def test_the_key_has_a_name_that_does_not_tell_it(database: Database, tmp_path: Path) -> None:
    other = create_database(tmp_path / "other", OTHER, SALT)

    assert database.which_key != other.which_key
    assert KEY.hex() not in database.which_key
    other.close()


def test_no_other_file_can_be_attached_while_it_is_written(database: Database, tmp_path: Path) -> None:
    judge = authorize_only(str(tmp_path / "next"))

    assert judge(ATTACH, str(tmp_path / "next")) == ALLOWED
    assert judge(ATTACH, str(tmp_path / "plain")) != ALLOWED
    assert judge(ATTACH, "") != ALLOWED
    database.write_anew(tmp_path / "next")
    with pytest.raises(DatabaseError, match="not authorized"):
        database.run("ATTACH ? AS copy KEY ''", (str(tmp_path / "next"),))


def test_what_it_leaves_is_forgotten_twice(tmp_path: Path) -> None:
    for name in ("next", "next-wal", "next-pages", "next-pages-wal", "next-pages-journal"):
        (tmp_path / name).write_bytes(b"left")

    forget_written_anew(tmp_path / "next")
    forget_written_anew(tmp_path / "next")

    assert list(tmp_path.iterdir()) == []


def test_where_there_is_room_nothing_is_said(database: Database) -> None:
    room_to_write_anew(database.file)
