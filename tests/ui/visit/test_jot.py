"""The jot pad while a visit is still being opened, and words typed while it is read again."""

from collections.abc import Iterator

import pytest

from carenurse.app.visit_open import open_visit
from tests.carenurse.app.visits import NOW, Household
from tests.fakes import SlowBackground
from tests.ui.keys import type_into
from ui.visit.page import VisitPage
from ui.widgets.page import Route


@pytest.fixture
def background(home: Household) -> SlowBackground:
    return SlowBackground(home.records)


@pytest.fixture
def page(page: VisitPage, background: SlowBackground) -> Iterator[VisitPage]:
    yield page
    page.leave()
    background.answer()


def jotted(home: Household) -> str:
    return open_visit(home.records, home.encounter, NOW).sheet.jot


def test_words_jotted_before_the_visit_is_open_come_behind_what_was_there(
    page: VisitPage, home: Household, background: SlowBackground
) -> None:
    background.answer()
    type_into(page.jot.box, "Son called")
    page.leave()
    background.answer()

    page.jot.wait_for("another")
    page.arrive(Route("visit", home.encounter))
    page.jot.take_cursor()
    type_into(page.jot.box, "Door code changed")
    background.answer()
    page.leave()
    background.answer()

    assert page.jot.box.toPlainText() == "Son called\nDoor code changed"
    assert jotted(home) == "Son called\nDoor code changed"


def test_words_typed_while_the_visit_is_read_again_stay(
    page: VisitPage, home: Household, background: SlowBackground
) -> None:
    background.answer()

    page.arrive(Route("visit", home.encounter))
    type_into(page.jot.box, "Door code changed")
    background.answer()
    page.leave()
    background.answer()

    assert jotted(home) == "Door code changed"
    assert page.jot.box.toPlainText() == "Door code changed"
