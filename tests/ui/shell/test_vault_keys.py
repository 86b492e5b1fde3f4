"""What opens the vault, changed through the store thread with the real vault behind it."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from carenurse.app import wiring
from tests.demo_day import NOW
from tests.fakes import FixedClock
from tests.made_vault import MadeVault
from ui.shell.doors import Doors, Opened
from ui.shell.store_thread import StoreThread
from ui.shell.vault_keys import VaultKeys

NEW = "four violet lanterns over water"
_WAIT_MS = 8_000


@pytest.fixture
def store(qtbot: QtBot) -> Iterator[StoreThread]:
    told: list[Exception] = []
    thread = StoreThread(told.append)
    yield thread
    thread.end()
    assert told == []
    assert qtbot is not None


def _keys(qtbot: QtBot, store: StoreThread, vault: MadeVault, *, recovered: bool) -> VaultKeys:
    clock, opened, failed = FixedClock(NOW), list[Opened](), list[Exception]()
    doors = Doors(vault.folder, clock)
    way = (
        (lambda: doors.unlock_with_recovery(vault.recovery_code))
        if recovered
        else (lambda: doors.unlock(vault.passphrase))
    )
    store.open(way, opened.append, failed.append)
    qtbot.waitUntil(lambda: bool(opened or failed), timeout=_WAIT_MS)
    return VaultKeys(store, clock, opened[0])


@pytest.mark.slow
def test_a_wrong_passphrase_changes_nothing_and_the_right_one_gives_a_code_that_opens(
    qtbot: QtBot, store: StoreThread, made_vault: MadeVault
) -> None:
    keys = _keys(qtbot, store, made_vault, recovered=False)
    codes, failures = list[str](), list[Exception]()

    keys.new_recovery_code("wrong", codes.append, failures.append)
    qtbot.waitUntil(lambda: bool(failures), timeout=_WAIT_MS)
    assert isinstance(failures[0], wiring.WrongPassphraseError)
    assert codes == []

    keys.new_recovery_code(made_vault.passphrase, codes.append, failures.append)
    qtbot.waitUntil(lambda: bool(codes), timeout=_WAIT_MS)
    store.end()

    wiring.unlock_with_recovery(made_vault.folder, codes[0], reserve=0).close()
    with pytest.raises(wiring.WrongRecoveryCodeError):
        wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0)


@pytest.mark.slow
def test_after_the_recovery_code_a_new_passphrase_is_set_without_the_old(
    qtbot: QtBot, store: StoreThread, made_vault: MadeVault
) -> None:
    keys = _keys(qtbot, store, made_vault, recovered=True)
    assert keys.by_recovery
    done, failures = list[str](), list[Exception]()

    keys.change_passphrase("", NEW, lambda: done.append("changed"), failures.append)
    qtbot.waitUntil(lambda: bool(done or failures), timeout=_WAIT_MS)
    store.end()

    assert done == ["changed"]
    assert not keys.by_recovery
    wiring.unlock(made_vault.folder, NEW, reserve=0).close()
