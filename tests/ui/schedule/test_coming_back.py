"""Whoever comes back to a week finds it as it stands; what changed meanwhile is drawn."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from typing_extensions import override

from tests.ui.schedule.conftest import ZONE, Office
from tests.ui.showing import show
from ui.schedule.page import SchedulePage
from ui.widgets.page import Route
from ui.widgets.text import Label


class Paints(QObject):
    """Counts how often a widget is drawn."""

    count = 0

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.Paint
        return False


@pytest.fixture
def page(qtbot: QtBot, office: Office) -> Iterator[SchedulePage]:
    office.add(office.rosa, 6, "09:30", reason="Heart")
    made = show(SchedulePage(office.noted.desk, ZONE), qtbot)
    made.arrive(Route("schedule"))
    made.presenter.choose(office.records.all_of("Appointment")[0]["id"])
    QApplication.processEvents()
    yield made
    made.hide()


def said(page: SchedulePage) -> list[Label]:
    return [one for one in page.inspector.findChildren(Label) if one.isVisible()]


def test_the_same_week_is_not_drawn_again(page: SchedulePage) -> None:
    paints, before = Paints(), said(page)
    page.canvas.viewport().installEventFilter(paints)

    page.arrive(Route("schedule"))
    QApplication.processEvents()

    assert paints.count == 0
    assert said(page) == before


def test_another_visit_is_drawn(qtbot: QtBot, page: SchedulePage, office: Office) -> None:
    paints, before = Paints(), said(page)
    page.canvas.viewport().installEventFilter(paints)
    office.add(office.pike, 5, "10:30")

    page.arrive(Route("schedule"))
    qtbot.waitUntil(lambda: paints.count > 0)

    assert said(page) != before


def test_another_choice_is_drawn(qtbot: QtBot, page: SchedulePage) -> None:
    paints = Paints()
    page.canvas.viewport().installEventFilter(paints)

    page.presenter.choose("")

    qtbot.waitUntil(lambda: paints.count > 0)
    assert "No visit selected" in [one.text() for one in said(page)]


def test_a_week_that_is_read_ahead_is_neither_shown_nor_chosen_from(qtbot: QtBot, office: Office) -> None:
    office.add(office.rosa, 6, "09:30", reason="Heart")
    page = SchedulePage(office.noted.desk, ZONE)
    qtbot.addWidget(page)

    page.make_ready()
    read_ahead = page.presenter.chosen, [one.text() for one in said(page)]
    show(page, qtbot, Route("schedule"))

    assert read_ahead[0] == ""
    assert [one.text() for one in said(page)] != read_ahead[1]
