"""The hard lock, on the real window and a real vault: when it comes, what it keeps, what it waits for."""

from threading import Event

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from carenurse.app.locking import Idleness, Sleep
from carenurse.app.open_vault import OpenVault
from carenurse.errors import ExpectedError
from carenurse.vault.failures import UnreadableDiskError
from tests.made_vault import MadeVault
from tests.ui.keys import press, type_into
from tests.ui.shell.letting_go import let_go
from tests.ui.shell.lock_stage import PIN, Locked
from tests.ui.shell.window_stage import LONG_ENOUGH_MS
from ui.shell.unlock_card import UnlockCard


def test_five_wrong_tries_close_the_vault(open_window: Locked) -> None:
    stage = open_window
    stage.choose_pin()
    stage.window.cover()

    with stage.qtbot.waitSignal(stage.window.locked, timeout=LONG_ENOUGH_MS):
        for _ in range(4):
            stage.try_pin("111222")
        type_into(stage.guard_cover.card.pin.line, "111222")

    assert stage.window.guard is None
    stage.wait(lambda: "five wrong tries" in stage.words())
    stage.unlock(stage.vault.passphrase)
    stage.wait(lambda: stage.window.workplace is not None)
    told = stage.trail()
    assert told.count(("unlock-failed", "pin")) == 5
    assert ("lock", "closed tries") in told


def test_words_that_cannot_be_saved_stay_and_are_tried_again(open_window: Locked) -> None:
    stage = open_window
    stage.page.box.setPlainText("Daughter holds the key")
    stage.cover_unsaved()
    stage.window.lock()
    stage.settle()

    assert stage.window.covered, "a vault with unsaved words is not closed"
    stage.page.full = False
    with stage.qtbot.waitSignal(stage.window.locked, timeout=LONG_ENOUGH_MS):
        pass
    assert stage.page.saved[-1] == "Daughter holds the key"


def test_closing_a_covered_window_waits_for_words_that_are_not_saved(open_window: Locked) -> None:
    stage = open_window
    stage.cover_unsaved()

    stage.window.close()
    assert stage.window.isVisible()

    stage.page.full = False
    stage.wait(lambda: stage.window.guard is not None and stage.window.guard.kept)
    stage.window.close()
    stage.wait(lambda: not stage.window.isVisible())


def test_nobody_here_covers_and_later_closes(open_window: Locked) -> None:
    stage, at = open_window, [0.0]
    guard = stage.window.guard
    assert guard is not None
    guard.idle = Idleness(300, 900, lambda: at[0])

    at[0] = 299.5
    guard.look()
    assert not stage.window.covered
    at[0] = 300.5
    guard.look()
    assert stage.window.covered
    assert "nobody was here" in stage.words()
    at[0] = 900.5
    with stage.qtbot.waitSignal(stage.window.locked, timeout=LONG_ENOUGH_MS):
        guard.look()


def test_keys_pressed_on_the_cover_are_no_sign_of_the_nurse(open_window: Locked) -> None:
    stage, at = open_window, [0.0]
    guard = stage.window.guard
    assert guard is not None
    guard.idle = Idleness(300, 900, lambda: at[0])
    stage.window.cover()
    at[0] = 899.0
    press(stage.guard_cover.card.passphrase.line, Qt.Key.Key_A, "a")
    guard.alive()
    at[0] = 901.0

    with stage.qtbot.waitSignal(stage.window.locked, timeout=LONG_ENOUGH_MS):
        guard.look()


def test_sleep_closes_the_vault_when_told_and_when_only_noticed(
    open_window: Locked,
) -> None:
    stage = open_window
    guard = stage.window.guard
    assert guard is not None
    with stage.qtbot.waitSignal(stage.window.locked, timeout=LONG_ENOUGH_MS):
        guard.signals.heard_message(0x0218, 4)
        assert stage.window.covered
    stage.wait(lambda: "the laptop slept" in stage.words())

    stage.unlock(stage.vault.passphrase)
    stage.wait(lambda: stage.window.guard is not None)
    passed = [0.0]
    watched = stage.window.guard
    assert watched is not None
    watched.sleep = Sleep(lambda: passed[0], lambda: 0.0)
    passed[0] = 4000.0
    with stage.qtbot.waitSignal(stage.window.locked, timeout=LONG_ENOUGH_MS):
        watched.look()


def test_the_screen_lock_of_the_system_closes_the_vault(open_window: Locked) -> None:
    guard = open_window.window.guard
    assert guard is not None

    with open_window.qtbot.waitSignal(open_window.window.locked, timeout=LONG_ENOUGH_MS):
        guard.signals.heard_screen(active=True)

    open_window.wait(lambda: "with the screen" in open_window.words())


