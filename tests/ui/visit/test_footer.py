"""The foot of a visit in the smallest window: every word of it can be read."""

import pytest
from pytestqt.qtbot import QtBot

from ui.visit.footer import VisitFooter
from ui.widgets.text import Label
from ui.widgets.theme import Theme


@pytest.mark.parametrize("percent", [100, 150])
def test_what_is_left_is_read_whole_in_a_small_window(qtbot: QtBot, worn: Theme, percent: int) -> None:
    worn.wear("dark", percent)
    footer = VisitFooter()
    qtbot.addWidget(footer)
    footer.show()
    footer.mark.saved("10:42")
    footer.show_left(3, 42, 39, 2)
    width = 1280 - worn.px(72)
    footer.resize(width, worn.size("footer"))
    qtbot.waitUntil(lambda: footer.primary_button.geometry().right() < width)

    words = next(label for label in footer.findChildren(Label) if "required left" in label.text())
    assert words.text() == "39 required left, 2 flags open"
    assert footer.width() == width
    assert words.width() >= words.sizeHint().width(), "nothing is cut"
    assert footer.rect().contains(footer.primary_button.geometry())
