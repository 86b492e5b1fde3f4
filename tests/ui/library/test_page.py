"""The forms library on a real vault, driven as a nurse would."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from carenurse.app.form_shelf import shelf_of
from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource, write_json
from tests.carenurse.app.test_form_library import OFFICE_FORM
from tests.carenurse.app.visits import NOW
from tests.fakes import FixedClock, InlineBackground
from tests.ui.accessibility import faults
from tests.ui.desk import NotedDesk
from tests.ui.keys import press
from tests.ui.showing import show
from ui.forms.view import FormView
from ui.library.page import LibraryPage
from ui.widgets.message import Message
from ui.widgets.page import Route
from ui.widgets.text import Label
from ui.widgets.theme import theme


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "form.json"
    path.write_bytes(write_json(OFFICE_FORM))
    return path


@pytest.fixture
def noted(records: Records, file: Path) -> NotedDesk:
    return NotedDesk(InlineBackground(records), FixedClock(NOW), file=str(file))


@pytest.fixture
def page(noted: NotedDesk, qtbot: QtBot) -> Iterator[LibraryPage]:
    yield show(LibraryPage(noted.desk, FormView), qtbot, Route("forms"))
    assert noted.failures == []


def words(page: LibraryPage) -> str:
    """Everything the right side says."""
    told = [one.accessibleName() for one in page.report.findChildren(Message)]
    return " ".join([*told, *(one.text() for one in page.report.findChildren(Label))])


def titles(page: LibraryPage) -> list[str]:
    return [page.model.index(at, 0).data() for at in range(page.model.rowCount())]


def test_all_forms_are_listed_and_the_first_is_shown(page: LibraryPage) -> None:
    assert len(titles(page)) > 65
    assert titles(page) == sorted(titles(page), key=str.casefold)
    assert "question" in words(page)


def test_typing_finds_a_form_and_the_arrows_walk_on(page: LibraryPage) -> None:
    for letter in "phq":
        press(page.search, Qt.Key(ord(letter.upper())), letter)
    assert titles(page) == ["PHQ-2 depression screen", "PHQ-9 depression"]
    assert page.presenter.name == "phq2"
    press(page.search, Qt.Key.Key_Down)
    assert page.presenter.name == "phq9"
    assert page.search.hasFocus()


def test_a_form_that_is_off_shows_its_rights_and_asks_who_says_so(
    page: LibraryPage, records: Records
) -> None:
    page.choose("barthel")
    assert "Maryland State Medical Society" in words(page)
    page.report.buttons["permit"].click()
    assert "Who says" in words(page)
    assert "barthel" in shelf_of(records).off

    page.report.who.set_text("Lena Roth, director")
    page.report.note.set_text("Letter 14")
    page.report.buttons["permit"].click()

    assert "barthel" not in shelf_of(records).off
    assert "Lena Roth, director said on" in words(page)
    page.report.buttons["unpermit"].click()
    assert "barthel" in shelf_of(records).off


def test_a_file_is_looked_at_tried_and_taken_in(page: LibraryPage, records: Records) -> None:
    page.primary()
    assert "A file, not in the library yet" in words(page)
    page.report.buttons["try"].click()
    assert page.trial.isVisible()
    press(page, Qt.Key.Key_Escape)
    assert page.report.isVisible()
    page.report.buttons["take-in"].click()
    assert "Foot check of the agency" in titles(page)
    assert "taken in" in words(page)
    assert len(records.all_of("Questionnaire")) == 1


def test_a_file_that_is_put_away_leaves_nothing(page: LibraryPage, records: Records) -> None:
    page.primary()
    page.report.buttons["put-away"].click()
    assert records.all_of("Questionnaire") == []
    assert page.presenter.name


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ({"resourceType": "Patient"}, "no form"),
        ({**OFFICE_FORM, "item": [{"linkId": "a", "type": "coding", "text": "x"}]}, "R5"),
        ({**OFFICE_FORM, "item": [{"text": "no name", "type": "string"}]}, "linkId"),
    ],
)
def test_a_form_that_cannot_be_used_says_why_in_a_sentence(
    page: LibraryPage, records: Records, file: Path, content: Resource, told: str
) -> None:
    file.write_bytes(write_json(content))
    page.open_button.click()
    assert told in words(page)
    assert "take-in" not in page.report.buttons
    assert records.all_of("Questionnaire") == []


def test_a_trial_scores_and_flags_and_keeps_nothing(
    page: LibraryPage, records: Records, qtbot: QtBot
) -> None:
    before = records.kinds()
    trail = len(records.audit_trail())
    page.choose("phq9")
    page.report.buttons["try"].click()
    qtbot.waitUntil(lambda: page.trial.form is not None and page.trial.form.isAncestorOf(focus()))
    for _ in range(9):
        press(focus(), Qt.Key.Key_3, "3")
    assert page.trial.score.words == "\u0192 27: Severe"
    page.trial.end_button.click()
    assert page.report.isVisible()
    assert records.kinds() == before
    assert len(records.audit_trail()) == trail


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def test_retiring_can_be_undone_and_brought_back(
    page: LibraryPage, noted: NotedDesk, records: Records
) -> None:
    page.choose("gad7")
    page.report.buttons["retire"].click()
    assert "gad7" in shelf_of(records).off
    noted.undos[-1]()
    assert "gad7" not in shelf_of(records).off
    page.report.buttons["retire"].click()
    page.report.buttons["bring-back"].click()
    assert "gad7" not in shelf_of(records).off


@pytest.mark.parametrize(("look", "percent"), [("light", 100), ("dark", 100), ("light", 150), ("dark", 200)])
def test_the_page_can_be_read_and_pressed_in_every_look(
    noted: NotedDesk, qtbot: QtBot, look: str, percent: int
) -> None:
    theme().wear("dark" if look == "dark" else "light", percent)
    shown = show(LibraryPage(noted.desk, FormView), qtbot, Route("forms"))
    for name in ("barthel", "home-care-assessment", "total-braden"):
        shown.choose(name)
        assert shown.width() == 1208
        qtbot.waitUntil(lambda: faults(shown) == [])
    shown.report.buttons["try"].click()
    qtbot.waitUntil(lambda: faults(shown) == [])
