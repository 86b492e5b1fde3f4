from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from carenurse.app.settings import load_settings
from tests.made_vault import MadeVault
from tests.ui.accessibility import faults
from tests.ui.keys import press, type_into
from tests.ui.shell.letting_go import let_go
from tests.ui.shell.window_stage import NamePage, Stage
from ui.shell.start_cards import CodeCard, CreateCard, RecoverCard, TroubleCard
from ui.shell.unlock_card import UnlockCard
from ui.widgets.buttons import Button
from ui.widgets.page import Route
from ui.widgets.theme import theme


@pytest.fixture
def first_start(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(qtbot, tmp_path / "vault")
    yield stage
    let_go(stage.window)


@pytest.fixture
def later_start(qtbot: QtBot, made_vault: MadeVault) -> Iterator[Stage]:
    stage = Stage(qtbot, made_vault.folder)
    stage.window.look()
    yield stage
    let_go(stage.window)


@pytest.mark.slow
def test_a_first_start_makes_a_vault_tells_its_code_once_and_begins(first_start: Stage) -> None:
    stage = first_start
    stage.window.look()
    card = stage.card(CreateCard)
    assert isinstance(card, CreateCard)
    assert faults(card) == []
    type_into(card.name.line, "Núria Costa")
    type_into(card.passphrase.line, "seven quiet herons at dusk")
    type_into(card.again.line, "seven quiet herons at dusc")
    press(card.again.line, Qt.Key.Key_Return)
    assert "The two passphrases differ. Type this one again." in stage.words()

    type_into(card.again.line, "")
    card.again.set_text("seven quiet herons at dusk")
    press(card.again.line, Qt.Key.Key_Return)
    code = stage.card(CodeCard)
    assert faults(code) == []
    go_on = next(button for button in code.findChildren(Button) if button.kind == "primary")
    assert not go_on.isEnabled()
    stage.window.start.code_kept()

    stage.wait(lambda: stage.window.workplace is not None)
    stage.wait(lambda: "Núria Costa" in stage.words())


def test_a_weak_passphrase_is_refused_in_words(first_start: Stage) -> None:
    first_start.window.look()
    card = first_start.card(CreateCard)
    assert isinstance(card, CreateCard)

    type_into(card.passphrase.line, "secret")
    press(card.passphrase.line, Qt.Key.Key_Return)

    assert card.name.state == card.passphrase.state == "invalid"
    assert "9 more characters, or five words" in first_start.words()


def test_a_sentence_about_a_passphrase_goes_when_it_is_typed_anew(first_start: Stage) -> None:
    first_start.window.look()
    card = first_start.card(CreateCard)
    assert isinstance(card, CreateCard)
    type_into(card.passphrase.line, "secret")
    press(card.passphrase.line, Qt.Key.Key_Return)
    assert card.again.state == "invalid"

    type_into(card.passphrase.line, "crooked lamp eats nine pears")

    assert "invalid" not in {card.passphrase.state, card.again.state}
    type_into(card.again.line, "crooked")
    press(card.again.line, Qt.Key.Key_Return)
    assert card.again.state == "invalid"
    type_into(card.again.line, " lamp")
    assert card.again.state != "invalid"


def test_the_right_passphrase_opens_the_day(later_start: Stage, made_vault: MadeVault) -> None:
    later_start.unlock(made_vault.passphrase)

    later_start.wait(lambda: later_start.window.workplace is not None)
    later_start.wait(lambda: "Grace Okafor" in later_start.words())
    workplace = later_start.window.workplace
    assert workplace is not None
    assert faults(workplace) == []
    assert workplace.navigation.route == Route("today")


def test_a_wrong_passphrase_is_said_and_forgotten(later_start: Stage) -> None:
    later_start.unlock("nine loud herons at noon")

    later_start.wait(lambda: "This passphrase does not open the vault." in later_start.words())
    card = later_start.card(UnlockCard)
    assert isinstance(card, UnlockCard)
    assert card.field.text() == ""
    assert faults(card) == []


def test_the_recovery_code_opens_it_too(later_start: Stage, made_vault: MadeVault) -> None:
    later_start.card(UnlockCard)
    later_start.window.start_page.show_recover()
    card = later_start.card(RecoverCard)
    assert isinstance(card, RecoverCard)
    assert faults(card) == []
    type_into(card.field.line, made_vault.recovery_code.lower())
    press(card.field.line, Qt.Key.Key_Return)

    later_start.wait(lambda: later_start.window.workplace is not None)
    assert "Set a new passphrase" in later_start.words()


def test_a_damaged_lock_is_not_blamed_on_the_passphrase(qtbot: QtBot, made_vault: MadeVault) -> None:
    for header in made_vault.folder.glob("vault.hdr.*"):
        header.write_bytes(b"\x00" * 200)
    stage = Stage(qtbot, made_vault.folder)
    stage.window.look()

    card = stage.card(TroubleCard)

    assert faults(card) == []
    assert "Your passphrase is not the problem." in stage.words()
    let_go(stage.window)


def test_a_lock_keeps_what_was_typed_and_leaves_no_name_in_the_window(
    later_start: Stage, made_vault: MadeVault
) -> None:
    stage = later_start
    stage.unlock(made_vault.passphrase)
    stage.wait(lambda: stage.window.workplace is not None)

    stage.lock()

    assert stage.left
    stage.wait(lambda: not stage.window.findChildren(NamePage))
    assert "Rosa" not in stage.words()
    stage.unlock(made_vault.passphrase)
    stage.wait(lambda: stage.window.workplace is not None)


def test_the_title_never_names_anybody(later_start: Stage, made_vault: MadeVault) -> None:
    later_start.unlock(made_vault.passphrase)
    later_start.wait(lambda: later_start.window.workplace is not None)

    assert later_start.window.windowTitle() == "CareNurse"


def test_closing_keeps_what_was_typed_first(later_start: Stage, made_vault: MadeVault) -> None:
    stage = later_start
    stage.unlock(made_vault.passphrase)
    stage.wait(lambda: stage.window.workplace is not None)

    stage.window.close()

    stage.wait(lambda: not stage.window.isVisible())
    assert stage.left


def test_zoom_makes_the_pages_anew_and_is_remembered(later_start: Stage, made_vault: MadeVault) -> None:
    stage = later_start
    stage.unlock(made_vault.passphrase)
    stage.wait(lambda: stage.window.workplace is not None)
    before = stage.window.workplace

    stage.device.zoom(1)

    stage.wait(lambda: stage.window.workplace is not before)
    assert theme().percent == 110
    assert load_settings(made_vault.folder.parent / "settings.json").zoom_percent == 110
    assert stage.left


def test_every_key_of_the_window_is_on_the_sheet(later_start: Stage, made_vault: MadeVault) -> None:
    later_start.unlock(made_vault.passphrase)
    later_start.wait(lambda: later_start.window.workplace is not None)
    workplace = later_start.window.workplace
    assert workplace is not None

    workplace.show_help()

    assert "find or do" in later_start.words()
    sheet = next(child for child in workplace.findChildren(QWidget) if child.accessibleName() == "Help")
    assert faults(sheet) == []


def test_caps_lock_is_told_before_it_makes_a_wrong_try(later_start: Stage) -> None:
    card = later_start.card(UnlockCard)
    assert isinstance(card, UnlockCard)

    type_into(card.field.line, "S")
    later_start.wait(lambda: "Caps Lock is on" in later_start.words())

    type_into(card.field.line, "s")
    assert "Caps Lock is on" not in later_start.words()
