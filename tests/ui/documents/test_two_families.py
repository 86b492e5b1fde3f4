"""The page of one family and the page of the next: no word of the one ever stands on the other's."""

from datetime import timedelta

from pytestqt.qtbot import QtBot

from carenurse.app.family_words import family_words
from carenurse.app.visit_begin import start_visit
from tests.carenurse.app.visits import NOW, Household
from tests.fakes import FixedClock, SlowBackground
from tests.kept import person
from tests.ui.desk import NotedDesk
from tests.ui.showing import show
from ui.documents.page import PaperPage
from ui.widgets.page import Route


def test_what_is_typed_before_the_next_page_is_there_goes_onto_neither(qtbot: QtBot, home: Household) -> None:
    other = start_visit(home.records, NOW, patient=person(home.records, "Kwame", "Osei"))
    background = SlowBackground(home.records)
    noted = NotedDesk(background, FixedClock(NOW + timedelta(minutes=20)))
    page = show(PaperPage(noted.desk), qtbot, Route("paper", home.encounter))
    background.answer()
    page.presenter.edited("to_do", "Weigh yourself each morning")
    page.leave()
    background.answer()

    page.arrive(Route("paper", other))

    qtbot.waitUntil(lambda: page.preview.page_count == 0)
    assert (page.field("to_do").text(), page.patient) == ("", "")
    assert not page.field("to_do").isEnabled()
    page.presenter.edited("main", "Call me")
    page.leave()
    background.answer()
    assert family_words(home.records, other).of("to_do") is None
    assert family_words(home.records, other).of("main") is None
    assert family_words(home.records, home.encounter).of("to_do") == ("Weigh yourself each morning",)
    assert page.field("to_do").isEnabled()
    assert "Weigh" not in page.field("to_do").text()
