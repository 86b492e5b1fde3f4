"""The jot pad while a visit is still being opened, and words typed while it is read again."""

from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from pytestqt.qtbot import QtBot
from typing_extensions import override

from carenurse.app.ports import Records
from carenurse.app.visit_open import open_visit
from tests.carenurse.app.visits import NOW, Household, household
from tests.fakes import FixedClock, InlineBackground
from tests.ui.desk import NotedDesk
from tests.ui.keys import type_into
from ui.forms.view import FormView
from ui.visit.page import VisitPage
from ui.widgets.page import Route

T = TypeVar("T")


class SlowBackground(InlineBackground):
    """Does everything at once and answers when it is told to, as a store thread that is busy."""

    def __init__(self, records: Records) -> None:
        super().__init__(records)
        self.answers: list[Callable[[], object]] = []

    @override
    def run(
        self,
        job: Callable[[Records], T],
        then: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        *,
        beside: bool = False,
    ) -> None:
        def later(value: T) -> None:
            self.answers.append(lambda: then(value) if then is not None else None)

        super().run(job, later, failed, beside=beside)

    def answer(self, how_many: int = 100) -> None:
        """Let so many answers come, with what follows from them."""
        while self.answers and how_many:
            self.answers.pop(0)()
            how_many -= 1


@pytest.fixture
def home(records: Records) -> Household:
    return household(records)


@pytest.fixture
def slow(home: Household) -> SlowBackground:
    return SlowBackground(home.records)


@pytest.fixture
def page(slow: SlowBackground, qtbot: QtBot) -> Iterator[VisitPage]:
    shown = VisitPage(NotedDesk(slow, FixedClock(NOW)).desk, FormView)
    qtbot.addWidget(shown)
    shown.resize(1208, 636)
    shown.show()
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    yield shown
    shown.leave()
    slow.answer()


def jotted(home: Household) -> str:
    return open_visit(home.records, home.encounter, NOW).sheet.jot


def test_words_jotted_before_the_visit_is_open_come_behind_what_was_there(
    page: VisitPage, home: Household, slow: SlowBackground
) -> None:
    page.arrive(Route("visit", home.encounter))
    slow.answer()
    type_into(page.jot.box, "Son called")
    page.leave()
    slow.answer()

    page.jot.wait_for("another")
    page.arrive(Route("visit", home.encounter))
    page.jot.take_cursor()
    type_into(page.jot.box, "Door code changed")
    slow.answer()
    page.leave()
    slow.answer()

    assert page.jot.box.toPlainText() == "Son called\nDoor code changed"
    assert jotted(home) == "Son called\nDoor code changed"


def test_words_typed_while_the_visit_is_read_again_stay(
    page: VisitPage, home: Household, slow: SlowBackground
) -> None:
    page.arrive(Route("visit", home.encounter))
    slow.answer()

    page.arrive(Route("visit", home.encounter))
    type_into(page.jot.box, "Door code changed")
    slow.answer()
    page.leave()
    slow.answer()

    assert jotted(home) == "Door code changed"
    assert page.jot.box.toPlainText() == "Door code changed"
