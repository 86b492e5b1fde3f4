"""The flags of a form stand under the questions that they are about, and cover nothing."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.keys import focus, press, type_into
from tests.ui.showing import ROOM
from tests.ui.visit.stage import at
from ui.forms.rows import FlagRow, QuestionRow
from ui.forms.view import FormView
from ui.visit.page import VisitPage
from ui.widgets.buttons import Button
from ui.widgets.sparkline import Sparkline
from ui.widgets.text import Label


@pytest.fixture(params=ROOM)
def percent(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture
def page(page: VisitPage) -> VisitPage:
    page.presenter.taking.add("phq9")
    return page


def come_to_rest() -> None:
    """Let the layouts settle: each round of events takes a change one level up."""
    for _ in range(6):
        QApplication.processEvents()


def answer(page: VisitPage, question: str, digit: str) -> None:
    press(at(page, "phq9", question), Qt.Key.Key_unknown, digit)
    come_to_rest()


def form_of(page: VisitPage, key: str = "phq9") -> FormView:
    box = page.writing.box(key)
    assert box is not None
    assert isinstance(box.body, FormView)
    return box.body


def rows_of(view: FormView) -> list[QWidget]:
    """List the rows as they stand, from top to bottom."""
    shown = [one for one in view.children() if isinstance(one, QWidget) and one.isVisibleTo(view)]
    return sorted(shown, key=lambda one: one.y())


def overlaps(view: FormView) -> list[str]:
    rows = rows_of(view)
    return [
        f"{type(one).__name__} to {one.geometry().bottom()}, {type(below).__name__} from {below.y()}"
        for one, below in pairwise(rows)
        if one.geometry().bottom() >= below.y()
    ]


def cut_labels(view: FormView) -> list[str]:
    """Name the wrapped texts that get less height than their lines need."""
    return [
        f"{one.text()} {one.height()} of {one.heightForWidth(one.width())}"
        for one in view.findChildren(Label)
        if one.isVisibleTo(view)
        and one.hasHeightForWidth()
        and one.height() < one.heightForWidth(one.width())
    ]


def crossed_labels(view: FormView) -> list[str]:
    """Name the texts that reach beyond their row."""
    return [
        one.text()
        for row in view.findChildren(QuestionRow)
        for one in row.findChildren(Label)
        if one.isVisibleTo(view) and not row.rect().contains(QRect(one.mapTo(row, QPoint()), one.size()))
    ]


def test_question_nine_alone_brings_its_red_row_with_what_to_do_and_who_was_told(page: VisitPage) -> None:
    for number in range(1, 9):
        answer(page, f"phq9-{number}", "0")
    answer(page, "phq9-9", "1")

    rows = rows_of(form_of(page))
    flags = [one for one in rows if isinstance(one, FlagRow)]
    above = rows[rows.index(flags[0]) - 1]
    assert len(flags) == 1
    assert "Thoughts of death or self-harm" in flags[0].accessibleName()
    assert "988" in flags[0].accessibleName()
    assert isinstance(above, QuestionRow)
    assert above.item.link == "phq9-9"
    tell = next(one for one in flags[0].findChildren(Button) if one.text() == "Who was told")
    tell.click()
    come_to_rest()
    assert focus().accessibleName().startswith("Who was told")


def test_each_flag_of_a_form_has_its_own_row_and_covers_no_answer(page: VisitPage) -> None:
    for number in range(1, 10):
        answer(page, f"phq9-{number}", "3")

    view = form_of(page)
    said = [one.accessibleName() for one in view.findChildren(FlagRow) if one.isVisibleTo(view)]
    assert any("Thoughts of death" in words for words in said)
    assert any("27, Severe" in words for words in said)
    assert overlaps(view) == []


def test_no_question_is_cut_at_any_size(page: VisitPage) -> None:
    for number in range(1, 10):
        answer(page, f"phq9-{number}", "3")

    view = form_of(page)
    assert cut_labels(view) == []
    assert crossed_labels(view) == []


def test_the_trend_of_a_flagged_value_ends_with_today_for_eyes_and_ears(page: VisitPage) -> None:
    type_into(at(page, "vital-signs", "weight"), "172")
    come_to_rest()

    row = next(
        one for one in form_of(page, "vital-signs").findChildren(QuestionRow) if one.item.link == "weight"
    )
    trend = row.findChildren(Sparkline)[0]
    limits = [one.text() for one in row.findChildren(Label)]
    assert trend.accessibleName() == "Weight: 166.4 on 27 Feb, 172 today"
    assert "+3\u00a0lb in 1\u00a0day, +5\u00a0lb in 7\u00a0days" in limits
    assert cut_labels(form_of(page, "vital-signs")) == []
