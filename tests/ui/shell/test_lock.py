"""The cover and the hard lock, on the real window, a real vault and real keys."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMenu, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid
from typing_extensions import override

from carenurse.app.locking import Idleness, Sleep
from carenurse.app.ports import AuditFact, Records
from carenurse.errors import ExpectedError
from tests.made_vault import MadeVault
from tests.ui.accessibility import faults
from tests.ui.keys import press, type_into
from tests.ui.shell.window_stage import LONG_ENOUGH_MS, Stage
from ui.shell.lock_cover import Cover
from ui.shell.unlock_card import UnlockCard
from ui.widgets.boxes import column
from ui.widgets.fields.line import Line
from ui.widgets.page import Desk, Page

PIN = "495027"
NAME = "Rosa Delgado"


class WritingPage(Page):
    """A name, a line and a box of text; what is typed is saved when the page is left."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.full = False
        self.saved: list[str] = []
        self.set_heading("Today")
        self.line, self.box = Line(), QPlainTextEdit()
        self.line.setAccessibleName(f"Weight of {NAME}")
        self.box.setAccessibleName(f"Note about {NAME}")
        self.setLayout(column(QLabel(NAME), self.line, self.box))

    @override
    def leave(self) -> None:
        words = self.box.toPlainText()
        self._desk.background.run(lambda _records: self._keep(words), self.saved.append)

    def _keep(self, words: str) -> str:
        if self.full:
            sentence = "The disk is full."
            raise ExpectedError(sentence)
        return words


class Locked(Stage):
    """An open vault with one page, and what a nurse does to lock and unlock it."""

    def __init__(self, qtbot: QtBot, vault: MadeVault) -> None:
        self.pages: list[WritingPage] = []
        self.vault = vault
        super().__init__(qtbot, vault.folder, self._make)
        self.window.look()
        self.unlock(vault.passphrase)
        self.wait(lambda: self.window.workplace is not None)
        self.settle()

    def _make(self, desk: Desk) -> Page:
        self.pages.append(WritingPage(desk))
        return self.pages[-1]

    @property
    def page(self) -> WritingPage:
        return self.pages[-1]

    @property
    def guard_cover(self) -> Cover:
        guard = self.window.guard
        assert guard is not None
        assert guard.cover is not None
        return guard.cover

    def settle(self) -> None:
        for _ in range(3):
            back: list[None] = []
            self.window.store.work(lambda: None, back.append)
            self.wait(lambda back=back: bool(back))

    def try_passphrase(self, passphrase: str, pin: str = "") -> None:
        card = self.guard_cover.card
        type_into(card.passphrase.line, passphrase)
        type_into(card.new_pin.line, pin)
        press(card.passphrase.line, Qt.Key.Key_Return)
        self.wait(lambda: not isValid(card) or card.button.isEnabled())

    def try_pin(self, pin: str) -> None:
        card = self.guard_cover.card
        type_into(card.pin.line, pin)
        self.wait(lambda: not isValid(card) or card.button.isEnabled())

    def choose_pin(self) -> None:
        self.window.cover()
        self.try_passphrase(self.vault.passphrase, PIN)
        self.wait(lambda: not self.window.covered)

    def trail(self) -> list[tuple[str, str]]:
        found: list[list[AuditFact]] = []
        self.window.store.run(lambda records: records.audit_trail(limit=12), found.append)
        self.wait(lambda: bool(found))
        return [(fact.action, fact.detail) for fact in reversed(found[0])]


@pytest.fixture
def open_window(qtbot: QtBot, made_vault: MadeVault) -> Iterator[Locked]:
    stage = Locked(qtbot, made_vault)
    yield stage
    stage.window.store.end()


def spoken(window: QWidget) -> list[str]:
    """Collect every text that the window's accessible tree holds."""
    found: list[str] = []
    waiting = [QAccessible.queryAccessibleInterface(window)]
    while waiting:
        one = waiting.pop()
        found += [one.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Value)]
        children = [one.child(at) for at in range(one.childCount())]
        waiting += [child for child in children if child and child.isValid()]
    return found


