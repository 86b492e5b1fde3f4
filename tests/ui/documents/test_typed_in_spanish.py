"""What is typed while Spanish is chosen is the nurse's Spanish: it is not marked as English on the paper."""

from datetime import timedelta

from pytestqt.qtbot import QtBot

from carenurse.app.family_page import family_page
from carenurse.app.family_words import family_words
from carenurse.documents.labels import Language
from tests.carenurse.app.visits import NOW, Household
from tests.carenurse.documents.reading_back import text_of
from tests.fakes import FixedClock, InlineBackground
from tests.ui.desk import NotedDesk
from tests.ui.showing import show
from ui.documents.page import PaperPage
from ui.widgets.page import Route
from ui.widgets.text import Label

LEAVING = NOW + timedelta(minutes=20)
LOW = "Su azúcar estuvo baja."


def paper_page(qtbot: QtBot, home: Household) -> PaperPage:
    noted = NotedDesk(InlineBackground(home.records), FixedClock(LEAVING))
    return show(PaperPage(noted.desk), qtbot, Route("paper", home.encounter))


def paper(home: Household, language: Language) -> str:
    return text_of(family_page(home.records, home.encounter, language, now=LEAVING).pdf)


def typed(page: PaperPage, text: str) -> None:
    page.field("main").box.setPlainText(text)
    page.leave()


def test_spanish_words_stand_unmarked_on_the_spanish_paper_and_marked_on_the_english(
    qtbot: QtBot, home: Household
) -> None:
    page = paper_page(qtbot, home)
    page.presenter.choose_language("es")
    typed(page, LOW)

    assert LOW in paper(home, "es")
    assert f"En inglés: {LOW}" not in paper(home, "es")
    assert f"In Spanish: {LOW}" in paper(home, "en")
    assert any("taken as Spanish" in label.text() for label in page.findChildren(Label))


def test_english_typed_before_stays_english(qtbot: QtBot, home: Household) -> None:
    page = paper_page(qtbot, home)
    page.field("questions").box.setPlainText("Is the new dose right?")
    page.presenter.choose_language("es")
    page.field("questions").box.setPlainText("Is the new dose right?\n¿Cuándo es la cita?")
    page.leave()

    words = family_words(home.records, home.encounter)
    assert words.language("Is the new dose right?") == "en"
    assert words.language("¿Cuándo es la cita?") == "es"
    assert "En inglés: Is the new dose right?" in paper(home, "es")


def test_what_was_put_together_stays_in_its_language_beside_a_line_of_hers(
    qtbot: QtBot, home: Household
) -> None:
    page = paper_page(qtbot, home)
    page.presenter.choose_language("es")
    box = page.field("emergency").box
    ours = box.toPlainText()
    box.setPlainText(f"{ours}\nSe cae")
    page.leave()

    words = family_words(home.records, home.encounter)
    assert words.spoken == {("Se cae", "es")}
    assert "Sangra y no se detiene" in paper(home, "es")
