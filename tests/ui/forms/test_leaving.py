"""What may be put right later is said when the nurse leaves the form; what is dangerous is said at once."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from carenurse.app.visit_facts import Flag, Level
from tests.carenurse.forms.made import item
from tests.ui.forms.test_answering_any_form import button, limits
from tests.ui.forms.test_tables_and_pages import here, words
from tests.ui.forms.test_view import FakeSource, form
from tests.ui.keys import press, type_into
from ui.forms.leaving import SummaryRow
from ui.forms.view import FormView

HIGH = Flag("weight", Level.URGENT, "Weight 174.8 lb is over 172", "Call Dr. Nwosu", "visit", "a")


def beside(qtbot: QtBot, source: FakeSource) -> tuple[FormView, QLineEdit, QWidget]:
    page, view, other = QWidget(), FormView(source), QLineEdit()
    source.view = view
    layout = QVBoxLayout(page)
    for one in (view, other):
        layout.addWidget(one)
    qtbot.addWidget(page)
    page.resize(700, 600)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return view, other, page


def test_an_answer_out_of_range_is_said_when_its_field_is_left_and_with_a_link_when_the_form_is(
    qtbot: QtBot,
) -> None:
    source = FakeSource(form(item("a", "integer", extension=limits(10, 20)), item("b")))
    view, other, page = beside(qtbot, source)
    view.focus_question("a")
    type_into(here(), "1")
    assert "10 or more" not in words(view), "she may go on to 12"
    press(here(), Qt.Key.Key_Return)
    assert "10 or more" in words(view)
    type_into(here(), "x")
    assert "another look" not in words(view)
    other.setFocus()
    said = words(view)
    assert "1 answer needs another look" in said
    assert "10 or more" in said
    button(view, "Question a").click()
    assert here().accessibleName() == "Question a"
    press(here(), Qt.Key.Key_Backspace)
    type_into(here(), "12")
    assert "another look" not in words(view)
    assert source.session.answers("a") == ({"valueInteger": 12},)
    assert page.isVisible()


def test_what_cannot_be_read_and_what_is_dangerous_are_said_at_once(qtbot: QtBot) -> None:
    source = FakeSource(form(item("a", "integer", extension=limits(10, 20))))
    view, _other, page = beside(qtbot, source)
    view.focus_question("a")
    type_into(here(), "x")
    assert "number" in words(view)
    source.up = (HIGH,)
    view.refresh()
    assert "Weight 174.8 lb is over 172" in words(view)
    assert view.isAncestorOf(here()), "nothing takes the cursor away"
    assert page.isVisible()


def test_the_summary_names_each_answer_and_goes_with_the_last_of_them(qtbot: QtBot) -> None:
    asked = (item(link, "integer", extension=limits(10, 20)) for link in "abc")
    source = FakeSource(form(*asked))
    view, other, page = beside(qtbot, source)
    for link in "ab":
        view.focus_question(link)
        type_into(here(), "7")
    other.setFocus()
    QApplication.processEvents()
    (summary,) = view.findChildren(SummaryRow)
    assert summary.accessibleName() == "2 answers need another look"
    for link in "ab":
        button(view, f"Question {link}").click()
        press(here(), Qt.Key.Key_Backspace)
        type_into(here(), "15")
    QApplication.processEvents()
    assert not [one for one in page.findChildren(SummaryRow) if one.isVisibleTo(view)]


def test_what_is_still_open_is_listed_too_each_with_a_link(qtbot: QtBot) -> None:
    required = [item(f"r{at}", text=f"Required {at}", required=True) for at in range(13)]
    source = FakeSource(form(item("a", "integer", extension=limits(10, 20)), *required))
    view, other, _page = beside(qtbot, source)
    view.focus_question("a")
    type_into(here(), "1")
    other.setFocus()
    said = words(view)
    assert "1 answer needs another look" in said
    assert "13 required questions are open" in said
    assert "and 3 more; F8 leads to each" in said
    button(view, "Required 3: not answered yet").click()
    assert here().accessibleName() == "Required 3"
    type_into(here(), "x")
    other.setFocus()
    assert "12 required questions are open" in words(view)


def test_a_form_that_was_only_looked_at_is_not_scolded(qtbot: QtBot) -> None:
    source = FakeSource(form(item("a", required=True), item("b")))
    view, other, _page = beside(qtbot, source)
    view.focus_question("a")
    other.setFocus()
    assert "open" not in words(view)


def test_an_answer_that_cannot_be_right_is_said_when_the_form_is_opened_again(qtbot: QtBot) -> None:
    source = FakeSource(form(item("a", "integer", extension=limits(10, 20)), item("b")))
    source.session.answer("a", {"valueInteger": 1})
    view, _other, page = beside(qtbot, source)

    assert "10 or more" in words(view)
    assert page.isVisible()
