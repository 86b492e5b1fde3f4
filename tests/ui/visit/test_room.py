"""No page is wider or higher than the window of a small laptop, whatever stands on it."""

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from carenurse.app.visit_forms import shipped_names
from carenurse.app.visit_session import VITALS
from carenurse.app.visit_worksheet import Place, Worksheet
from tests.carenurse.app.visits import Household
from tests.ui.desk import NotedDesk
from tests.ui.keys import type_into
from tests.ui.showing import ROOM
from tests.ui.visit.stage import at
from ui.shell.screens import SCREENS, Screen
from ui.visit.page import VisitPage
from ui.widgets.page import Route
from ui.widgets.theme import theme


def too_large(page: QWidget, percent: int) -> str:
    """Say by how much; empty when it fits."""
    least, (wide, high) = page.minimumSizeHint(), ROOM[percent]
    return "" if least.width() <= wide and least.height() <= high else f"{least.width()} x {least.height()}"


@pytest.mark.parametrize("percent", ROOM)
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.place)
def test_every_page_fits_a_small_window(
    home: Household, noted: NotedDesk, screen: Screen, percent: int, qtbot: QtBot
) -> None:
    theme().wear("light", percent)
    page = screen.make(noted.desk)
    qtbot.addWidget(page)
    page.resize(*ROOM[percent])
    page.show()
    of_visit = screen.place in ("visit", "paper")

    page.arrive(Route(screen.place, home.encounter if of_visit else "p1"))
    QApplication.processEvents()

    assert too_large(page, percent) == ""


@pytest.mark.parametrize("percent", ROOM)
def test_a_visit_of_all_forms_with_flags_fits_a_small_window(page: VisitPage, percent: int) -> None:
    _take_all_forms(page)
    assert set(shipped_names()) <= set(page.writing.keys)
    for question, value in (("spo2", "84"), ("rr", "40")):
        type_into(at(page, VITALS, question), value)

    crushed: list[str] = []
    for key in page.writing.keys:
        page.go_to(Place(key, "", "form"))
        QApplication.processEvents()
        box = page.writing.box(key)
        if box is not None and box.minimumSizeHint().width() > page.writing.width():
            crushed.append(f"{key} {box.minimumSizeHint().width()}")

    assert crushed == []
    assert too_large(page, percent) == ""
    page.presenter.review()
    page.sign.ask_reason()
    QApplication.processEvents()
    assert too_large(page, percent) == ""


def _take_all_forms(page: VisitPage) -> None:
    """Take every form into the visit at once, which one by one would open it again for each."""

    def with_all(sheet: Worksheet) -> Worksheet:
        for name in shipped_names():
            sheet = sheet if name in page.writing.keys else sheet.with_form(name)
        return sheet

    page.presenter.change(Place("arrival", "", "form"), with_all)
    page.presenter.save()
    page.presenter.open(page.presenter.encounter)
