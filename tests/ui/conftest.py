"""What every test of the window needs: the application dressed as at the start, in the light look."""

import os

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.one_thread import on_one_thread
from tests.ui.prompt_bot import PromptBot
from ui.widgets.dress import dress
from ui.widgets.theme import Theme

__all__ = ["on_one_thread"]

os.environ["QT_QPA_PLATFORM"] = os.environ.get("QT_QPA_PLATFORM") or "offscreen"


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
