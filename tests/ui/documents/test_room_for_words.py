"""The room at the side of the paper belongs to the fields that one writes in, not to an empty place."""

from datetime import timedelta

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.carenurse.app.visits import NOW, Household
from tests.fakes import FixedClock, InlineBackground
from tests.ui.desk import NotedDesk
from tests.ui.showing import show
from ui.documents.page import PaperPage
from ui.widgets.page import Route


def test_nothing_empty_stands_between_who_received_it_and_its_button(qtbot: QtBot, home: Household) -> None:
    noted = NotedDesk(InlineBackground(home.records), FixedClock(NOW + timedelta(minutes=20)))
    page = show(PaperPage(noted.desk), qtbot, Route("paper", home.encounter))
    page.resize(1280, 800)
    QApplication.processEvents()

    asked = page.who.line.mapTo(page, page.who.line.rect().bottomLeft()).y()
    button = page.give_button.mapTo(page, page.give_button.rect().topLeft()).y()

    assert 0 < button - asked < 2 * page.give_button.height()
