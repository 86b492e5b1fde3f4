from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.carenurse.app.visits import NOW
from tests.fakes import FixedClock
from tests.ui.accessibility import faults
from tests.ui.keys import press, type_into
from ui.visit.form_chooser import FormChooser
from ui.visit.jot_pad import JotPad
from ui.visit.rail import SectionRail
from ui.widgets.text import Label

TITLES = (("phq9", "PHQ-9 depression"), ("tug", "Timed Up and Go (TUG)"), ("lace", "LACE index"))


def test_the_minutes_of_the_visit_go_on(qtbot: QtBot) -> None:
    rail = SectionRail(JotPad())
    qtbot.addWidget(rail)
    rail.show_head("Visit 4 of 10", "", NOW - timedelta(minutes=3), FixedClock(NOW))
    early = [label.text() for label in rail.findChildren(Label)]

    rail.show_head("Visit 4 of 10", "", NOW - timedelta(minutes=3), FixedClock(NOW + timedelta(minutes=2)))
    rail.tell_time()

    assert any("3 min" in words for words in early), early
    assert any("5 min" in label.text() for label in rail.findChildren(Label))


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    shown = QWidget()
    qtbot.addWidget(shown)
    shown.resize(800, 400)
    shown.show()
    shown.activateWindow()
    return shown


def chooser(page: QWidget, chosen: list[str]) -> FormChooser:
    shown = FormChooser(TITLES, page)
    shown.chosen.connect(chosen.append)
    shown.open_at(page.rect().bottomLeft())
    assert page.rect().contains(shown.geometry())
    return shown


def test_forms_are_offered_by_subject_and_found_by_a_few_letters(page: QWidget) -> None:
    chosen: list[str] = []
    shown = chooser(page, chosen)
    assert faults(shown) == []
    assert any(label.text() == "Falls and safety" for label in shown.findChildren(Label))

    type_into(shown.search, "go")
    assert shown.offered == ("Timed Up and Go (TUG)",)
    press(shown.search, Qt.Key.Key_Return)

    assert chosen == ["tug"]


def test_esc_closes_the_list_of_forms_without_a_choice(page: QWidget, qtbot: QtBot) -> None:
    chosen: list[str] = []
    shown = chooser(page, chosen)

    with qtbot.waitSignal(shown.closed):
        press(shown.search, Qt.Key.Key_Escape)

    assert chosen == []


def test_one_list_of_forms_is_open_at_a_time_and_its_button_closes_it(page: QWidget, qtbot: QtBot) -> None:
    rail = SectionRail(JotPad(), page)
    rail.resize(204, 400)
    rail.show()
    asked: list[bool] = []
    rail.add_form.connect(lambda: asked.append(True))

    def lists() -> list[FormChooser]:
        return [one for one in page.findChildren(FormChooser) if one.isVisible()]

    for _late_answer in range(2):
        rail.offer_forms(TITLES, page, print)
    assert len(lists()) == 1
    rail.more.click()
    assert (lists(), asked) == ([], [])

    rail.more.click()
    assert asked == [True]
    rail.offer_forms(TITLES, page, print)
    qtbot.waitUntil(page.isActiveWindow)
    rail.more.setFocus()
    QTest.keyClick(rail.more, Qt.Key.Key_Escape)
    assert lists() == []
