"""The cover, on the real window, a real vault and real keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMenu
from pytestqt.qtbot import QtBot

from carenurse.app.ports import Records
from carenurse.errors import ExpectedError
from tests.made_vault import NOW, MadeVault
from tests.ui.accessibility import faults
from tests.ui.keys import press, type_into
from tests.ui.shell.lock_stage import NAME, PIN, Locked, spoken
from tests.ui.shell.window_stage import Stage


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


def test_a_wrong_passphrase_counts_as_a_try_and_is_taken_away(open_window: Locked) -> None:
    open_window.window.cover()

    open_window.try_passphrase("nine loud herons at noon")

    open_window.wait(lambda: "This is not your passphrase." in open_window.words())
    assert open_window.guard_cover.card.passphrase.text() == ""
    assert open_window.window.covered


def test_the_nurse_comes_back_to_words_that_could_not_be_saved(open_window: Locked) -> None:
    stage = open_window
    stage.page.box.setPlainText("Daughter holds the key")
    stage.cover_unsaved()

    stage.try_passphrase(stage.vault.passphrase)
    stage.wait(lambda: not stage.window.covered)

    assert stage.page.box.toPlainText() == "Daughter holds the key"
    assert "The disk is full." in stage.words()


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


def test_pages_at_another_size_tell_what_those_before_told(open_window: Locked) -> None:
    stage = open_window
    before = stage.window.workplace
    assert before is not None
    before.show_backed_up(None)
    stage.window.failures.tell(ExpectedError("The printer is off."))
    before.show_failure("The disk is full, so this was not saved.", "", broken=False, until_saved=True)
    told = {"Backed up", "never", "The printer is off.", "The disk is full, so this was not saved."}
    stage.wait(lambda: all(words in stage.words() for words in told))

    stage.device.zoom(1)
    stage.wait(lambda: stage.window.workplace is not before)

    after = stage.window.workplace
    assert after is not None
    told.add("Not saved on this device")
    stage.wait(lambda: all(words in stage.words() for words in told))
    after.show_saved(NOW)
    stage.wait(lambda: "Saved on this device" in stage.words())
    assert "The disk is full, so this was not saved." not in stage.words()


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
