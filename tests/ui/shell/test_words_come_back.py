"""On every page: what stands in a text field when the vault is closed stands there again, cursor and all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from carenurse.app.form_library import library
from carenurse.app.ports import Records
from carenurse.app.visit_begin import start_visit
from carenurse.sync.kept import Acknowledged, Received, journal_of
from tests.demo_day import NOW
from tests.ui.keys import press, type_into
from tests.ui.shell.letting_go import let_go
from tests.ui.shell.test_open_forms import closed_and_opened, here, leave_a_finding_untold
from tests.ui.shell.visiting_stage import Visiting
from ui.careplan.page import PlanPage
from ui.library.page import LibraryPage
from ui.office.page import OfficePage
from ui.shell.lock_cursor import Field, cursor_in, fields_named
from ui.visit.page import VisitPage
from ui.widgets.fields.loose_words import LooseWords
from ui.widgets.fields.text import TextField
from ui.widgets.page import Page, Route
from ui.widgets.search_field import SearchField

LETTERS = "Qx7"
Way = Callable[[Visiting], None]


def place(route: Route) -> Way:
    return lambda stage: stage.go(route)


def today(stage: Visiting) -> None:
    stage.ask(leave_a_finding_untold)
    stage.go(Route("today"))


def visit(stage: Visiting, part: str = "form") -> VisitPage:
    def begin(records: Records) -> str:
        return start_visit(records, NOW, patient=stage.person)

    stage.go(Route("visit", stage.ask(begin), part))
    page = here(stage)
    assert isinstance(page, VisitPage)
    return page


def reason_to_sign(stage: Visiting) -> None:
    page = visit(stage, "sign")
    page.sign.ask_reason()
    page.sign.clock.ask()


def mistake(stage: Visiting) -> None:
    visit(stage).mistake.ask()


def paper(stage: Visiting) -> None:
    visit(stage)
    page = here(stage)
    assert isinstance(page, VisitPage)
    page.presenter.open_paper()


def problem_of_the_plan(stage: Visiting) -> None:
    stage.go(Route("plan", stage.person))
    page = here(stage)
    assert isinstance(page, PlanPage)
    page.presenter.begin_problem()


def medicine(stage: Visiting) -> None:
    stage.go(Route("medicines", stage.person))


def permission(stage: Visiting) -> None:
    forms = stage.ask(library)
    off = next(one.name for one in forms if one.needs_permission and one.permission is None)
    stage.go(Route("forms", off))


def trial(stage: Visiting) -> None:
    stage.go(Route("forms", "vital-signs"))
    page = here(stage)
    assert isinstance(page, LibraryPage)
    page.presenter.try_out()


def disagree(records: Records) -> None:
    """Let the nurse and the office change one goal differently in two places."""
    goal = next(one for one in records.all_of("Goal") if one.get("lifecycleStatus") == "active")
    office = {**goal, "description": {"text": "As the office says"}, "meta": {"lastUpdated": NOW.isoformat()}}
    journal = journal_of(records)
    sent = [one.sequence for one in journal.changes() if one.identity == goal["id"]]
    batch = journal.freeze(sent, transaction=True, now=NOW)
    journal.mark_sent(batch.identity, NOW)
    journal.acknowledge(batch.identity, [Acknowledged(one, "1") for one in sent], NOW)
    with records.work() as work:
        work.put({**goal, "description": {"text": "As she says"}})
    journal.receive([Received("Goal", str(goal["id"]), "2", office)], None, NOW)


def conflict(stage: Visiting) -> None:
    stage.ask(disagree)
    stage.go(Route("sync"))


WAYS: dict[str, Way] = {
    "today": today,
    "patients": place(Route("patients")),
    "somebody new": place(Route("patients", part="new")),
    "problem": problem_of_the_plan,
    "medicine": medicine,
    "visit": lambda stage: visit(stage) and None,
    "reason to sign": reason_to_sign,
    "mistake": mistake,
    "paper": paper,
    "visit to plan": place(Route("schedule", part="add")),
    "office": place(Route("office")),
    "permission": permission,
    "trial": trial,
    "conflict": conflict,
    "settings": place(Route("settings")),
}


@dataclass(frozen=True, slots=True)
class Written:
    """A text field: which one it is, and what stands in it."""

    name: str
    nth: int
    spot: str
    text: str


def grounds(page: Page) -> Iterator[QWidget]:
    """Give the page, and what it has in the bar above."""
    yield page
    if page.top_left is not None:
        yield page.top_left


def boxes(page: Page) -> list[QWidget]:
    """Find the text fields that can be typed into; not those of secrets."""
    found = [box for ground in grounds(page) for box in (ground, *ground.findChildren(QWidget))]
    return [box for box in found if is_written_in(box)]


def is_written_in(box: QWidget) -> bool:
    if isinstance(box, QLineEdit) and box.echoMode() is not QLineEdit.EchoMode.Normal:
        return False
    return (
        isinstance(box, QLineEdit | QPlainTextEdit | QTextEdit)
        and box.isVisible()
        and box.isEnabled()
        and not box.isReadOnly()
    )


def written(page: Page) -> list[Written]:
    found: list[Written] = []
    for box in boxes(page):
        assert isinstance(box, QLineEdit | QPlainTextEdit | QTextEdit)
        text = box.text() if isinstance(box, QLineEdit) else box.toPlainText()
        box.setFocus()
        field = cursor_in(page).told(page)
        found.append(Written(field.name or box.accessibleName(), field.nth, field.spot, text))
    return found


def lost(stage: Visiting, before: list[Written]) -> list[Written]:
    after = written(here(stage))
    return [one for one in before if one not in after]


def type_everywhere(stage: Visiting) -> None:
    """Type into every field that was there at first; typing may draw some of them anew."""
    page = here(stage)
    for one in written(page):
        if isinstance(page.top_left, SearchField) and page.top_left.accessibleName() == one.name:
            type_into(page.top_left, LETTERS)
            continue
        found = fields_named(page, one.name, one.spot)
        if one.nth < len(found):
            found[one.nth].setFocus()
            type_into(found[one.nth], LETTERS)
            QApplication.processEvents()
    stage.settle()


def cursor(page: Page) -> Field:
    return cursor_in(page).told(page)


@pytest.mark.parametrize("way", WAYS)
def test_every_word_of_a_page_and_the_cursor_come_back(visiting: Visiting, way: str) -> None:
    stage = visiting
    WAYS[way](stage)
    stage.settle()
    type_everywhere(stage)
    before = written(here(stage))
    assert any(LETTERS in one.text for one in before)
    last = boxes(here(stage))[-1]
    last.setFocus()
    press(last, Qt.Key.Key_End)
    at = cursor(here(stage))

    closed_and_opened(stage)

    stage.wait(lambda: at.position < 0 or cursor(here(stage)) == at)
    stage.settle()
    assert lost(stage, before) == []


def test_what_a_reading_brings_does_not_write_over_what_she_is_typing(qtbot: QtBot) -> None:
    field = TextField("Address")
    qtbot.addWidget(field)
    words = LooseWords(address=field)
    words.show("address", "https://one.example.org")
    type_into(field.line, "x")
    words.show("address", "https://two.example.org")
    assert "x" in field.text()

    words.settle()
    words.show("address", "https://two.example.org")

    assert field.text() == "https://two.example.org"
    assert words.typed() == {}


def test_what_was_only_looked_for_does_not_lead_back_there_after_a_closed_window(visiting: Visiting) -> None:
    stage = visiting
    stage.go(Route("office"))
    type_everywhere(stage)
    page = here(stage)
    assert isinstance(page, OfficePage)
    page.key.set_text("")
    page.key.edited.emit("")

    stage.window.close()
    stage.wait(lambda: not stage.window.isVisible())

    later = Visiting(stage.qtbot, stage.vault)
    assert later.workplace.navigation.route == Route("today")
    let_go(later.window)
