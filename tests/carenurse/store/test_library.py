"""A wrong database library is known before a vault is near it."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from carenurse.store.driver import Connection, Cursor, Row, connect
from carenurse.store.library import is_too_old, look_at_library


class Told:
    """An answer of a library that is not there."""

    lastrowid = None

    def __init__(self, rows: list[Row]) -> None:
        self._rows = rows

    def fetchall(self) -> list[Row]:
        return self._rows


class Other:
    """The real library, but for what another one would answer to some questions."""

    def __init__(self, uri: str, answers: dict[str, list[Row]]) -> None:
        self._real = connect(uri)
        self._answers = answers
        self.in_transaction = False
        self.total_changes = 0
        self.closed = False

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> Cursor:
        told = next((rows for asked, rows in self._answers.items() if asked in sql), None)
        return self._real.execute(sql, parameters) if told is None else Told(told)

    def executemany(self, sql: str, parameters: Sequence[Sequence[object]]) -> Cursor:
        return self._real.executemany(sql, parameters)

    def set_authorizer(self, authorizer: Callable[..., int]) -> None:
        self._real.set_authorizer(authorizer)

    def set_progress_handler(self, handler: Callable[[], int] | None, n: int) -> None:
        self._real.set_progress_handler(handler, n)

    def backup(self, target: Connection, *, pages: int, progress: Any) -> None:
        self._real.backup(target, pages=pages, progress=progress)

    def close(self) -> None:
        self.closed = True
        self._real.close()


def test_the_library_of_this_computer_is_safe() -> None:
    found = look_at_library()

    assert found.faults == ()
    assert "community" in found.cipher
    assert found.sqlite.startswith("3.")
    assert found.provider.startswith("OpenSSL")


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        ({"cipher_version": [], "cipher_status": []}, "does not encrypt"),
        ({"cipher_status": [("0",)]}, "does not encrypt"),
        ({"cipher_version": [("4.6.1 community",)]}, "4.6.1 community) is too old"),
        ({"cipher_version": [("4.6.0",)], "cipher_status": []}, "4.6.0) is too old"),
        ({"compile_options": [("TEMP_STORE=1",), ("THREADSAFE=1",)]}, "unencrypted"),
        ({"PRAGMA temp_store": [(1,)]}, "unencrypted"),
        ({"cipher_log_level": [("ERROR",)]}, "log"),
        ({"ATTACH": []}, "second, unencrypted file"),
    ],
)
def test_each_thing_that_is_wrong_is_said(answers: dict[str, list[Row]], fault: str) -> None:
    opened: list[Other] = []

    def opener(uri: str) -> Connection:
        opened.append(Other(uri, answers))
        return opened[0]

    found = look_at_library(opener)

    assert len(found.faults) == 1
    assert fault in found.faults[0]
    assert opened[0].closed


@pytest.mark.parametrize(
    ("version", "found"),
    [("4.7.0 community", "new"), ("4.19.0 community", "new"), ("5.0", "new"), ("4.6.9", "old"), ("", "old")],
)
def test_a_version_is_compared_by_its_numbers(version: str, found: str) -> None:
    assert is_too_old(version) is (found == "old")
