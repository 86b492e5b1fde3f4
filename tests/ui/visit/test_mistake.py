"""A visit begun on the wrong person is taken back; nothing is deleted, and a signed one stays."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from carenurse.app.today import StopState, today
from carenurse.app.visit_begin import start_visit, unfinished_visits
from carenurse.app.visit_mistake import take_back
from carenurse.app.visit_session import VITALS
from carenurse.app.visit_sign import sign_visit
from carenurse.errors import ExpectedError
from tests.carenurse.app.visits import NOW, PLANNED, Household
from tests.ui.desk import NotedDesk
from tests.ui.keys import press, type_into
from tests.ui.showing import ROOM
from tests.ui.visit.stage import at
from ui.visit.page import VisitPage
from ui.widgets.page import Route
from ui.widgets.text import Label


@pytest.fixture(params=ROOM)
def percent(request: pytest.FixtureRequest) -> int:
    return request.param


def test_a_visit_begun_by_mistake_is_taken_back_and_the_planned_one_stands_again(
    page: VisitPage, home: Household, noted: NotedDesk
) -> None:
    type_into(at(page, VITALS, "weight"), "168")
    entry = next(one for one in page.entries() if "begun by mistake" in one.words)
    entry.act()
    QApplication.processEvents()
    words = " ".join(one.text() for one in page.mistake.area.findChildren(Label) if one.isVisible())
    assert "Rosa Delgado" in words
    assert "1 answer" in words

    page.mistake.area.take.click()
    page.leave()

    assert noted.routes == [Route("today")]
    assert unfinished_visits(home.records) == ()
    kept = home.records.get("Encounter", home.encounter)
    assert kept is not None
    assert kept["status"] == "entered-in-error"
    drafts = home.records.where("QuestionnaireResponse", "encounter", home.encounter)
    assert {one["status"] for one in drafts} == {"entered-in-error"}
    stop = next(one for one in today(home.records, NOW).stops if one.appointment == PLANNED)
    assert stop.state is StopState.PLANNED
    assert start_visit(home.records, NOW, appointment=PLANNED) != home.encounter


def test_keeping_the_visit_changes_nothing(page: VisitPage, home: Household) -> None:
    page.rail.mistaken.emit()
    page.mistake.area.kept.emit()

    assert len(unfinished_visits(home.records)) == 1
    assert page.writing.isVisible()


def test_a_signed_visit_is_not_taken_back(home: Household) -> None:
    sign_visit(home.records, home.encounter, NOW, "Called away")

    with pytest.raises(ExpectedError, match="closed"):
        take_back(home.records, home.encounter, NOW, "Wrong person")


def test_a_reason_stands_there_again_when_it_is_asked_once_more_and_never_beside_another_visit(
    page: VisitPage,
) -> None:
    page.mistake.ask()
    page.mistake.area.why.set_text("wrong door")
    press(page.mistake.area, Qt.Key.Key_Escape)

    page.mistake.ask()
    assert page.mistake.area.why.text() == "wrong door"
    page.clear()
    assert page.mistake.area.why.text() == ""
