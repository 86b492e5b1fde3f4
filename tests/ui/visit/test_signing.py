"""Signing is for ever: it is an act of its own, and red findings are answered one by one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from carenurse.app.visit_begin import unfinished_visits
from carenurse.app.visit_session import VITALS
from carenurse.app.visit_worksheet import Place
from tests.carenurse.app.visits import Household
from tests.ui.desk import NotedDesk
from tests.ui.keys import press, type_into
from tests.ui.showing import ROOM, button, words
from tests.ui.visit.stage import at, on_stage
from ui.visit.page import VisitPage
from ui.widgets.fields.text import TextField
from ui.widgets.text import Label


@pytest.fixture(params=ROOM)
def percent(request: pytest.FixtureRequest) -> int:
    return request.param


def type_reason(page: VisitPage) -> None:
    page.presenter.review()
    page.footer.review_button.click()
    QApplication.processEvents()
    type_into(page.sign.reason.line, "Called away")
    press(page.sign.reason.line, Qt.Key.Key_Return)
    QApplication.processEvents()


def pain_of_eight(page: VisitPage) -> None:
    type_into(at(page, VITALS, "pain"), "8")
    page.leave()


def test_enter_in_the_line_of_the_reason_never_signs(page: VisitPage, home: Household) -> None:
    type_reason(page)

    assert len(unfinished_visits(home.records)) == 1
    said = [one.text() for one in page.sign.findChildren(Label) if one.isVisible()]
    assert any("Enter does not sign" in words for words in said)
    page.sign.confirm.click()
    QApplication.processEvents()
    assert unfinished_visits(home.records) == ()


def test_the_reason_does_not_cover_a_red_finding(page: VisitPage, home: Household) -> None:
    pain_of_eight(page)
    type_reason(page)
    page.sign.confirm.click()

    assert not page.sign.confirm.isEnabled()
    assert "1 red finding first" in page.sign.confirm.toolTip()
    assert len(unfinished_visits(home.records)) == 1

    red = next(check for check in page.sign.checks.open_checks if check.grave)
    page.sign.go_to_check.emit(red)
    QApplication.processEvents()
    fields = [one for one in page.findChildren(TextField) if one.isVisible()]
    why_not = next(one for one in fields if one.label == "Not told yet because")
    type_into(why_not.line, "No signal")
    page.leave()
    type_reason(page)
    assert page.sign.confirm.isEnabled()
    page.sign.confirm.click()
    QApplication.processEvents()

    assert unfinished_visits(home.records) == ()


def test_what_is_no_number_is_kept_as_typed_and_shown_again_with_its_sentence(
    page: VisitPage, home: Household, noted: NotedDesk, percent: int, qtbot: QtBot
) -> None:
    type_into(at(page, VITALS, "weight"), "heavy")
    page.leave()

    with on_stage(noted, home.encounter, qtbot, percent) as again:
        again.go_to(Place(VITALS, "weight", "form"))
        QApplication.processEvents()
        box = again.writing.box(VITALS)
        assert box is not None
        assert box.body is not None
        assert any(one.text() == "heavy" for one in box.body.findChildren(QLineEdit))
        qtbot.waitUntil(lambda: "not a number" in words(box))
        again.presenter.review()
        assert any("Vital signs" in check.sentence for check in again.sign.checks.open_checks)


def test_a_reason_that_is_being_written_outlives_a_time_that_is_put_right(page: VisitPage) -> None:
    page.presenter.review()
    page.footer.review_button.click()
    page.sign.reason.set_text("Called away")
    page.sign.clock.ask()
    page.sign.clock.began.set_text("7:05")

    page.sign.clock.ask_when_left()
    assert page.sign.clock.began.text() == "7:05", "what is typed already stays"
    page.sign.clock.gone.set_text("")
    button(page.sign.clock, "Keep these times").click()
    QApplication.processEvents()

    assert "07:05" in words(page.sign.clock)
    assert page.sign.reason.text() == "Called away"
