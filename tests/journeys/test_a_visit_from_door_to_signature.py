"""One home visit in the window with the keyboard, from the vital signs to the signature."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from carenurse.app.visit_readback import signed_visit_view
from carenurse.app.visit_session import VITALS
from carenurse.app.visit_worksheet import FamilyPage, Place, Worksheet
from carenurse.clinical import planned_visit
from tests.carenurse.app.visits import CARE, GOAL, NOW, PATIENT, TEACH, Household
from tests.fakes import FixedClock, InlineBackground
from tests.ui.desk import NotedDesk
from tests.ui.keys import focus, press, type_into
from tests.ui.showing import show
from ui.forms.view import FormView
from ui.visit.page import VisitPage
from ui.widgets.page import Route
from ui.widgets.theme import Theme

TYPED = (
    ("weight", "171.6"),
    ("sbp", "142"),
    ("dbp", "86"),
    ("hr", "88"),
    ("spo2", "93"),
    ("rr", "22"),
    ("temp", "98.2"),
    ("pain", "2"),
)


class Nurse:
    """Two hands and a keyboard."""

    def __init__(self, page: VisitPage, qtbot: QtBot) -> None:
        self.page, self._qtbot = page, qtbot

    def goes_to(self, section: str, question: str) -> QWidget:
        self.page.go_to(Place(section, question, "form"))
        self._qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        return focus()

    def types(self, section: str, question: str, text: str) -> None:
        type_into(self.goes_to(section, question), text)

    def picks(self, section: str, question: str, letter: str) -> None:
        press(self.goes_to(section, question), Qt.Key.Key_unknown, letter)


@pytest.fixture
def nurse(home: Household, dressed: Theme, qtbot: QtBot) -> Nurse:
    assert not dressed.dark
    noted = NotedDesk(InlineBackground(home.records), FixedClock(NOW))
    return Nurse(show(VisitPage(noted.desk, FormView), qtbot, Route("visit", home.encounter)), qtbot)


@pytest.mark.journey
def test_a_whole_visit_is_written_and_signed_with_the_keyboard(nurse: Nurse, home: Household) -> None:
    page = nurse.page
    for question, text in TYPED:
        nurse.types(VITALS, question, text)
    nurse.picks(VITALS, "o2", "a")
    press(nurse.goes_to(VITALS, "acvpu"), Qt.Key.Key_A, "a")
    nurse.types("arrival", "homebound_help", "walker and one person")
    nurse.types("arrival", "homebound_effort", "short of breath for an hour")
    for number in range(1, 10):
        nurse.picks("skin-check", f"sk-{number}", "n")
    page.presenter.taking.leave_out("wound-record")
    nurse.picks("care", CARE, "1")
    nurse.picks("care", TEACH, "2")
    nurse.types("care", TEACH, "too tired today")
    nurse.picks("goals", GOAL, "3")
    nurse.types("leaving", "flag-vital-signs/weight/change0", "Dr. Nwosu")
    nurse.types("leaving", "response", "I will call when it goes up.")
    nurse.types("leaving", "next_visit", "fri")
    page.leave()

    page.presenter.review()
    left = {check.key for check in page.sign.checks.open_checks}
    assert left == {"family", "next"}

    living = page.presenter.visit
    assert living is not None
    page.presenter.change(Place("leaving", "family_page"), _given_to_elena)
    page.presenter.change(Place("leaving", "next_visit"), _friday_at_nine)
    assert page.sign.checks.open_checks == ()
    page.primary()

    view = signed_visit_view(home.records, home.encounter)
    words = {section.title: section.text for section in view.sections}
    assert view.changed == ()
    assert words["Found"].startswith("Weight 171.6 lb, up 5.2 since 27 Feb, blood pressure 142/86")
    assert "NEWS2" in words["Found"]
    assert "Not done: Teach the zone sheet (too tired today)" in words["Done"]
    assert words["Goals"] == "Weight within 3 lb of 166 lb: worse."
    assert page.signed.isVisible()
    planned = [planned_visit.decode(one) for one in home.records.of_patient(PATIENT, "Appointment")]
    assert any(plan.start and plan.start.day == 6 and plan.start.hour == 9 for plan in planned)


def _given_to_elena(sheet: Worksheet) -> Worksheet:
    return replace(sheet, family_page=FamilyPage(given_to="Elena Delgado"))


def _friday_at_nine(sheet: Worksheet) -> Worksheet:
    friday = NOW.replace(day=6, hour=9, minute=0)
    return replace(sheet, next_visit=replace(sheet.next_visit, start=friday))
