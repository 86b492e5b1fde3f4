"""The head of a scale stays in sight while its rows scroll, and covers no row with the cursor."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.keys import press
from tests.ui.visit.stage import at
from ui.forms.rows import QuestionRow
from ui.visit.page import VisitPage
from ui.widgets.standing_head import StandingHead
from ui.widgets.text import Label


def _settled() -> None:
    for _ in range(5):
        QApplication.processEvents()


def _open(page: VisitPage) -> StandingHead:
    if page.writing.box("phq9") is None:
        page.presenter.taking.add("phq9")
    _settled()
    at(page, "phq9", "phq9-1")
    _settled()
    (standing,) = page.writing.findChildren(StandingHead)
    return standing


def _row(page: VisitPage, link: str) -> QuestionRow:
    return next(one for one in page.writing.findChildren(QuestionRow) if one.item.link == link)


@pytest.mark.parametrize("percent", [100, 150])
def test_the_degrees_of_a_scale_stay_in_sight_down_to_its_last_row(page: VisitPage) -> None:
    standing = _open(page)
    seen: list[str] = []
    for number in range(2, 10):
        at(page, "phq9", f"phq9-{number}")
        _settled()
        row = _row(page, f"phq9-{number}")
        head = standing.head
        if head is not None:
            seen = [one.text() for one in head.findChildren(Label)]
            cut = [
                one.text()
                for one in head.findChildren(Label)
                if one.height() < one.heightForWidth(one.width())
            ]
            assert cut == []
            assert standing.top_of(row) >= standing.geometry().bottom()

    assert "Nearly every day" in seen

    page.writing.bar.setValue(page.writing.bar.value() + standing.top_of(_row(page, "phq9-10")) + 4)
    _settled()

    assert standing.head is None


def test_going_back_up_never_puts_the_cursor_under_the_head(page: VisitPage) -> None:
    standing = _open(page)
    at(page, "phq9", "phq9-10")
    _settled()
    for _ in range(8):
        focused = QApplication.focusWidget()
        assert focused is not None
        press(focused, Qt.Key.Key_Backtab)
        _settled()
        now = QApplication.focusWidget()
        assert now is not None
        if standing.head is not None and standing.room_above(now):
            assert standing.top_of(now) >= standing.geometry().bottom()


def test_the_picture_takes_no_press_and_no_focus(page: VisitPage) -> None:
    standing = _open(page)

    assert standing.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert standing.focusPolicy() is Qt.FocusPolicy.NoFocus
