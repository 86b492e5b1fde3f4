"""The pages of the file are authenticated from outside as SQLCipher does it; every flipped bit is seen."""

import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from random import Random
from typing import BinaryIO

import pytest

from carenurse.store.checking import page_faults
from carenurse.store.database import Database, create_database
from carenurse.store.pages import pages_hold
from carenurse.store.schema import bring_up_to_date
from tests.fakes import FixedClock
from tests.made_vault import NOW

KEY, SALT = bytes(range(32)), bytes(range(16))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = create_database(tmp_path / "records.db", KEY, SALT)
    bring_up_to_date(made, FixedClock(NOW).now, new=True)
    made.run("CREATE TABLE filled (data)")
    made.run("INSERT INTO filled VALUES (randomblob(300000))")
    made.checkpoint()
    yield made
    made.close()


@pytest.fixture
def data(database: Database, tmp_path: Path) -> bytes:
    assert database.row("SELECT count(*) FROM filled") == (1,)
    return (tmp_path / "records.db").read_bytes()


def test_a_sound_file_holds_and_so_says_sqlcipher(database: Database, data: bytes) -> None:
    assert pages_hold(BytesIO(data), KEY, SALT)
    assert database.rows("PRAGMA cipher_integrity_check") == []


@pytest.mark.parametrize("seed", range(60))
def test_every_flipped_bit_is_seen(data: bytes, seed: int) -> None:
    flipped = bytearray(data)
    flipped[Random(seed).randrange(16, len(data))] ^= 1 << seed % 8  # noqa: S311 - which bit, no secret

    assert not pages_hold(BytesIO(flipped), KEY, SALT)


def test_a_file_that_ends_within_a_page_does_not_hold(data: bytes) -> None:
    assert not pages_hold(BytesIO(data[:-1]), KEY, SALT)
    assert not pages_hold(BytesIO(), KEY, SALT)


def test_pages_of_zeros_swapped_pages_and_another_key_do_not_hold(data: bytes) -> None:
    first, second, rest = data[:4096], data[4096:8192], data[8192:]

    assert not pages_hold(BytesIO(data + bytes(4096)), KEY, SALT)
    assert not pages_hold(BytesIO(first + rest[:4096] + second + rest[4096:]), KEY, SALT)
    assert not pages_hold(BytesIO(data), bytes(32), SALT)


def test_a_save_goes_on_while_the_pages_are_looked_at(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks, saved = threading.Event(), threading.Event()
    meanwhile: list[bool] = []
    found: list[tuple[str, ...]] = []

    def slowly(stream: BinaryIO, key: bytes, salt: bytes) -> bool:
        looks.set()
        meanwhile.append(saved.wait(10))
        return pages_hold(stream, key, salt)

    monkeypatch.setattr("carenurse.store.database.pages_hold", slowly)
    looking = threading.Thread(target=lambda: found.append(page_faults(database)))
    looking.start()
    assert looks.wait(10)
    for number in range(50):
        database.run("INSERT INTO filled VALUES (?)", (number,))
    saved.set()
    looking.join()

    assert meanwhile == [True], "the saves waited until the look was over"
    assert found == [()]
    assert database.row("SELECT count(*) FROM filled") == (51,)
