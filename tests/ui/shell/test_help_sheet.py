"""Help over the page: keys first, and the shipped pages behind their tabs."""

from collections.abc import Iterator
from importlib.resources import files

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.keys import press
from tests.ui.showing import words
from ui.shell.help_page import HelpPage
from ui.shell.help_sheet import HelpSheet

PAGES = sorted(
    one.name.removesuffix(".md")
    for one in files("resources").joinpath("help").iterdir()
    if one.name.endswith(".md")
)
TABS = {
    "visit": "A visit",
    "vault": "Your vault",
    "sync": "Sync",
    "office": "For the office",
    "hazards": "Hazards",
}


@pytest.fixture
def sheet(qtbot: QtBot) -> Iterator[HelpSheet]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    made = HelpSheet((("N", "none"),), window)
    made.show()
    yield made
    window.close()


def tab(sheet: HelpSheet, title: str) -> QAbstractButton:
    return next(one for one in sheet.findChildren(QAbstractButton) if one.text() == title)


def test_it_begins_with_the_keys_of_every_screen_and_of_this_one(sheet: HelpSheet) -> None:
    assert "find or do" in words(sheet)
    assert "none" in words(sheet)


def test_every_page_that_ships_has_a_tab() -> None:
    assert set(PAGES) == set(TABS)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_read_in_the_window(sheet: HelpSheet, name: str) -> None:
    first = files("resources").joinpath("help", f"{name}.md").read_text(encoding="utf-8").splitlines()[0]

    tab(sheet, TABS[name]).click()

    page = sheet.findChild(HelpPage)
    assert page is not None
    assert page.isVisible()
    assert page.toPlainText().startswith(first.lstrip("# "))
    assert "|---" not in page.toPlainText()
    assert page.accessibleName() == TABS[name]


def test_the_tabs_are_walked_by_the_arrow_keys(sheet: HelpSheet) -> None:
    keys = tab(sheet, "Keys")
    keys.setFocus()

    press(keys, Qt.Key.Key_Right)

    assert tab(sheet, "A visit").isChecked()


def test_a_page_fetches_nothing(qtbot: QtBot) -> None:
    page = HelpPage()
    qtbot.addWidget(page)
    assert page.loadResource(2, QUrl("file:///etc/hostname")) is None
