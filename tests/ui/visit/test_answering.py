from collections.abc import Iterator

import pytest
from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from carenurse.app.ports import Records
from carenurse.app.visit_worksheet import Place
from tests.carenurse.app.visits import CARE, NOW, Household, household
from tests.fakes import FixedClock, InlineBackground
from tests.ui.desk import NotedDesk
from tests.ui.keys import press, type_into
from ui.forms.view import FormView
from ui.visit.page import VisitPage
from ui.widgets.fields.digits import DigitsField
from ui.widgets.page import Route


@pytest.fixture
def home(records: Records) -> Household:
    return household(records)


@pytest.fixture
def noted(home: Household) -> NotedDesk:
    return NotedDesk(InlineBackground(home.records), FixedClock(NOW))


@pytest.fixture
def page(home: Household, noted: NotedDesk, qtbot: QtBot) -> Iterator[VisitPage]:
    shown = VisitPage(noted.desk, FormView)
    qtbot.addWidget(shown)
    shown.resize(1208, 636)
    shown.show()
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    shown.arrive(Route("visit", home.encounter))
    yield shown
    shown.leave()


def at(page: VisitPage, section: str, question: str) -> QWidget:
    page.go_to(Place(section, question, "form"))
    found = QApplication.focusWidget()
    assert found is not None
    return found


def care_row(page: VisitPage) -> DigitsField:
    found: QWidget | None = at(page, "care", CARE)
    while found is not None and not isinstance(found, DigitsField):
        found = found.parentWidget()
    assert found is not None
    return found


def test_not_done_asks_for_the_reason_and_typing_it_leaves_the_answer(
    page: VisitPage, home: Household, qtbot: QtBot
) -> None:
    row = care_row(page)
    not_done = next(one for one in row.findChildren(QAbstractButton) if one.text() == "Not done")
    qtbot.waitUntil(lambda: not not_done.visibleRegion().isEmpty())

    qtbot.mouseClick(not_done, Qt.MouseButton.LeftButton)
    reason = QApplication.focusWidget()
    assert reason is not None
    assert reason.accessibleName() == "Why not?"
    type_into(reason, "Daughter did it")
    page.leave()

    done = home.living().sheet.intervention(CARE)
    assert (done.state, done.reason) == ("not-given", "Daughter did it")


def test_letters_never_answer_in_the_rows_of_care(page: VisitPage, home: Household) -> None:
    row = care_row(page)
    done, not_done = row.findChildren(QAbstractButton)

    press(done, Qt.Key.Key_D, "d")
    assert row.text() == ""

    press(not_done, Qt.Key.Key_Space, " ")
    press(not_done, Qt.Key.Key_D, "d")
    page.leave()
    assert home.living().sheet.intervention(CARE).state == "not-given"


def test_steady_typing_does_not_put_the_saving_off(page: VisitPage, home: Household, qtbot: QtBot) -> None:
    page.jot.take_cursor()
    typed = QElapsedTimer()
    typed.start()

    while typed.elapsed() < 1500:
        press(page.jot.box, Qt.Key.Key_unknown, "a")
        qtbot.wait(60)

    kept = len(home.living().sheet.jot)
    assert len(page.jot.box.toPlainText()) - kept <= 10
    assert kept
