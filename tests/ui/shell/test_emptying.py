"""The office has a laptop emptied while its window is open: all words are there, then it begins anew."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from typing_extensions import override

from carenurse.app.ports import Records
from carenurse.app.sync_run import Cord
from carenurse.app.vault_place import looks_like_vault, wiped_note
from carenurse.errors import ExpectedError
from tests.carenurse.app.leashed import joined
from tests.carenurse.app.test_sync_run import Hub, an_office
from tests.made_vault import MadeVault
from tests.ui.shell.letting_go import let_go
from tests.ui.shell.window_stage import Stage
from ui.shell.start_cards import CreateCard
from ui.shell.wiped_card import WipedCard
from ui.widgets.page import Desk, Page

LONG_ENOUGH_S = 30


@pytest.fixture
def hub(vault_pattern: MadeVault, tmp_path: Path) -> Iterator[Hub]:
    with an_office(vault_pattern, tmp_path / "office") as made:
        yield made


@pytest.fixture
def begun() -> list[str]:
    """Note that the process would have begun anew."""
    return []


@pytest.fixture
def stage(
    qtbot: QtBot, made_vault: MadeVault, hub: Hub, begun: list[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stage]:
    """Open the window of a laptop that its office wants emptied; it asks the office when the test says so."""
    monkeypatch.setattr("ui.shell.office_runs._SOON_MS", 3_600_000)
    laptop = joined(made_vault, hub)
    laptop.order()
    laptop.vault.close()
    opened = Stage(qtbot, made_vault.folder, restart=lambda _place, words: begun.append(words))
    opened.window.look()
    opened.unlock(made_vault.passphrase)
    opened.wait(lambda: opened.window.workplace is not None)
    yield opened
    let_go(opened.window)


@pytest.mark.slow
def test_the_words_are_kept_then_the_records_go_and_the_window_begins_anew(
    stage: Stage, made_vault: MadeVault, begun: list[str]
) -> None:
    attendants = stage.window.attendants
    assert attendants is not None
    assert attendants.runs is not None
    attendants.runs.start()
    stage.wait(lambda: begun == [""])

    assert stage.left
    assert stage.window.workplace is None
    assert not looks_like_vault(made_vault.folder)
    assert wiped_note(made_vault.folder) is not None
    card = stage.card(WipedCard)
    assert isinstance(card, WipedCard)
    said = stage.words()
    assert "The records on this laptop were destroyed" in said
    assert "as your office ordered. Everything that was written here had reached the office." in said
    card.create_wanted.emit()
    assert stage.card(CreateCard).isVisible()


@pytest.mark.slow
def test_nobody_types_between_the_last_words_and_the_end_and_where_nothing_was_destroyed_she_goes_on(
    stage: Stage,
) -> None:
    attendants, workplace = stage.window.attendants, stage.window.workplace
    assert attendants is not None
    assert attendants.runs is not None
    assert workplace is not None
    told: list[str] = []
    hush = attendants.runs.hush
    run = Thread(target=lambda: (hush(Cord()), told.append("kept")))
    run.start()
    stage.wait(lambda: told == ["kept"])
    run.join()

    assert stage.left
    assert not workplace.isEnabled()
    attendants.runs.ended.emit()
    assert workplace.isEnabled()


FULL = "The disk is full."


class FullPage(Page):
    """A page whose words cannot be saved now."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    @override
    def keep_words(self) -> None:
        self._desk.background.run(_full, None, lambda _problem: None)


def _full(_records: Records) -> None:
    raise ExpectedError(FULL)


@pytest.mark.slow
def test_words_that_cannot_be_saved_put_it_off(qtbot: QtBot, made_vault: MadeVault) -> None:
    opened = Stage(qtbot, made_vault.folder, make=FullPage)
    opened.window.look()
    opened.unlock(made_vault.passphrase)
    opened.wait(lambda: opened.window.workplace is not None)
    attendants = opened.window.attendants
    assert attendants is not None
    assert attendants.runs is not None
    told: list[object] = []
    hush = attendants.runs.hush
    run = Thread(target=lambda: told.append(hush(Cord())))
    run.start()
    opened.wait(lambda: bool(told))
    run.join()

    assert told == [False]
    let_go(opened.window)


@pytest.mark.slow
@pytest.mark.parametrize("pulled_first", [True, False])
def test_a_run_that_is_broken_off_waits_for_no_words(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, *, pulled_first: bool
) -> None:
    monkeypatch.setattr("ui.shell.emptying._LONGEST_WAIT", 10 * LONG_ENOUGH_S)
    attendants, workplace = stage.window.attendants, stage.window.workplace
    assert attendants is not None
    assert attendants.runs is not None
    assert workplace is not None
    told, cord, hush = list[object](), Cord(), attendants.runs.hush
    run = Thread(target=lambda: told.append(hush(cord)), daemon=True)
    if pulled_first:
        cord.pull()
    run.start()
    cord.pull()
    run.join(LONG_ENOUGH_S)  # the window's thread stands still, as it does while a window closes

    assert told == [False]
    QApplication.processEvents()
    assert workplace.isEnabled()
