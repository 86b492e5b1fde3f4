"""The windows that more than one module of tests opens."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.made_vault import MadeVault
from tests.ui.shell.lock_stage import Locked


@pytest.fixture
def open_window(qtbot: QtBot, made_vault: MadeVault) -> Iterator[Locked]:
    stage = Locked(qtbot, made_vault)
    yield stage
    stage.window.store.end()
