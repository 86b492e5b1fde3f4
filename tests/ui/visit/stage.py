"""The page of a visit on a window of its own, and the ways to its fields."""

from collections.abc import Generator
from contextlib import contextmanager

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from carenurse.app.visit_worksheet import Place
from tests.ui.desk import NotedDesk
from tests.ui.keys import focus
from tests.ui.showing import show
from ui.forms.guided import GuidedForm
from ui.forms.view import FormView
from ui.visit.page import VisitPage
from ui.widgets.page import Route
from ui.widgets.theme import theme


@contextmanager
def on_stage(noted: NotedDesk, encounter: str, qtbot: QtBot, percent: int = 100) -> Generator[VisitPage]:
    """Open the visit in a small window, as the nurse would; leave it at the end."""
    if theme().percent != percent:
        theme().wear("light", percent)
    shown = show(VisitPage(noted.desk, FormView, GuidedForm), qtbot, Route("visit", encounter), percent)
    yield shown
    shown.leave()


def at(page: VisitPage, section: str, question: str) -> QWidget:
    """Go to a question and give what has the keys there."""
    page.go_to(Place(section, question, "form"))
    return focus()
