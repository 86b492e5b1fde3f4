"""After a kill the cursor stands where the nurse typed last, and on no button that does something at once."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from carenurse.app.plan_content import plan_content
from tests.ui.shell.test_killed_over_open_forms import killed_and_opened, look, words_kept
from tests.ui.shell.test_open_forms import here, plan, week
from tests.ui.shell.test_words_come_back import visit
from tests.ui.shell.visiting_stage import Visiting
from ui.shell.lock_cursor import Field, FieldAgain, cursor_in
from ui.visit.page import VisitPage
from ui.widgets.fields.long_text import GrowingText
from ui.widgets.page import Route

JOTTED = "the dog is gone"


def with_cursor() -> QWidget | None:
    return QApplication.focusWidget()


def a_term_with_signs() -> str:
    """Name a term under which so many signs stand that the note is far below."""
    return max(plan_content().terms.problems, key=lambda term: len(term.signs)).code


def seen_of(widget: QWidget) -> QRect:
    """Give what is seen of a widget, in its own pixels."""
    return widget.visibleRegion().boundingRect()


def jot(stage: Visiting, page: VisitPage) -> None:
    page.jot.box.setFocus()
    page.jot.box.insertPlainText(JOTTED)
    page.keep_words()
    stage.settle()
    look(stage)


def jot_pad_has_it(stage: Visiting) -> bool:
    box = with_cursor()
    return (
        isinstance(box, GrowingText)
        and here(stage).isAncestorOf(box)
        and box.toPlainText() == JOTTED
        and box.textCursor().position() == len(JOTTED)
    )


def test_in_a_visit_it_stands_in_the_jot_pad_behind_the_last_letter(
    visiting: Visiting, tmp_path: Path
) -> None:
    stage = visiting
    page = visit(stage, "")
    stage.settle()
    look(stage)
    jot(stage, page)

    with killed_and_opened(stage, tmp_path / "killed", stage.qtbot) as later:
        later.wait(lambda: jot_pad_has_it(later))


def test_so_it_does_where_a_form_was_left_open_elsewhere_before(visiting: Visiting, tmp_path: Path) -> None:
    stage = visiting
    stage.go(Route("schedule", part="add"))
    week(stage).form.show_draft(replace(week(stage).form.draft, bring="gauze"))
    page = visit(stage, "")
    look(stage)
    jot(stage, page)

    with killed_and_opened(stage, tmp_path / "killed", stage.qtbot) as later:
        later.wait(lambda: jot_pad_has_it(later))


def test_a_button_is_no_field_to_come_back_to(visiting: Visiting) -> None:
    stage = visiting
    page = visit(stage, "")
    stage.settle()
    out = next(one for one in page.findChildren(QAbstractButton) if one.text() == "Not this person?")
    out.setFocus()

    assert cursor_in(page).told(page).name == ""
    there = stage.workplace.whereabouts(cursor_in(page))
    assert there is not None
    assert there.field == ""


def test_a_cursor_that_the_page_puts_on_a_button_is_taken_off_it(visiting: Visiting) -> None:
    stage = visiting
    page = visit(stage, "")
    stage.settle()
    out = next(one for one in page.findChildren(QAbstractButton) if one.text() == "Not this person?")
    out.setFocus()

    again = FieldAgain(Field(), page)

    assert again.parent() is page
    stage.wait(lambda: not out.hasFocus())


def test_a_visit_that_was_left_is_not_gone_back_to(visiting: Visiting) -> None:
    stage = visiting
    page = visit(stage, "")
    stage.settle()
    jot(stage, page)
    assert (kept := stage.ask(words_kept)) is not None
    assert kept.place == "visit"

    stage.go(Route("chart", stage.person))
    look(stage)

    assert stage.ask(words_kept) is None


def test_the_sheet_is_scrolled_to_the_cursor(visiting: Visiting, tmp_path: Path) -> None:
    stage = visiting
    stage.go(Route("plan", stage.person))
    plan(stage).presenter.begin_problem()
    form = plan(stage).sheet.problem
    form.term.edited.emit(a_term_with_signs())
    form.text.set_text("Kanarienvogel")
    form.note.setFocus()
    form.note.set_text("as her daughter says")
    look(stage)

    with killed_and_opened(stage, tmp_path / "killed", stage.qtbot) as later:
        note = plan(later).sheet.problem.note
        later.wait(lambda: (box := with_cursor()) is not None and note.isAncestorOf(box))
        later.wait(lambda: not seen_of(note).isEmpty())
        box = with_cursor()
        assert box is not None
        assert seen_of(box).contains(QRect(QPoint(0, 0), box.size()))
