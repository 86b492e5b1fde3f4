import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.keys import press, type_into
from ui.shell.help_sheet import HelpSheet
from ui.widgets.boxes import column
from ui.widgets.fields.text import TextField
from ui.widgets.palette import FindOrDo


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    shown = QWidget()
    qtbot.addWidget(shown)
    shown.setLayout(column(TextField("First"), TextField("Second")))
    shown.resize(700, 500)
    shown.show()
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    return shown


def lines(page: QWidget) -> list[QLineEdit]:
    return [field.line for field in page.findChildren(TextField)]


def test_the_cursor_goes_back_after_the_sheet_of_keys(page: QWidget) -> None:
    line = lines(page)[1]
    line.setFocus()
    sheet = HelpSheet((), page)
    sheet.show()
    assert not line.hasFocus()

    press(sheet, Qt.Key.Key_Escape)

    assert line.hasFocus()


def test_the_cursor_goes_back_after_finding_nothing_to_do(page: QWidget) -> None:
    line = lines(page)[1]
    line.setFocus()
    find = FindOrDo(lambda _typed, show: show(()), page)
    find.open()
    assert not line.hasFocus()

    press(find.findChildren(QLineEdit)[0], Qt.Key.Key_Escape)

    assert line.hasFocus()


def test_a_line_that_was_left_shows_its_beginning(page: QWidget) -> None:
    first, second = lines(page)
    first.setFocus()
    type_into(first, "Many words that do not fit into one line of this small window " * 3)
    assert first.cursorPosition() > 0

    second.setFocus()

    assert first.cursorPosition() == 0