def test_the_cover_stands_at_once_and_nothing_is_left_behind_it(open_window: Locked) -> None:
    stage = open_window
    stage.page.box.setPlainText(f"{NAME} fell twice")
    assert any(NAME in words for words in spoken(stage.window))

    stage.window.cover()

    shown = [label.text() for label in stage.window.findChildren(QLabel)]
    assert not any(NAME in words for words in shown)
    assert not any(NAME in words for words in spoken(stage.window))
    assert not stage.window.isAncestorOf(stage.page)
    assert not stage.page.isVisible()
    assert {stage.window.windowTitle(), stage.window.windowIconText()} <= {"CareNurse", ""}
    assert not any(one.isVisible() for one in QApplication.topLevelWidgets() if one is not stage.window)
    assert faults(stage.guard_cover) == []


def test_the_passphrase_brings_back_the_very_letters(open_window: Locked) -> None:
    stage = open_window
    stage.page.box.setPlainText("Ankle swelling left more than right")
    stage.page.box.setFocus()
    cursor = stage.page.box.textCursor()
    cursor.setPosition(6)
    cursor.setPosition(14, cursor.MoveMode.KeepAnchor)
    stage.page.box.setTextCursor(cursor)

    stage.window.cover()
    stage.try_passphrase(stage.vault.passphrase)
    stage.wait(lambda: not stage.window.covered)

    assert stage.page.box.isVisible()
    assert QApplication.focusWidget() is stage.page.box
    assert stage.page.box.textCursor().selectedText() == "swelling"
    assert stage.page.box.toPlainText() == "Ankle swelling left more than right"
    assert stage.page.box.toPlainText() in stage.page.saved


def test_a_line_keeps_its_cursor_too(open_window: Locked) -> None:
    line = open_window.page.line
    line.setText("174.8 pounds")
    line.setFocus()
    line.setCursorPosition(5)

    open_window.window.cover()
    open_window.try_passphrase(open_window.vault.passphrase)
    open_window.wait(lambda: not open_window.window.covered)

    assert line.hasFocus()
    assert line.cursorPosition() == 5
    assert not line.hasSelectedText()


def test_the_pin_chosen_with_the_passphrase_lifts_the_next_cover(open_window: Locked) -> None:
    stage = open_window
    stage.choose_pin()

    stage.window.cover()
    assert faults(stage.guard_cover) == []
    stage.try_pin("495026")
    stage.wait(lambda: "This is not the PIN." in stage.words())
    assert "4 more tries" in stage.words()
    stage.try_pin(PIN)

    stage.wait(lambda: not stage.window.covered)


def test_a_pin_that_anybody_guesses_is_not_taken(open_window: Locked) -> None:
    open_window.window.cover()
    card = open_window.guard_cover.card
    type_into(card.passphrase.line, open_window.vault.passphrase)
    type_into(card.new_pin.line, "123456")
    press(card.passphrase.line, Qt.Key.Key_Return)

    assert card.new_pin.state == "invalid"
    assert open_window.window.covered


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


def test_a_wrong_passphrase_counts_as_a_try_and_is_taken_away(open_window: Locked) -> None:
    open_window.window.cover()

    open_window.try_passphrase("nine loud herons at noon")

    open_window.wait(lambda: "This is not your passphrase." in open_window.words())
    assert open_window.guard_cover.card.passphrase.text() == ""
    assert open_window.window.covered


def test_words_that_cannot_be_saved_stay_and_are_tried_again(open_window: Locked) -> None:
    stage = open_window
    stage.page.box.setPlainText("Daughter holds the key")
    stage.page.full = True

    stage.window.cover()
    stage.wait(lambda: "could not be saved yet" in stage.words())
    stage.window.lock()
    stage.settle()

    assert stage.window.covered, "a vault with unsaved words is not closed"
    stage.page.full = False
    with stage.qtbot.waitSignal(stage.window.locked, timeout=LONG_ENOUGH_MS):
        pass
    assert stage.page.saved[-1] == "Daughter holds the key"


