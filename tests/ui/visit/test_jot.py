"""The jot pad while a visit is still being opened, and words typed while it is read again."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from carenurse.app.ports import Records
from carenurse.app.visit_open import open_visit
from tests.carenurse.app.visits import NOW, Household, household
from tests.fakes import FixedClock, SlowBackground
from tests.ui.desk import NotedDesk
from tests.ui.keys import type_into
from ui.forms.view import FormView
from ui.visit.page import VisitPage
from ui.widgets.page import Route


@pytest.fixture
def home(records: Records) -> Household:
    return household(records)


@pytest.fixture
def slow(home: Household) -> SlowBackground:
    return SlowBackground(home.records)


@pytest.fixture
def page(slow: SlowBackground, qtbot: QtBot) -> Iterator[VisitPage]:
    shown = VisitPage(NotedDesk(slow, FixedClock(NOW)).desk, FormView)
    qtbot.addWidget(shown)
    shown.resize(1208, 636)
    shown.show()
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    yield shown
    shown.leave()
    slow.answer()


def jotted(home: Household) -> str:
    return open_visit(home.records, home.encounter, NOW).sheet.jot


def test_words_jotted_before_the_visit_is_open_come_behind_what_was_there(
    page: VisitPage, home: Household, slow: SlowBackground
) -> None:
    page.arrive(Route("visit", home.encounter))
    slow.answer()
    type_into(page.jot.box, "Son called")
    page.leave()
    slow.answer()

    page.jot.wait_for("another")
    page.arrive(Route("visit", home.encounter))
    page.jot.take_cursor()
    type_into(page.jot.box, "Door code changed")
    slow.answer()
    page.leave()
    slow.answer()

    assert page.jot.box.toPlainText() == "Son called\nDoor code changed"
    assert jotted(home) == "Son called\nDoor code changed"


def test_words_typed_while_the_visit_is_read_again_stay(
    page: VisitPage, home: Household, slow: SlowBackground
) -> None:
    page.arrive(Route("visit", home.encounter))
    slow.answer()

    page.arrive(Route("visit", home.encounter))
    type_into(page.jot.box, "Door code changed")
    slow.answer()
    page.leave()
    slow.answer()

    assert jotted(home) == "Door code changed"
    assert page.jot.box.toPlainText() == "Door code changed"
