"""A finding that asks for another form has a button that leads into it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.carenurse.app.visits import Household
from tests.ui.keys import focus, press, type_into
from tests.ui.visit.stage import at
from ui.forms.rows import FlagRow, QuestionRow
from ui.visit.page import VisitPage
from ui.widgets.buttons import Button


def positive_phq2(page: VisitPage) -> None:
    page.presenter.taking.add("phq2")
    for question in ("phq2-1", "phq2-2"):
        press(at(page, "phq2", question), Qt.Key.Key_unknown, "3")


def body(page: VisitPage, form: str) -> QWidget:
    box = page.writing.box(form)
    assert box is not None
    assert box.body is not None
    return box.body


def way(page: VisitPage, form: str, words: str) -> Button:
    found = [
        one
        for row in body(page, form).findChildren(FlagRow)
        for one in row.findChildren(Button)
        if one.text() == words
    ]
    assert found, words
    return found[0]


def test_the_button_under_a_positive_phq2_leads_to_the_third_question_of_the_phq9(
    page: VisitPage, home: Household, qtbot: QtBot
) -> None:
    positive_phq2(page)

    press(way(page, "phq2", "Add PHQ-9 depression"), Qt.Key.Key_Space, " ")

    qtbot.waitUntil(lambda: "Trouble falling" in focus().accessibleName())
    page.leave()
    answered = home.living().form("phq9")
    assert [len(answered.answers(f"phq9-{number}")) for number in (1, 2, 3)] == [1, 1, 0]


def test_an_answer_says_in_which_form_of_today_it_was_given(page: VisitPage, qtbot: QtBot) -> None:
    positive_phq2(page)
    press(way(page, "phq2", "Add PHQ-9 depression"), Qt.Key.Key_Space, " ")
    qtbot.waitUntil(lambda: "Trouble falling" in focus().accessibleName())

    first = next(one for one in body(page, "phq9").findChildren(QuestionRow) if one.item.link == "phq9-1")
    assert "Answered today in “Mood: PHQ-2”" in [one.toolTip() for one in first.findChildren(QWidget)]


def test_the_button_leads_back_into_a_form_that_is_there(page: VisitPage, qtbot: QtBot) -> None:
    positive_phq2(page)
    press(way(page, "phq2", "Add PHQ-9 depression"), Qt.Key.Key_Space, " ")
    qtbot.waitUntil(lambda: "Trouble falling" in focus().accessibleName())
    at(page, "phq2", "phq2-1")

    press(way(page, "phq2", "Go to PHQ-9 depression"), Qt.Key.Key_Space, " ")

    assert "Trouble falling" in focus().accessibleName()


def test_the_ways_of_a_fall_assessment_all_have_room(page: VisitPage, qtbot: QtBot) -> None:
    page.presenter.taking.add("steadi-key3")
    for question in ("k1", "k2", "k3"):
        press(at(page, "steadi-key3", question), Qt.Key.Key_unknown, "1")
    rows = body(page, "steadi-key3").findChildren(FlagRow)
    ways = [one for one in rows[0].findChildren(Button) if one.text().startswith("Add ")]
    assert len(ways) == 5
    qtbot.waitUntil(lambda: all(rows[0].rect().contains(one.geometry()) for one in ways))


def test_a_number_asked_about_is_taken_in_the_unit_meant_with_the_digits_typed(
    page: VisitPage, home: Household, qtbot: QtBot
) -> None:
    field = at(page, "vital-signs", "temp")
    type_into(field, "36.8")

    press(way(page, "vital-signs", "It is 36.8 °C"), Qt.Key.Key_Space, " ")

    qtbot.waitUntil(lambda: focus() is field)
    assert field.property("text") == "36.8"
    page.leave()
    kept = home.living().form("vital-signs").answers("temp")[0]["valueQuantity"]
    assert (str(kept["value"]), kept["code"]) == ("36.8", "Cel")


def test_going_on_by_the_keyboard_begins_at_the_first_question_that_is_not_answered_yet(
    page: VisitPage, qtbot: QtBot
) -> None:
    positive_phq2(page)
    press(way(page, "phq2", "Add PHQ-9 depression"), Qt.Key.Key_Space, " ")
    qtbot.waitUntil(lambda: "Trouble falling" in focus().accessibleName())
    at(page, "phq2", "phq2-2")

    page.presenter.next_section("phq2")

    assert "Trouble falling" in focus().accessibleName()
