"""Tables, pages and tabs of a form: headings, names for screen readers, rows that come and go."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QRadioButton, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from carenurse.app.visit_rows import NOTHING, LastTime, RowFacts
from carenurse.clinical.fhir import Resource
from carenurse.forms import urls
from carenurse.forms.form import Item
from carenurse.forms.nodes import Place
from tests.carenurse.forms.made import item
from tests.ui.forms.test_answering_any_form import button, control
from tests.ui.forms.test_view import FakeSource, form, shown
from tests.ui.keys import press, type_into
from ui.forms.table_rows import ColumnsRow, TableRow
from ui.forms.turning import TabRow
from ui.forms.view import FormView
from ui.widgets.text import Label


def options(*said: str) -> list[Resource]:
    return [{"valueCoding": {"system": "urn:t", "code": one, "display": one}} for one in said]


def group(link: str, code: str, *items: Resource, **more: object) -> Resource:
    return item(link, "group", text=f"Group {link}", extension=[control(code)], item=list(items), **more)


def medicines() -> Resource:
    cells = (item("name", text="Name", required=True), item("dose", "decimal", text="Dose"))
    return group("g", "gtable", *cells, item("today", "boolean", text="Taken today"), repeats=True)


def words(view: QWidget) -> str:
    QApplication.processEvents()
    return "\n".join(one.text() for one in view.findChildren(Label) if one.isVisibleTo(view))


def names(view: QWidget) -> list[str]:
    QApplication.processEvents()
    reached = [one for one in view.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    return [one.accessibleName() for one in reached if one.isVisibleTo(view)]


def here() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def focus_name() -> str:
    QApplication.processEvents()
    return here().accessibleName()


@pytest.mark.feature("group controls gtable, table, htable, grid")
def test_repetitions_are_the_rows_of_a_table_and_come_and_go_by_keyboard(qtbot: QtBot) -> None:
    source = FakeSource(form(medicines(), item("after")))
    view = shown(qtbot, source)
    (heads,) = view.findChildren(ColumnsRow)
    assert words(heads).splitlines() == ["Name  required", "Dose", "Taken today"]
    assert {"Name, row 1", "Dose, row 1"} <= set(names(view))
    view.focus_question("name@0")
    type_into(here(), "Furosemide")
    press(here(), Qt.Key.Key_Return)
    assert focus_name() == "Dose, row 1"
    button(view, "Another: Group g").click()
    assert focus_name() == "Name, row 2"
    assert len(view.findChildren(TableRow)) == 2
    type_into(here(), "Digoxin")
    button(view, "Take away: row 1").click()
    assert source.session.answers(Place("name", (0,))) == ({"valueString": "Digoxin"},)
    assert [one for one in view.findChildren(TableRow) if one.isVisibleTo(view)] == [view.findChild(TableRow)]


@pytest.mark.feature("group controls gtable, table, htable, grid")
def test_groups_in_a_grid_are_rows_under_the_headings_of_their_questions(qtbot: QtBot) -> None:
    left = item("l", "group", text="Left arm", item=[item("l1", "integer", text="Systolic", required=True)])
    cells = [item("r1", "integer", text="Systolic"), item("r2", "boolean", text="Cuff fits")]
    right = item("r", "group", text="Right arm", item=cells)
    source = FakeSource(form(group("g", "grid", left, right)))
    view = shown(qtbot, source)
    assert {"Systolic, Left arm", "Systolic, Right arm"} <= set(names(view))
    assert view.focus_question("r1") is view.findChildren(TableRow)[1]
    type_into(here(), "120")
    assert source.session.answers("r1") == ({"valueInteger": 120},)
    assert source.session.open_items() == (Place("l1"),)
    view.go_on(Place("l1"))
    assert focus_name() == "Systolic, Right arm"


@pytest.mark.feature("group controls gtable, table, htable, grid")
@pytest.mark.parametrize("code", ["table", "htable"])
def test_choices_shared_by_questions_are_a_table_of_round_buttons(qtbot: QtBot, code: str) -> None:
    asked = (item(link, "choice", answerOption=options("never", "often", "always")) for link in "ab")
    source = FakeSource(form(group("g", code, *asked)))
    view = shown(qtbot, source)
    spoken = [one.accessibleName() for one in view.findChildren(QRadioButton)]
    assert spoken == [f"Question {link}: {said}" for link in "ab" for said in ("never", "often", "always")]
    often = next(one for one in view.findChildren(QRadioButton) if "b: often" in one.accessibleName())
    assert not often.text()
    view.focus_question("a")
    press(here(), Qt.Key.Key_3, "3")
    assert focus_name() == "Question b: never"
    often.click()
    given = [one["valueCoding"]["code"] for link in "ab" for one in source.session.answers(link)]
    assert given == ["always", "often"]


@pytest.mark.feature("group controls gtable, table, htable, grid")
def test_a_table_stands_as_lines_where_there_is_no_room_and_keeps_what_was_answered(qtbot: QtBot) -> None:
    source = FakeSource(form(medicines()))
    view = shown(qtbot, source)
    view.focus_question("name@0")
    type_into(here(), "Furosemide")
    view.resize(380, 600)
    QApplication.processEvents()
    assert not [one for one in view.findChildren(TableRow) if one.isVisibleTo(view)]
    assert "Name" in words(view)
    assert focus_name() == "Name"
    view.resize(700, 600)
    QApplication.processEvents()
    assert [one for one in view.findChildren(TableRow) if one.isVisibleTo(view)]
    assert source.session.answers(Place("name", (0,))) == ({"valueString": "Furosemide"},)


@pytest.mark.feature("group controls gtable, table, htable, grid")
def test_what_no_cell_can_hold_stands_as_lines(qtbot: QtBot) -> None:
    below = item("a", item=[item("b")])
    view = shown(qtbot, FakeSource(form(group("g", "gtable", below, repeats=True))))
    assert not view.findChildren(TableRow)
    assert view.focus_question("a@0") is not None


@pytest.mark.feature("group controls gtable, table, htable, grid")
def test_a_cell_that_is_not_asked_is_off_and_a_wrong_answer_says_its_column(qtbot: QtBot) -> None:
    when = [{"question": "dose", "operator": "exists", "answerBoolean": True}]
    cells = (item("dose", "decimal", text="Dose"), item("why", text="Why", enableWhen=when))
    source = FakeSource(form(group("g", "gtable", *cells, repeats=True)))
    view = shown(qtbot, source)
    assert "Why, row 1" not in [one for one in names(view) if enabled(view, one)]
    view.focus_question("dose@0")
    type_into(here(), "x")
    assert "Dose: " in words(view)
    press(here(), Qt.Key.Key_Backspace)
    type_into(here(), "3")
    assert enabled(view, "Why, row 1")


def enabled(view: FormView, name: str) -> bool:
    QApplication.processEvents()
    fields = [one for one in view.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    return any(one.isEnabled() for one in fields if one.accessibleName() == name)


def paged() -> Resource:
    return form(
        item("head", "display", text="Agency of the example", extension=[control("header")]),
        item("foot", "display", text="Keep it seven years", extension=[control("footer")]),
        group("p1", "page", item("a", required=True)),
        group("p2", "page", item("b")),
        group("p3", "page", item("c", required=True)),
    )


@pytest.mark.feature("group controls page, tab-container, header, footer")
def test_pages_are_turned_by_button_by_enter_and_by_whoever_looks_for_a_question(qtbot: QtBot) -> None:
    source = FakeSource(paged())
    view = shown(qtbot, source)
    said = words(view)
    assert said.index("Agency") < said.index("Page 1 of 3") < said.index("Question a") < said.index("Keep it")
    assert "Question b" not in said
    button(view, "On to Group p2").click()
    assert "Question a" not in words(view)
    assert focus_name() == "Question b"
    press(here(), Qt.Key.Key_Return)
    assert focus_name() == "Question c"
    assert view.focus_question("a") is not None
    assert "Page 1 of 3" in words(view)
    view.focus_question("c")
    view.go_on(Place("c"))
    assert focus_name() == "On to the next form"
    press(here(), Qt.Key.Key_Return)
    assert source.ended == 1


@pytest.mark.feature("group controls page, tab-container, header, footer")
def test_a_page_that_is_not_asked_is_passed_over(qtbot: QtBot) -> None:
    raw = paged()
    raw["item"][3]["enableWhen"] = [{"question": "a", "operator": "=", "answerString": "more"}]
    source = FakeSource(raw)
    view = shown(qtbot, source)
    assert "Page 1 of 2" in words(view)
    view.focus_question("a")
    type_into(here(), "more")
    assert "Page 1 of 3" in words(view)
    view.open_page("p2")
    source.session.type_in("a", "x")
    view.refresh()
    assert "Question b" not in words(view)
    assert "Page 1 of 2" in words(view)


@pytest.mark.feature("group controls page, tab-container, header, footer")
def test_tabs_show_one_part_at_a_time_and_the_arrows_walk_them(qtbot: QtBot) -> None:
    parts = (item(link, "group", text=f"Room {link}", item=[item(f"{link}1")]) for link in "kb")
    view = shown(qtbot, FakeSource(form(group("t", "tab-container", *parts))))
    (tabs,) = view.findChildren(TabRow)
    first, second = [one for one in tabs.findChildren(QWidget) if one.accessibleName().startswith("Room")]
    assert "Question b1" not in words(view)
    first.setFocus()
    press(first, Qt.Key.Key_Right)
    assert QApplication.focusWidget() is second
    assert "Question b1" in words(view)
    assert "Question k1" not in words(view)
    assert view.focus_question("k1") is not None
    assert "Question k1" in words(view)


@pytest.mark.feature("disabledDisplay")
@pytest.mark.parametrize("url", sorted(urls.names_of(urls.DISABLED_DISPLAY)))
def test_a_protected_question_stays_in_sight_locked_while_it_is_not_asked(qtbot: QtBot, url: str) -> None:
    when = [{"question": "a", "operator": "=", "answerBoolean": True}]
    mark = [{"url": url, "valueCode": "protected"}]
    protected = item("b", required=True, extension=mark, enableWhen=when)
    source = FakeSource(form(item("a", "boolean"), protected, item("c")))
    view = shown(qtbot, source)
    assert "Question b\n" in words(view)
    assert "Locked: it is not asked" in words(view)
    assert not enabled(view, "Question b")
    assert "required" not in words(view)
    view.go_on(Place("a"))
    assert focus_name() == "Question c", "what is locked is passed over"
    assert source.session.open_items() == ()
    source.chosen(Place("a"), [{"valueBoolean": True}])
    assert enabled(view, "Question b")
    assert "Locked" not in words(view)
    assert source.session.form.report.degraded == ()


class Remembering(FakeSource):
    """A form of which the last answers are known."""

    @override
    def facts(self, item: Item, unit: str) -> RowFacts:
        del unit
        if item.link != "dose":
            return NOTHING
        return replace(NOTHING, last=LastTime("40", date(2026, 2, 27), ({"valueDecimal": 40},)))


@pytest.mark.feature("group controls gtable, table, htable, grid")
def test_a_cell_says_what_was_answered_last_time(qtbot: QtBot) -> None:
    view = shown(qtbot, Remembering(form(medicines())))
    assert "Last: 40, 27 Feb" in words(view)
