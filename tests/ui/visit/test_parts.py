"""A large form in the visit: its parts in the rail, and the way from part to part."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carenurse.app.visit_places import place_from
from carenurse.app.visit_worksheet import Place
from tests.ui.keys import focus, press
from ui.visit.page import VisitPage
from ui.widgets.score_chip import ScoreChip
from ui.widgets.where import place_of

WHOLE = "home-care-assessment"
PARTS = (
    *("body", "function", "mind", "pain", "skin", "nutrition", "medicines", "home", "social"),
    *("caregiver", "readmission"),
)


@pytest.fixture
def page(page: VisitPage) -> VisitPage:
    page.presenter.taking.add(WHOLE)
    return page


def group_at_cursor(page: VisitPage) -> str:
    place = place_of(QApplication.focusWidget())
    assert place is not None
    assert page.presenter.visit is not None
    form = page.presenter.visit.form(WHOLE).form
    item = form.index[place_from(place.question).link]
    while item.parent:
        item = form.index[item.parent]
    return item.link


def test_the_rail_lists_the_parts_of_the_form_in_which_the_nurse_is(page: VisitPage) -> None:
    page.go_to(Place(WHOLE, "", "form"))
    assert tuple(page.rail.parts) == tuple(f"{WHOLE}#{part}" for part in PARTS)
    page.go_to(Place("arrival", "", "form"))
    assert page.rail.parts == {}


def test_a_part_counts_its_own_answers(page: VisitPage, qtbot: QtBot) -> None:
    page.go_to(Place(WHOLE, "phq2-1", "form"))
    qtbot.waitUntil(lambda: group_at_cursor(page) == "mind")
    press(focus(), Qt.Key.Key_3, "3")
    button = page.rail.parts[f"{WHOLE}#mind"]
    assert button.isChecked()
    assert ", 1 of " in button.accessibleName()
    assert page.rail.parts[f"{WHOLE}#body"].accessibleName().startswith("Head to toe, 0 of ")


def test_a_line_of_the_rail_leads_to_its_part(page: VisitPage) -> None:
    page.go_to(Place(WHOLE, "", "form"))
    for part in (*PARTS, *reversed(PARTS)):
        page.rail.parts[f"{WHOLE}#{part}"].click()
        assert group_at_cursor(page) == part


def test_the_key_for_the_next_section_goes_from_part_to_part_and_out_at_the_end(page: VisitPage) -> None:
    page.go_to(Place(WHOLE, "", "form"))
    seen = [group_at_cursor(page)]
    for _ in PARTS[1:]:
        page.primary()
        seen.append(group_at_cursor(page))
    assert tuple(seen) == PARTS
    page.primary()
    place = place_of(QApplication.focusWidget())
    assert place is not None
    assert place.section != WHOLE


def test_each_part_shows_its_own_total(page: VisitPage, qtbot: QtBot) -> None:
    page.go_to(Place(WHOLE, "phq2-1", "form"))
    for _ in range(2):
        press(focus(), Qt.Key.Key_3, "3")
    qtbot.waitUntil(lambda: totals(page) == ["\u0192 6: Positive"])


def totals(page: VisitPage) -> list[str]:
    box = page.writing.box(WHOLE)
    return [one.words for one in box.findChildren(ScoreChip) if one.isVisible()] if box else []
