"""A laptop that was away for too long meets its office while its window is open: everything opens at once."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from carenurse.app.reach import is_bounded
from tests.carenurse.app.leashed import NOW, joined
from tests.carenurse.app.test_sync_run import Hub, an_office
from tests.made_vault import MadeVault
from tests.ui.shell.letting_go import let_go
from tests.ui.shell.window_stage import Stage


@pytest.fixture
def hub(vault_pattern: MadeVault, tmp_path: Path) -> Iterator[Hub]:
    with an_office(vault_pattern, tmp_path / "office") as made:
        yield made


@pytest.fixture
def stage(qtbot: QtBot, made_vault: MadeVault, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """Open the window of a laptop that met its office once, fifteen days ago by its own clock.

    It asks the office when the test says so, not by itself five seconds after it was opened.
    """
    monkeypatch.setattr("ui.shell.office_runs._SOON_MS", 3_600_000)
    laptop = joined(made_vault, hub)
    laptop.meet()
    laptop.vault.close()
    opened = Stage(qtbot, made_vault.folder)
    opened.clock.go_on(NOW + timedelta(days=15) - opened.clock.now())
    opened.window.look()
    opened.unlock(made_vault.passphrase)
    opened.wait(lambda: opened.window.workplace is not None)
    yield opened
    let_go(opened.window)


def jobs_see_a_part(stage: Stage) -> bool:
    told: list[bool] = []
    stage.window.store.run(is_bounded, told.append)
    stage.wait(lambda: bool(told))
    return told[0]


@pytest.mark.slow
def test_a_run_in_the_background_opens_everything_and_makes_the_pages_anew(stage: Stage) -> None:
    stage.wait(lambda: "This laptop has not met its office since" in stage.words())
    before, attendants = stage.window.workplace, stage.window.attendants
    assert before is not None
    assert attendants is not None
    assert attendants.runs is not None
    assert jobs_see_a_part(stage)

    attendants.runs.start()
    stage.wait(lambda: stage.window.workplace is not before)

    assert not jobs_see_a_part(stage)
    stage.wait(lambda: "has not met its office" not in stage.words())
    assert stage.left
