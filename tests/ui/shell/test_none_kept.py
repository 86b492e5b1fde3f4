"""The start-up self-test in the window: a wrong library is told on the start page, before any passphrase."""

import sys

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from carenurse.app import self_test
from carenurse.store.library import Library
from tests.made_vault import MadeVault
from tests.ui.accessibility import faults
from tests.ui.shell.letting_go import let_go
from tests.ui.shell.window_stage import Stage
from ui.shell import none_kept
from ui.shell.none_kept import keeps_none, references_lost
from ui.shell.start_cards import TroubleCard


def test_qt_keeps_count_of_none_here() -> None:
    asked = QObject()

    assert references_lost(lambda: asked.setObjectName("asked")) < 50
    assert keeps_none()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is not counted there")
def test_a_call_that_drops_none_is_noticed() -> None:
    kept: list[None] = []

    assert references_lost(lambda: kept.append(None)) >= 190


def test_a_library_that_uses_up_none_opens_nothing(
    qtbot: QtBot, made_vault: MadeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def all_of_them(_call: object) -> int:
        return 200

    monkeypatch.setattr(none_kept, "references_lost", all_of_them)

    stage = Stage(qtbot, made_vault.folder)

    stage.window.look()

    stage.wait(lambda: "ends the program after a while" in stage.words())
    assert "No vault was opened" in stage.words()
    let_go(stage.window)


def test_the_start_page_says_what_is_wrong_and_opens_nothing(
    qtbot: QtBot, made_vault: MadeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaking = Library("4.19.0 community", "3.53.4", "OpenSSL 3.6.0", ("It would leak.",))
    monkeypatch.setattr(self_test, "look_at_library", lambda: leaking)
    stage = Stage(qtbot, made_vault.folder)

    stage.window.look()

    card = stage.card(TroubleCard)
    stage.wait(lambda: "It would leak." in stage.words())
    assert "No vault was opened" in stage.words()
    assert faults(card) == []
    let_go(stage.window)
