import gc
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from carenurse.exchange.large import uncollected
from ui.shell import tidying
from ui.shell.store_thread import StoreThread


class _Page:
    """Something of the window that only itself holds; tells on which thread it went."""

    def __init__(self, went_on: list[str]) -> None:
        self._went_on, self._itself = went_on, self

    def __del__(self) -> None:
        self._went_on.append(threading.current_thread().name)


@pytest.fixture
def store(qtbot: QtBot) -> Iterator[StoreThread]:
    del qtbot
    told: list[Exception] = []
    thread = StoreThread(told.append)
    yield thread
    thread.end()
    assert told == []


def test_what_is_thrown_away_goes_on_the_windows_thread_however_much_the_store_makes(
    qtbot: QtBot, store: StoreThread
) -> None:
    went_on: list[str] = []
    made: list[list[list[int]]] = []
    gc.collect()
    _Page(went_on)

    store.work(lambda: [[number] for number in range(200_000)], made.append)
    qtbot.waitUntil(lambda: bool(made), timeout=60_000)
    tidying.look()

    assert went_on == [threading.current_thread().name]


def test_nobody_else_looks_for_garbage_while_there_is_a_second_thread(store: StoreThread) -> None:
    assert not gc.isenabled()
    assert store.rests


def test_whoever_switches_it_on_meanwhile_is_put_right(store: StoreThread) -> None:
    gc.enable()

    tidying.look()

    assert not gc.isenabled()
    assert store.rests


def test_while_a_large_file_is_read_nobody_looks(store: StoreThread) -> None:
    went_on: list[str] = []
    due = gc.get_threshold()
    gc.collect()
    _Page(went_on)

    with uncollected(0), uncollected(0):
        made = [[number] for number in range(50_000)]
        tidying.look()
        assert went_on == []
    tidying.look()

    assert went_on == [threading.current_thread().name]
    assert gc.get_threshold() == due
    assert (len(made), store.rests) == (50_000, True)
