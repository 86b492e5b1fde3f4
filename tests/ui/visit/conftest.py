"""A visit that goes on, and its page as it stands in the window of a small laptop."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.carenurse.app.visits import NOW, Household
from tests.fakes import FixedClock, InlineBackground
from tests.ui.desk import NotedDesk
from tests.ui.visit.stage import on_stage
from ui.visit.page import VisitPage


@pytest.fixture
def background(home: Household) -> InlineBackground:
    """Take another one to be slow, or full."""
    return InlineBackground(home.records)


@pytest.fixture
def noted(background: InlineBackground) -> NotedDesk:
    return NotedDesk(background, FixedClock(NOW))


@pytest.fixture
def percent() -> int:
    """Take others to see the page at another size of type."""
    return 100


@pytest.fixture
def page(home: Household, noted: NotedDesk, percent: int, qtbot: QtBot) -> Iterator[VisitPage]:
    with on_stage(noted, home.encounter, qtbot, percent) as shown:
        yield shown
