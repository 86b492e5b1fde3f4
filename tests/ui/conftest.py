"""What every test of the window needs: the application dressed as at the start, in the light look."""

import gc
import os
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.prompt_bot import PromptBot
from ui.shell import tidying
from ui.shell.tour.one_thread import Beside
from ui.widgets.dress import dress
from ui.widgets.theme import Theme

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """Give the bot of pytest-qt, waiting no longer than it must."""
    del qapp
    return PromptBot(request)


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> Theme:
    """Dress the one application of the test run."""
    return dress(qapp, "light")


@pytest.fixture(autouse=True)
def worn(dressed: Theme) -> Theme:
    """Begin each test in the light look at 100 percent."""
    if dressed.dark or dressed.percent != 100:
        dressed.wear("light", 100)
    return dressed


@pytest.fixture(autouse=True)
def on_one_thread() -> Iterator[None]:
    """See that nothing of the window is loaded, and none of its garbage looked for, on another thread."""
    beside = Beside()
    beside.begin()
    gc.disable()
    yield
    tidying.look()
    gc.enable()
    beside.end()
    assert not beside.seen, f"loaded beside the window's thread: {beside.seen}"
