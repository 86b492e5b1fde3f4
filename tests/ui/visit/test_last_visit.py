"""Last visit beside this one: what must not be missed comes first and is never cut."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carenurse.app.visit_begin import start_visit
from carenurse.app.visit_draft import save_draft
from tests.carenurse.app.visits import NOW, PATIENT, Household, sign_with_question_nine, type_in
from tests.ui.desk import NotedDesk
from tests.ui.visit.stage import on_stage
from ui.visit.context import ContextColumn
from ui.visit.page import VisitPage
from ui.widgets.text import Label


def _column(page: VisitPage) -> list[str]:
    QApplication.processEvents()
    shown = page.findChild(ContextColumn)
    assert shown is not None
    return [one.text() for one in shown.findChildren(Label)]


def test_a_thought_of_self_harm_is_said_whole_before_all_that_was_measured(
    home: Household, noted: NotedDesk, qtbot: QtBot
) -> None:
    living = home.living()
    for link, typed in (("sbp", "132"), ("dbp", "78"), ("weight", "168")):
        type_in(living, link, typed)
    save_draft(home.records, home.encounter, living.drafts().resources, NOW)
    finding = sign_with_question_nine(home)

    second = start_visit(home.records, NOW, patient=PATIENT)

    with on_stage(noted, second, qtbot) as page:
        said = _column(page)

    at = next(place for place, words in enumerate(said) if finding in words)
    found = next(place for place, words in enumerate(said) if words.startswith("Found:"))
    assert at < found
    assert any("Told Dr. Osei" in words for words in said[at : at + 2])
    assert any("PHQ-9" in words and "\N{HORIZONTAL ELLIPSIS}" not in words for words in said[:found])
    assert noted.failures == []
