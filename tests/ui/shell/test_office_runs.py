"""Runs of a sitting: one at a time, broken off at once, told in the window; no save waits for them."""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from carenurse.app import wiring
from carenurse.app.sync_join import join
from carenurse.app.sync_office import Office, keep_office
from carenurse.app.sync_run import OpenWire, RunState, over_the_network
from carenurse.app.vault_place import Wiped, wiped_note
from carenurse.sync.wire import NoAnswerError, Request, Response
from tests.carenurse.app.test_sync_run import an_office
from tests.made_vault import MadeVault
from ui.shell.office_runs import OfficeRuns
from ui.shell.store_thread import StoreThread


class Silence:
    """An office that nobody can reach, until which a test may hold the run back."""

    base, certificate = "https://office.example.org/fhir", ""

    def __init__(self, gate: threading.Event) -> None:
        self._gate = gate
        self.closed = False

    def send(self, request: Request) -> Response:
        self._gate.wait(10)
        raise NoAnswerError(sent=False, why=request.method)

    def close(self) -> None:
        self.closed = True


class Stage:
    """A store thread with an open vault, and the runs over it."""

    def __init__(
        self, made: MadeVault, qtbot: QtBot, connect: Callable[[Office], OpenWire] | None = None
    ) -> None:
        self.qtbot, self.gate, self.told = qtbot, threading.Event(), list[RunState]()
        self.failures: list[Exception] = []
        self.wires: list[Silence] = []
        self.parent = QObject()
        self.store = StoreThread(self.failures.append, self.parent)
        self.runs = OfficeRuns(self.store, _Clock(), self.parent, connect=connect or self._connect)
        self.runs.watch(self.told.append)
        opened: list[bool] = []
        self.store.open(
            lambda: (wiring.unlock_with_recovery(made.folder, made.recovery_code, reserve=0), True),
            opened.append,
            self.failures.append,
        )
        qtbot.waitUntil(lambda: bool(opened))

    def _connect(self, office: Office) -> Silence:
        assert office.address == Silence.base
        self.wires.append(Silence(self.gate))
        return self.wires[-1]

    def set_up(self) -> None:
        done: list[str] = []
        self.store.run(lambda records: keep_office(records, Silence.base, "token"), done.append)
        self.qtbot.waitUntil(lambda: bool(done))

    def run(self, meanwhile: Callable[[], object] = lambda: None) -> RunState:
        with self.qtbot.waitSignal(self.runs.ended):
            self.runs.start()
            meanwhile()
            self.gate.set()
        return self.runs.state


class _Clock:
    def now(self) -> datetime:
        return wiring.local_now()


@pytest.fixture
def stage(made_vault: MadeVault, qtbot: QtBot) -> Iterator[Stage]:
    made = Stage(made_vault, qtbot)
    made.runs.begin()
    yield made
    made.gate.set()
    made.runs.end()
    made.store.end()


def test_an_office_that_cannot_be_reached_is_told_and_nothing_is_lost(stage: Stage) -> None:
    stage.set_up()

    state = stage.run()

    assert state.result
    assert state.result.sentence == "The office cannot be reached now."
    assert "safe on this laptop" in state.result.remedy
    assert stage.told[0].running
    assert not stage.told[-1].running
    assert stage.wires[0].closed
    assert stage.failures == []


def test_a_second_press_starts_no_second_run(stage: Stage) -> None:
    stage.set_up()

    stage.run(stage.runs.start)

    assert len(stage.wires) == 1


def test_saves_go_on_during_a_run(stage: Stage) -> None:
    stage.set_up()
    saved: list[str] = []

    def save() -> None:
        stage.store.run(lambda records: records.me, saved.append)
        stage.qtbot.waitUntil(lambda: bool(saved))

    stage.run(save)

    assert saved


def test_it_stops_at_once_while_it_waits_for_the_office(stage: Stage) -> None:
    stage.set_up()
    with stage.qtbot.waitSignal(stage.runs.ended):
        stage.runs.start()
        stage.qtbot.waitUntil(lambda: bool(stage.wires))
        stage.runs.stop()

    result = stage.runs.state.result
    assert result
    assert result.sentence == "Stopped. Nothing is lost."
    assert not stage.gate.is_set()


def test_without_an_office_a_press_says_what_to_do(stage: Stage) -> None:
    state = stage.run()

    assert state.result
    assert state.result.sentence == "No office is set up."


def test_the_vault_closes_while_a_run_is_under_way(stage: Stage, tmp_path: Path) -> None:
    stage.set_up()
    stage.runs.start()
    stage.qtbot.waitUntil(lambda: bool(stage.wires))

    stage.runs.end()
    stage.store.end()

    assert not stage.gate.is_set(), "nobody waited for the office"
    assert stage.failures == []
    assert tmp_path.exists()


def test_an_order_of_the_office_empties_the_laptop_and_ends_the_sitting(
    made_vault: MadeVault, vault_pattern: MadeVault, tmp_path: Path, qtbot: QtBot
) -> None:
    with an_office(vault_pattern, tmp_path / "office") as hub:
        stage = Stage(made_vault, qtbot, over_the_network)
        stage.runs.begin()
        joined, hushed = list[str](), list[bool]()
        code, now = hub.code(), wiring.local_now()
        stage.store.run(
            lambda records: join(records, hub.address, code, over_the_network, now), joined.append
        )
        qtbot.waitUntil(lambda: bool(joined))
        assert stage.run().result
        leashes, devices = hub.office.served.leashes, hub.office.served.devices
        hub.thread.wait_for(lambda: leashes.ask_wipe(devices.all()[-1].identity))
        stage.runs.hush = lambda _cord: hushed.append(
            threading.current_thread() is not threading.main_thread()
        )

        told = list[object]()
        stage.runs.wiped.connect(told.append)
        with qtbot.waitSignal(stage.runs.wiped):
            stage.runs.start()

        stage.runs.start()
        assert not stage.runs.state.running
        stage.store.end()
    (wiped,) = told
    assert isinstance(wiped, Wiped)
    assert wiped == wiped_note(made_vault.folder)
    assert hushed == [True]
    assert stage.failures == []
