"""Journeys drive real windows, without a display where there is none."""

import os

import pytest
from PySide6.QtWidgets import QApplication

from ui.widgets.dress import dress
from ui.widgets.theme import Theme

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def dressed(qapp: QApplication) -> Theme:
    """Dress the application as at the start, in the light look."""
    return dress(qapp, "light")
