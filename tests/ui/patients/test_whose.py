"""Somebody who is on another nurse's list now is marked in Patients, on the chart, and as a visit begins."""

import json
from datetime import timedelta

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from carenurse.app.ports import Records
from carenurse.clinical import practitioner
from carenurse.sync.kept import journal_of
from tests.demo_day import NOW
from tests.fakes import FixedClock, InlineBackground
from tests.ui.desk import NotedDesk
from tests.ui.showing import messages, show, words
from ui.patients.chart_page import ChartPage
from ui.patients.page import PatientsPage
from ui.widgets.page import Route


@pytest.fixture
def rosa(demo: Records) -> str:
    """Put Rosa Delgado on another nurse's list, as the office tells it; give her id."""
    rosa = demo.find_patients("rosa delgado")[0]
    other = next(one for one in demo.all_of("Practitioner") if one["id"] != demo.me)
    journal = journal_of(demo)
    journal.set_cursor("leaving", json.dumps([rosa]))
    journal.set_cursor("leaving to", json.dumps({rosa: f"Practitioner/{other['id']}"}))
    journal.set_cursor("leaving since", json.dumps({rosa: NOW.isoformat()}))
    return rosa


def said(records: Records) -> str:
    other = next(one for one in records.all_of("Practitioner") if one["id"] != records.me)
    until = (NOW + timedelta(days=30)).astimezone()
    name = practitioner.decode(other).name.display
    return f"Now on the list of {name}; stays here until {until.day} {until:%b}"


def noted(records: Records) -> NotedDesk:
    return NotedDesk(InlineBackground(records), FixedClock(NOW))


def test_who_moved_is_marked_in_the_list(qtbot: QtBot, demo: Records, rosa: str) -> None:
    page = PatientsPage(noted(demo).desk)
    show(page, qtbot, Route("patients"))

    QTest.keyClicks(page.search, "delg")

    (table,) = page.findChildren(QTableView)
    assert said(demo) in table.model().index(0, 0).data()
    assert said(demo) in words(page), "beside the list, too"
    assert demo.get("Patient", rosa) is not None


def test_and_on_the_chart_but_not_in_the_family_view(qtbot: QtBot, demo: Records, rosa: str) -> None:
    page = ChartPage(noted(demo).desk)
    show(page, qtbot, Route("chart", rosa))
    assert said(demo) in messages(page)

    page.show_family(on=True)
    assert said(demo) not in messages(page)

    page.show_family(on=False)
    assert said(demo) in messages(page)


def test_nobody_else_is_marked(qtbot: QtBot, demo: Records, rosa: str) -> None:
    page = ChartPage(noted(demo).desk)
    other = next(one for one in demo.find_patients("") if one != rosa)
    show(page, qtbot, Route("chart", other))

    assert "Now on the list" not in messages(page)


def test_it_is_said_when_a_visit_begins(qtbot: QtBot, demo: Records, rosa: str) -> None:
    desk = noted(demo)
    page = ChartPage(desk.desk)
    show(page, qtbot, Route("chart", rosa))

    page.primary()

    assert desk.routes[-1].place == "visit"
    assert desk.said[-1] == said(demo)
