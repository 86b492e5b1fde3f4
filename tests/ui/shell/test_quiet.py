"""A vault that looks after itself while the nurse works, and what she is told of it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from carenurse.app import wiring
from carenurse.app.backup_place import list_backups, place_beside
from carenurse.app.open_vault import OpenVault
from carenurse.app.second_place import choose_second_place
from tests.carenurse.store.resources import patient
from tests.demo_day import NOW
from tests.fakes import FixedClock
from tests.kept import keep
from tests.made_vault import MadeVault
from ui.shell.quiet import Upkeep
from ui.shell.store_thread import StoreThread

_WAIT_MS = 20_000


class NotedTeller:
    """Notes what the nurse is told."""

    def __init__(self) -> None:
        self.backed_up: list[datetime | None] = []
        self.warnings: list[str] = []

    def show_backed_up(self, when: datetime | None) -> None:
        self.backed_up.append(when)

    def show_warning(self, sentence: str) -> None:
        self.warnings.append(sentence)


@pytest.fixture
def store(qtbot: QtBot, made_vault: MadeVault, tmp_path: Path) -> Iterator[StoreThread]:
    told: list[Exception] = []
    thread, opened = StoreThread(told.append), list[OpenVault]()
    (tmp_path / "stick").mkdir()

    def open_it() -> tuple[OpenVault, OpenVault]:
        vault = wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0)
        keep(vault.records, patient("p1"))
        choose_second_place(vault, tmp_path / "stick")
        return vault, vault

    thread.open(open_it, opened.append, told.append)
    qtbot.waitUntil(lambda: bool(opened), timeout=_WAIT_MS)
    yield thread
    thread.end()
    assert told == []


def test_what_is_due_is_done_and_told_once(
    qtbot: QtBot, store: StoreThread, made_vault: MadeVault, tmp_path: Path
) -> None:
    teller = NotedTeller()
    upkeep = Upkeep(store, FixedClock(NOW), lambda: teller, store)
    (tmp_path / "stick").rename(tmp_path / "drawer")
    upkeep.begin()

    upkeep.look()
    upkeep.look()
    qtbot.waitUntil(lambda: len(teller.backed_up) == 1, timeout=_WAIT_MS)
    upkeep.look()
    qtbot.waitUntil(lambda: len(teller.backed_up) == 2, timeout=_WAIT_MS)

    assert teller.backed_up[0] == NOW
    assert len(teller.warnings) == 1
    assert "Put the stick in" in teller.warnings[0]
    upkeep.stop()
    store.end()
    vault = wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0)
    assert len(list_backups(place_beside(made_vault.folder), vault.facts().vault_id)) == 1
    assert [fact.action for fact in vault.records.audit_trail(limit=9)].count("drill") == 1
    vault.close()


def test_a_backup_that_cannot_be_made_is_told_with_what_to_do(
    qtbot: QtBot, store: StoreThread, made_vault: MadeVault
) -> None:
    teller = NotedTeller()
    place_beside(made_vault.folder).write_text("a file where the folder should be")
    upkeep = Upkeep(store, FixedClock(NOW), lambda: teller, store)

    upkeep.look()

    qtbot.waitUntil(lambda: bool(teller.warnings), timeout=_WAIT_MS)
    assert teller.warnings[0].startswith("There is no new backup.")


def test_after_a_removal_the_vault_gets_another_key_by_itself(
    qtbot: QtBot, store: StoreThread, made_vault: MadeVault, tmp_path: Path
) -> None:
    teller, told = NotedTeller(), list[str]()
    upkeep = Upkeep(store, FixedClock(NOW), lambda: teller, store)
    upkeep.look()
    qtbot.waitUntil(lambda: len(teller.backed_up) == 1, timeout=_WAIT_MS)

    def remove(vault: OpenVault, _go_on: object) -> str:
        with vault.records.work() as work:
            work.put(patient("p2"), local=True)
        vault.let_leave("p2")
        return vault.key_id

    store.beside(remove, told.append, lambda problem: told.append(str(problem)))
    qtbot.waitUntil(lambda: bool(told), timeout=_WAIT_MS)

    upkeep.look()
    qtbot.waitUntil(lambda: len(teller.backed_up) == 2, timeout=_WAIT_MS)

    store.end()
    vault = wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0)
    assert vault.key_id != told[0]
    for place in (place_beside(made_vault.folder), next((tmp_path / "stick").iterdir())):
        assert {one.key_id for one in list_backups(place, vault.vault_id)} == {vault.key_id}
    assert (vault.key_owed, vault.backups_owe, teller.warnings) == (False, "", [])
    vault.close()
