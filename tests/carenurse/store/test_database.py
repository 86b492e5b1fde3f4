"""How the encrypted file is opened, and what it refuses whoever asks."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from carenurse.errors import BugError
from carenurse.store.database import Database, create_database, open_database
from carenurse.store.driver import Connection, DatabaseError, connect
from carenurse.store.schema import bring_up_to_date
from carenurse.store.settled import SETTINGS, key_pragma, settle
from carenurse.vault.failures import (
    DamagedRecordsError,
    FullDiskError,
    MissingRecordsError,
    NewerVaultError,
    VaultInUseError,
)
from tests.fakes import FixedClock
from tests.made_vault import NOW

KEY, SALT = bytes(range(32)), bytes(range(16))
now = FixedClock(NOW).now


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "records.db"


@pytest.fixture
def database(file: Path) -> Iterator[Database]:
    made = create_database(file, KEY, SALT)
    bring_up_to_date(made, now, new=True)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("temp_store", 2),
        ("synchronous", 2),
        ("journal_mode", "wal"),
        ("locking_mode", "exclusive"),
        ("secure_delete", 1),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("fullfsync", 1),
        ("checkpoint_fullfsync", 1),
        ("cipher_use_hmac", "1"),
        ("cache_size", -65536),
        ("recursive_triggers", 1),
        ("cipher_memory_security", "0"),
        ("cipher_log_level", "NONE"),
        ("cipher_status", "1"),
        ("cipher_page_size", "4096"),
    ],
)
def test_every_setting_holds(database: Database, name: str, value: object) -> None:
    assert database.row(f"PRAGMA {name}") == (value,)


@pytest.mark.parametrize(("name", "value", "_"), SETTINGS)
def test_each_setting_is_read_back_at_each_opening(name: str, value: str, _: object) -> None:
    connection = connect("file::memory:")

    with pytest.raises(BugError, match=name):
        settle(connection, ((name, value, "something else"),))
    connection.close()


class OldCipher:
    def execute(self, _sql: str, _parameters: object = ()) -> "OldCipher":
        return self

    def fetchall(self) -> list[tuple[str]]:
        return [("4.6.1 community",)]


def test_an_old_cipher_is_our_fault() -> None:
    with pytest.raises(BugError, match="too old"):
        settle(cast("Connection", OldCipher()), ())


def test_a_setting_that_does_not_hold_is_our_fault() -> None:
    connection = connect("file::memory:")

    with pytest.raises(BugError, match="temp_store"):
        settle(connection, (("temp_store", "FILE", 2),))
    connection.close()


def test_a_key_is_written_as_sixty_four_digits_and_a_salt() -> None:
    assert re.fullmatch("PRAGMA key = \"x'[0-9a-f]{96}'\"", key_pragma(KEY, SALT))


@pytest.mark.parametrize(("key", "salt"), [(KEY[:-1], SALT), (KEY, SALT[:-1]), (b"", b""), (KEY * 2, SALT)])
def test_a_key_of_another_length_is_never_taken_for_a_passphrase(key: bytes, salt: bytes) -> None:
    with pytest.raises(BugError):
        key_pragma(key, salt)


def test_nothing_is_readable_without_the_key(file: Path, database: Database) -> None:
    database.close()

    assert b"SQLite format 3" not in file.read_bytes()
    with pytest.raises(DamagedRecordsError):
        open_database(file, bytes(32), SALT)


def test_a_missing_file_stays_missing(file: Path) -> None:
    with pytest.raises(MissingRecordsError):
        open_database(file, KEY, SALT)
    assert not file.exists()


def test_a_second_program_is_refused(file: Path, database: Database) -> None:
    assert database.row("SELECT 1") == (1,)
    with pytest.raises(VaultInUseError):
        open_database(file, KEY, SALT)


def test_no_plaintext_copy_can_be_attached(database: Database, tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="not authorized"):
        database.run("ATTACH ? AS copy KEY ''", (str(tmp_path / "copy.db"),))
    assert not (tmp_path / "copy.db").exists()


def test_no_extension_can_be_loaded(database: Database) -> None:
    with pytest.raises(DatabaseError, match="not authorized"):
        database.rows("SELECT load_extension('anything')")


def test_a_file_with_steps_of_the_future_is_left_alone(database: Database) -> None:
    database.run("INSERT INTO schema_step VALUES ('m9999_tomorrow', '')")

    with pytest.raises(NewerVaultError):
        bring_up_to_date(database, now)


def test_steps_are_applied_once(database: Database) -> None:
    assert bring_up_to_date(database, now) == ()


def test_an_emptied_file_is_damage_not_a_new_record(file: Path) -> None:
    emptied = create_database(file, KEY, SALT)

    with pytest.raises(DamagedRecordsError):
        bring_up_to_date(emptied, now)
    emptied.close()


def test_a_step_is_whole_or_not_at_all(file: Path) -> None:
    broken = (("m0001_broken", ("CREATE TABLE half (x)", "CREATE TABLE half (x)")),)
    made = create_database(file, KEY, SALT)

    with pytest.raises(DatabaseError):
        bring_up_to_date(made, now, new=True, steps=broken)

    assert made.rows("SELECT name FROM sqlite_master") == []
    made.close()


def test_after_a_full_disk_nothing_more_is_written_in_that_unit(database: Database) -> None:
    (pages,) = database.row("PRAGMA page_count") or (0,)
    database.run("CREATE TABLE filled (data)")
    database.rows(f"PRAGMA max_page_count = {pages + 3}")

    def fill_and_go_on_regardless() -> None:
        with database.transaction():
            with pytest.raises(FullDiskError):
                database.run("INSERT INTO filled VALUES (zeroblob(1000000))")
            with pytest.raises(FullDiskError):
                database.run("INSERT INTO filled VALUES ('small')")

    with pytest.raises(FullDiskError):
        fill_and_go_on_regardless()

    assert database.rows("SELECT * FROM filled") == []
    database.rows(f"PRAGMA max_page_count = {pages + 5000}")
    with database.transaction():
        database.run("INSERT INTO filled VALUES (zeroblob(1000000))")
    assert database.row("SELECT count(*) FROM filled") == (1,)


def test_long_work_lets_in_whoever_waits_to_save(database: Database) -> None:
    saved: list[str] = []

    def save() -> None:
        with database.alone():
            saved.append("saved")

    saving = threading.Thread(target=save)
    with database.alone():
        saving.start()
        while not vars(database)["_waiting"]:
            saving.join(0.001)
    database.make_way()

    with database.alone():
        assert saved == ["saved"]
    saving.join()