def test_the_trail_tells_of_covers_and_of_who_lifted_them(open_window: Locked) -> None:
    stage = open_window
    stage.choose_pin()
    stage.window.cover()
    stage.try_pin(PIN)
    stage.wait(lambda: not stage.window.covered)
    stage.lock()
    stage.unlock(stage.vault.passphrase)
    stage.wait(lambda: stage.window.workplace is not None)

    assert stage.trail()[-6:] == [
        ("lock", "covered key"),
        ("unlock", "passphrase"),
        ("lock", "covered key"),
        ("unlock", "pin"),
        ("lock", "closed key"),
        ("unlock", "passphrase"),
    ]


def test_after_a_hard_lock_the_cursor_stands_in_the_same_field(open_window: Locked) -> None:
    stage = open_window
    stage.page.line.setText("174.8 pounds")
    stage.page.box.setPlainText("Ankle swelling")
    stage.page.line.setFocus()
    stage.page.line.setCursorPosition(3)
    first = stage.page
    stage.lock()
    stage.card(UnlockCard)

    stage.unlock(stage.vault.passphrase)
    stage.wait(lambda: stage.window.workplace is not None)

    stage.wait(lambda: stage.page is not first and stage.page.line.hasFocus())


def test_a_pin_answered_meanwhile_lifts_no_cover_of_a_vault_that_is_closing(open_window: Locked) -> None:
    stage = open_window
    stage.choose_pin()
    stage.page.box.setPlainText("Daughter holds the key")
    stage.page.full = True
    held = Event()
    stage.window.store.run(lambda _records: held.wait(8))
    stage.window.cover()
    type_into(stage.guard_cover.card.pin.line, PIN)
    stage.guard.close("sleep")

    held.set()
    stage.wait(lambda: "could not be saved yet" in stage.words())
    stage.settle()

    assert stage.window.covered
    assert stage.guard_cover.card.pin.isHidden()
    assert not stage.guard_cover.card.passphrase.isHidden()
    stage.try_passphrase(stage.vault.passphrase)
    stage.wait(lambda: not stage.window.covered)


def test_a_save_whose_page_hears_of_its_failure_itself_counts_as_not_kept(open_window: Locked) -> None:
    stage = open_window
    stage.page.own_failures = []
    stage.page.full = True

    stage.window.lock()
    stage.wait(lambda: bool(stage.page.own_failures))
    stage.settle()

    assert stage.window.covered, "a vault with unsaved words is not closed"
    stage.page.full = False
    with stage.qtbot.waitSignal(stage.window.locked, timeout=LONG_ENOUGH_MS):
        pass


def test_a_failure_of_something_else_keeps_no_vault_open(open_window: Locked) -> None:
    stage = open_window
    held = Event()
    stage.window.store.run(lambda _records: held.wait(8))

    with stage.qtbot.waitSignal(stage.window.locked, timeout=LONG_ENOUGH_MS // 2):
        stage.window.lock()
        stage.window.failures.tell(ExpectedError("The printer is off."))
        held.set()


def test_a_vault_that_does_not_close_as_it_should_is_asked_for_all_the_same(
    open_window: Locked, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = open_window
    really = OpenVault.close

    def close(vault: OpenVault) -> None:
        really(vault)
        raise UnreadableDiskError

    monkeypatch.setattr(OpenVault, "close", close)

    stage.lock()

    stage.card(UnlockCard)
    assert UnreadableDiskError().sentence in stage.words()
    monkeypatch.undo()
    stage.unlock(stage.vault.passphrase)
    stage.wait(lambda: stage.window.workplace is not None)


def test_what_failed_at_the_close_is_told_by_the_process_after_it(
    qtbot: QtBot, made_vault: MadeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    stage = Locked(qtbot, made_vault, restart=lambda _place, words: begun.append(words))
    really = OpenVault.close

    def close(vault: OpenVault) -> None:
        really(vault)
        raise UnreadableDiskError

    monkeypatch.setattr(OpenVault, "close", close)

    with qtbot.waitSignal(stage.window.locked, timeout=LONG_ENOUGH_MS):
        stage.window.lock()

    assert UnreadableDiskError().sentence in begun[0]
    let_go(stage.window)


def test_a_guard_that_stopped_listens_to_nothing(open_window: Locked) -> None:
    stage = open_window
    hushed: list[str] = []
    stage.guard.signals.until_stopped(lambda: hushed.append("bus"))

    stage.lock()

    assert hushed == ["bus"]


def test_of_two_fields_with_one_name_the_very_one_has_the_cursor_again(open_window: Locked) -> None:
    stage = open_window
    stage.page.second.setText("90/60")
    stage.page.second.setFocus()
    stage.page.second.setCursorPosition(2)
    first = stage.page

    stage.lock()
    stage.unlock(stage.vault.passphrase)
    stage.wait(lambda: stage.window.workplace is not None)

    stage.wait(lambda: stage.page is not first and stage.page.second.hasFocus())
