"""The windows that more than one module of tests opens."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.made_vault import MadeVault
from tests.ui.shell.letting_go import let_go
from tests.ui.shell.lock_stage import Locked
from tests.ui.shell.visiting_stage import Visiting


@pytest.fixture
def open_window(qtbot: QtBot, made_vault: MadeVault) -> Iterator[Locked]:
    stage = Locked(qtbot, made_vault)
    yield stage
    let_go(stage.window)


@pytest.fixture
def visiting(qtbot: QtBot, demo_pattern: MadeVault, tmp_path: Path) -> Iterator[Visiting]:
    folder = tmp_path / "caseload"
    shutil.copytree(demo_pattern.folder, folder)
    copied = MadeVault(folder, demo_pattern.passphrase, demo_pattern.recovery_code, demo_pattern.nurse)
    stage = Visiting(qtbot, copied)
    yield stage
    let_go(stage.window)
