"""Rows come as they come into view: a few at first, all of them in the end, by the wheel and by the keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot
from typing_extensions import override

from tests.ui.keys import focus, press
from ui.widgets.boxes import column, scrolled
from ui.widgets.buttons import Button
from ui.widgets.growing import Growing
from ui.widgets.theme import Theme

MANY = 60


class Buttons(Growing):
    """Buttons that say their number."""

    def __init__(self) -> None:
        super().__init__(column(space=4))

    @override
    def wanted(self) -> int:
        return MANY

    @override
    def make(self, number: int) -> Button:
        return Button(str(number))


@pytest.fixture
def buttons(worn: Theme) -> Buttons:
    assert worn.px(1)
    return Buttons()


@pytest.fixture
def area(qtbot: QtBot, buttons: Buttons) -> QScrollArea:
    area = scrolled(buttons)
    qtbot.addWidget(area)
    area.resize(200, 300)
    return area


def test_as_many_rows_are_made_as_fill_the_view(qtbot: QtBot, buttons: Buttons, area: QScrollArea) -> None:
    buttons.grow()
    assert buttons.rows.count() == buttons.at_once
    area.show()

    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)

    assert buttons.rows.count() < MANY // 2


def test_a_higher_window_shows_more(qtbot: QtBot, buttons: Buttons, area: QScrollArea) -> None:
    buttons.grow()
    area.show()
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    before = buttons.rows.count()

    area.resize(200, 900)

    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0 and buttons.rows.count() > before)


def test_scrolling_comes_to_the_last_row(qtbot: QtBot, buttons: Buttons, area: QScrollArea) -> None:
    buttons.grow()
    area.show()
    bar = area.verticalScrollBar()

    def at_the_end() -> bool:
        bar.setValue(bar.maximum())
        return buttons.rows.count() == MANY

    qtbot.waitUntil(at_the_end)
    assert [one.text() for one in buttons.findChildren(Button)] == [str(number) for number in range(MANY)]


def test_the_tab_key_reaches_every_row(qtbot: QtBot, buttons: Buttons, area: QScrollArea) -> None:
    buttons.grow()
    area.show()
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    buttons.findChildren(Button)[0].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)

    for number in range(MANY):
        reached = focus()
        assert isinstance(reached, Button)
        assert reached.text() == str(number)
        qtbot.waitUntil(lambda next_one=number + 1: buttons.rows.count() > min(next_one, MANY - 1))
        press(reached, Qt.Key.Key_Tab)
        QApplication.processEvents()  # no nurse presses again before the window has drawn


@pytest.mark.usefixtures("area")
def test_nothing_is_made_of_what_is_hidden_but_the_first_rows(buttons: Buttons) -> None:
    buttons.grow()
    QApplication.processEvents()

    assert buttons.rows.count() == buttons.at_once
