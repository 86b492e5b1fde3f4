"""The card of a damaged vault offers the backup beside it, and says where the damaged one is kept."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from carenurse.app import backups, wiring
from tests.demo_day import NOW
from tests.made_vault import MadeVault
from tests.ui.accessibility import faults
from tests.ui.shell.letting_go import let_go
from tests.ui.shell.window_stage import Stage
from ui.shell.start_cards import TroubleCard
from ui.shell.unlock_card import UnlockCard
from ui.widgets.buttons import Button


def hurt_header(folder: Path) -> None:
    for header in folder.glob("vault.hdr.*"):
        header.write_bytes(bytes(200))


def lose_records(folder: Path) -> None:
    (folder / "records.db").unlink()


@pytest.mark.slow
@pytest.mark.parametrize("hurt", [hurt_header, lose_records])
def test_the_backup_takes_the_place_of_a_damaged_vault(
    qtbot: QtBot, made_vault: MadeVault, hurt: object
) -> None:
    vault = wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0)
    backups.back_up(vault, NOW)
    vault.close()
    assert callable(hurt)
    hurt(made_vault.folder)
    stage = Stage(qtbot, made_vault.folder)
    stage.window.look()
    if hurt is lose_records:
        stage.unlock(made_vault.passphrase)
    card = stage.card(TroubleCard)
    assert faults(card) == []

    next(one for one in card.findChildren(Button) if one.text().startswith("Restore")).click()

    unlock = stage.card(UnlockCard)
    stage.wait(lambda: "is in its place" in stage.words())
    assert faults(unlock) == []
    assert f"{made_vault.folder.name}-damaged-" in stage.words()
    stage.unlock(made_vault.passphrase)
    stage.wait(lambda: stage.window.workplace is not None)
    let_go(stage.window)
