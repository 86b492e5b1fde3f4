"""Every screen at 200 % in a window of 1280x720: it keeps its size, nothing is cut, all can be reached."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tests.made_vault import MadeVault
from tests.ui.accessibility import interactive
from tests.ui.test_every_page import SIZE, Opened, hangs_over, is_cut, labels, workplace_in
from ui.shell.screens import SCREENS, Screen
from ui.visit.page import VisitPage
from ui.widgets.theme import Theme

every_screen = pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.place)


@pytest.fixture
def doubled(demo_pattern: MadeVault, dressed: Theme, tmp_path: Path) -> Iterator[Opened]:
    dressed.wear("light", 200)
    with workplace_in(tmp_path / "vault", demo_pattern) as opened:
        yield opened


@every_screen
def test_the_page_has_its_room_no_word_is_cut_and_nothing_hangs_over(doubled: Opened, screen: Screen) -> None:
    page = doubled.go(screen)
    QApplication.processEvents()

    assert (doubled.window.width(), doubled.window.height()) == SIZE
    least = doubled.window.minimumSizeHint()
    assert (least.width() <= SIZE[0], least.height() <= SIZE[1]) == (True, True)
    needed = page.minimumSizeHint()
    assert (needed.width() <= page.width(), needed.height() <= page.height()) == (True, True), needed
    assert [label.text() for label in labels(page) if is_cut(label) and not label.toolTip()] == []
    assert [spoken(one) for one in interactive(page) if hangs_over(one, page)] == []


def spoken(widget: QWidget) -> str:
    return f"{type(widget).__name__} “{widget.accessibleName()}”"


def test_the_sections_of_a_visit_open_from_their_strip_and_fold_again(doubled: Opened) -> None:
    page = doubled.go(next(one for one in SCREENS if one.place == "visit"))
    assert isinstance(page, VisitPage)
    rail = page.rail
    assert not page.jot.isVisible()
    assert page.writing.width() > rail.width() * 4

    rail.jot()
    assert page.jot.box.hasFocus()

    rail.buttons["vital-signs"].click()
    assert not page.jot.isVisible()
