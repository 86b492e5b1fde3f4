"""A form handed to the family: one question a screen, the same answers, and nothing else of the visit."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.carenurse.app.visits import Household
from tests.ui.accessibility import faults
from tests.ui.keys import focus, press
from tests.ui.showing import ROOM
from ui.forms.guided import GuidedForm
from ui.visit.page import VisitPage
from ui.widgets.fields.check import Radio
from ui.widgets.theme import Look, theme
from ui.widgets.where import place_of

FORM = "caregiver-check"


@pytest.fixture
def page(page: VisitPage) -> VisitPage:
    page.presenter.taking.add(FORM)
    page.guiding.begin(FORM)
    return page


def guided(page: VisitPage) -> GuidedForm:
    assert isinstance(page.guiding.panel, GuidedForm)
    return page.guiding.panel


def answered(home: Household) -> int:
    return home.living().form(FORM).completion().answered


def test_the_button_at_a_form_hands_it_over(page: VisitPage) -> None:
    page.guiding.end()
    box = page.writing.box(FORM)
    assert box is not None
    box.guided.emit(FORM)
    assert page.guiding.on


def test_only_the_question_is_there(page: VisitPage) -> None:
    panel = guided(page)
    assert panel.isVisible()
    assert panel.question.text() == "My sleep is broken because of caring"
    assert not any(one.isVisible() for one in (page.rail, page.context, page.footer, page.writing))


def test_keys_alone_answer_everything_and_it_is_saved(page: VisitPage, home: Household) -> None:
    panel = guided(page)
    total = len(panel.asked())
    for _ in range(total):
        press(focus(), Qt.Key.Key_Space, " ")
        press(panel, Qt.Key.Key_Return)
    assert answered(home) == total
    assert panel.question.text().startswith("Thank you")
    press(panel, Qt.Key.Key_Return)
    assert not page.guiding.on


def test_touch_alone_answers_and_big_enough(page: VisitPage, home: Household) -> None:
    panel = guided(page)
    radios = [one for one in panel.findChildren(Radio) if one.isVisible()]
    assert all(one.height() >= theme().row("touch") for one in radios)
    QTest.mouseClick(radios[1], Qt.MouseButton.LeftButton)
    QTest.mouseClick(panel.next_button, Qt.MouseButton.LeftButton)
    assert answered(home) == 1
    assert panel.question.text() == "My body hurts or my health is worse from caring"


def test_back_shows_what_was_answered_before(page: VisitPage) -> None:
    panel = guided(page)
    press(focus(), Qt.Key.Key_Space, " ")
    panel.go_on()
    panel.back()
    assert [one.isChecked() for one in panel.findChildren(Radio) if one.isVisible()] == [True, False, False]
    assert not panel.back_button.isEnabled()


def test_no_key_of_the_visit_acts_meanwhile(page: VisitPage, home: Household) -> None:
    panel = guided(page)
    for key in (Qt.Key.Key_F8, Qt.Key.Key_F6, Qt.Key.Key_F4, Qt.Key.Key_F2, Qt.Key.Key_W, Qt.Key.Key_N):
        QTest.keyClick(focus(), key)
        assert panel.isAncestorOf(focus())
    page.primary()
    assert panel.isVisible()
    assert answered(home) == 0


def test_the_way_out_leads_back_to_the_form_in_the_visit(page: VisitPage) -> None:
    press(guided(page), Qt.Key.Key_Escape)
    assert page.writing.isVisible()
    assert page.rail.isVisible()
    place = place_of(focus())
    assert place is not None
    assert place.section == FORM


def test_an_answer_of_the_family_is_undone_like_any_other(page: VisitPage, home: Household) -> None:
    press(focus(), Qt.Key.Key_Space, " ")
    page.guiding.end()
    page.presenter.undo()
    page.leave()
    assert answered(home) == 0


def test_it_goes_on_where_it_was_left(page: VisitPage) -> None:
    press(focus(), Qt.Key.Key_Space, " ")
    page.guiding.end()
    page.guiding.begin(FORM)
    assert guided(page).question.text() == "My body hurts or my health is worse from caring"


@pytest.mark.parametrize(("look", "percent"), [("light", 100), ("dark", 150)])
def test_it_can_be_read_and_pressed(page: VisitPage, qtbot: QtBot, look: Look, percent: int) -> None:
    theme().wear(look, percent)
    page.guiding.end()
    page.presenter.taking.add("pain-nrs")
    page.guiding.begin("pain-nrs")
    qtbot.waitUntil(lambda: faults(guided(page)) == [])
    assert page.width() == ROOM[percent][0]
