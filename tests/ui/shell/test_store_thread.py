import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from carenurse.app.ports import Records
from carenurse.errors import BugError, ExpectedError
from tests.ui.shell.lent import LentVault
from ui.shell.store_thread import StoreThread

FULL = "The disk is full."


@pytest.fixture
def told() -> list[Exception]:
    return []


@pytest.fixture
def store(qtbot: QtBot, told: list[Exception], records: Records) -> Iterator[StoreThread]:
    """Make a store thread with a real record open in it."""
    thread = StoreThread(told.append)
    opened: list[str] = []
    thread.open(lambda: (LentVault(records), "open"), opened.append, told.append)
    qtbot.waitUntil(lambda: opened == ["open"])
    yield thread
    thread.end()


def test_work_is_done_on_another_thread_and_its_value_comes_back_to_this_one(
    qtbot: QtBot, store: StoreThread
) -> None:
    threads: list[str] = []
    values: list[tuple[str, str]] = []

    def job(_records: Records) -> str:
        threads.append(threading.current_thread().name)
        return "kept"

    store.run(job, lambda value: values.append((value, threading.current_thread().name)))

    qtbot.waitUntil(lambda: bool(values))
    assert values == [("kept", threading.current_thread().name)]
    assert threads[0].startswith("store")


def test_jobs_are_done_in_the_order_they_were_sent(qtbot: QtBot, store: StoreThread) -> None:
    done: list[int] = []
    for number in range(20):
        store.run(lambda _records, number=number: number, done.append)

    qtbot.waitUntil(lambda: len(done) == 20)
    assert done == list(range(20))


def test_a_failure_nobody_asked_for_is_told_in_the_one_place(
    qtbot: QtBot, store: StoreThread, told: list[Exception]
) -> None:
    def job(_records: Records) -> None:
        raise ExpectedError(FULL)

    store.run(job)

    qtbot.waitUntil(lambda: bool(told))
    assert str(told[0]) == "The disk is full."


def test_what_belongs_to_a_closed_vault_is_dropped_but_its_failures_are_told(
    qtbot: QtBot, store: StoreThread, told: list[Exception]
) -> None:
    shown: list[str] = []
    closed: list[bool] = []
    mine: list[Exception] = []

    def failing(_records: Records) -> str:
        raise ExpectedError(FULL)

    store.run(lambda _records: "late", shown.append)
    store.run(failing, shown.append, mine.append)
    store.close(lambda: closed.append(True))

    qtbot.waitUntil(lambda: bool(closed))
    assert shown == []
    assert mine == []
    assert [str(problem) for problem in told] == ["The disk is full."]


def test_there_is_no_record_before_a_vault_is_open(qtbot: QtBot, told: list[Exception]) -> None:
    store = StoreThread(told.append)

    store.run(lambda records: records.me)

    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], BugError)
    store.end()


def test_the_end_waits_for_what_was_sent(records: Records, told: list[Exception]) -> None:
    store = StoreThread(told.append)
    vault = LentVault(records)
    done: list[str] = []
    store.open(lambda: (vault, "open"), lambda _value: None, told.append)
    store.run(lambda _records: done.append("kept"))

    store.end()

    assert done == ["kept"]
    assert vault.closed


def test_no_thread_outlives_the_window(records: Records, told: list[Exception]) -> None:
    store = StoreThread(told.append)
    running: list[threading.Thread] = []
    store.open(lambda: (LentVault(records), "open"), lambda _value: None, told.append)
    store.run(lambda _records: running.append(threading.current_thread()))
    store.run(lambda _records: running.append(threading.current_thread()), beside=True)

    store.end()

    assert len({thread.name.rpartition("_")[0] for thread in running}) == 2
    assert not [thread for thread in running if thread.is_alive()]