def test_the_nurse_comes_back_to_words_that_could_not_be_saved(open_window: Locked) -> None:
    stage = open_window
    stage.page.box.setPlainText("Daughter holds the key")
    stage.page.full = True
    stage.window.cover()
    stage.wait(lambda: "could not be saved yet" in stage.words())

    stage.try_passphrase(stage.vault.passphrase)
    stage.wait(lambda: not stage.window.covered)

    assert stage.page.box.toPlainText() == "Daughter holds the key"
    assert "The disk is full." in stage.words()


def test_closing_a_covered_window_waits_for_words_that_are_not_saved(open_window: Locked) -> None:
    stage = open_window
    stage.page.full = True
    stage.window.cover()
    stage.wait(lambda: "could not be saved yet" in stage.words())

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


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_menus_and_dialogs_go_with_the_cover(open_window: Locked) -> None:
    stage = open_window
    dialog = QFileDialog(stage.window)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.show()
    menu = QMenu(stage.page)
    menu.addAction(NAME)
    menu.popup(stage.window.rect().center())

    stage.window.cover()

    assert not dialog.isVisible()
    assert not menu.isVisible()
    dialog.deleteLater()


def test_a_change_of_zoom_on_the_cover_waits_until_it_is_lifted(open_window: Locked) -> None:
    stage = open_window
    before = stage.window.workplace
    stage.window.cover()

    stage.device.zoom(1)
    assert stage.window.covered
    stage.try_passphrase(stage.vault.passphrase)

    stage.wait(lambda: not stage.window.covered and stage.window.workplace is not before)


def test_the_trail_tells_of_covers_and_of_who_lifted_them(open_window: Locked) -> None:
    stage = open_window
    stage.choose_pin()
    stage.window.cover()
    stage.try_pin(PIN)
    stage.wait(lambda: not stage.window.covered)
    with stage.qtbot.waitSignal(stage.window.locked, timeout=LONG_ENOUGH_MS):
        stage.window.lock()
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
    with stage.qtbot.waitSignal(stage.window.locked, timeout=LONG_ENOUGH_MS):
        stage.window.lock()
    stage.card(UnlockCard)

    stage.unlock(stage.vault.passphrase)
    stage.wait(lambda: stage.window.workplace is not None)

    stage.wait(lambda: stage.page is not first and stage.page.line.hasFocus())


def test_a_failure_told_while_covered_stands_on_the_page_afterwards(open_window: Locked) -> None:
    stage = open_window
    stage.window.cover()
    stage.window.failures.tell(ExpectedError("The printer is off."))

    assert "The printer is off." not in stage.words()
    stage.try_passphrase(stage.vault.passphrase)
    stage.wait(lambda: not stage.window.covered)
    assert "The printer is off." in stage.words()


def test_the_demo_needs_no_passphrase_and_no_pin(qtbot: QtBot, made_vault: MadeVault) -> None:
    stage = Stage(qtbot, made_vault.folder.parent / "none")
    stage.window.explore()
    qtbot.waitUntil(lambda: stage.window.guard is not None, timeout=60_000)

    stage.window.cover()
    guard = stage.window.guard
    assert guard is not None
    assert guard.cover is not None
    assert faults(guard.cover) == []
    guard.cover.card.button.click()

    stage.wait(lambda: not stage.window.covered)
    stage.window.close()
    stage.wait(lambda: not stage.window.isVisible())


def test_a_late_answer_behind_the_cover_breaks_nothing(open_window: Locked) -> None:
    stage = open_window
    answers: list[str] = []

    def job(_records: Records) -> str:
        return NAME

    stage.window.store.run(job, lambda name: (answers.append(name), stage.page.box.setPlainText(name)))
    stage.window.cover()
    stage.wait(lambda: bool(answers))

    assert not any(NAME in words for words in spoken(stage.window))
