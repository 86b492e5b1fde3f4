"""The first screen of the day, with the demo's caseload."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from carenurse.app.ports import Records
from tests.demo_day import NOW
from tests.fakes import FixedClock, InlineBackground
from tests.ui.desk import NotedDesk
from tests.ui.showing import show
from ui.today.page import TodayPage
from ui.today.stop import StopCard
from ui.widgets.page import Route
from ui.widgets.text import Label
from ui.widgets.theme import theme


def open_page(qtbot: QtBot, records: Records) -> tuple[TodayPage, NotedDesk]:
    noted = NotedDesk(InlineBackground(records), FixedClock(NOW))
    return show(TodayPage(noted.desk), qtbot, Route("today")), noted


def test_the_heading_says_the_day_and_how_much_it_holds(qtbot: QtBot, demo: Records) -> None:
    page, _ = open_page(qtbot, demo)

    assert page.title == "Wednesday 4 March"
    assert page.subtitle.startswith("6 visits · about")


def test_only_the_next_stop_is_open_and_arrows_open_another(qtbot: QtBot, demo: Records) -> None:
    page, noted = open_page(qtbot, demo)
    cards = page.findChildren(StopCard)
    assert [card.step.isVisible() for card in cards] == [True, False, False, False, False, False]

    QTest.keyClick(page, Qt.Key.Key_Down)
    assert [card.step.isVisible() for card in cards][:3] == [False, True, False]

    QTest.keyClick(page, Qt.Key.Key_Return)
    assert noted.routes == [Route("chart", demo.find_patients("rosa delgado")[0])]


def test_the_arrows_reach_the_route_from_the_stop_that_has_the_focus(qtbot: QtBot, demo: Records) -> None:
    page, _ = open_page(qtbot, demo)
    page.resize(1208, 300)
    cards = page.findChildren(StopCard)
    page.activateWindow()
    cards[0].setFocus(Qt.FocusReason.TabFocusReason)

    for _stop in cards[1:]:
        QTest.keyClick(page.window().focusWidget() or page, Qt.Key.Key_Down)

    last = cards[-1]
    assert last.step.isVisible()
    qtbot.waitUntil(lambda: not last.visibleRegion().isEmpty())


def test_ctrl_enter_does_the_next_step_of_the_clock_and_leads_into_the_visit(
    qtbot: QtBot, demo: Records
) -> None:
    page, noted = open_page(qtbot, demo)

    page.primary()
    assert page.findChildren(StopCard)[-6].step.text() == "Begin visit"

    page.primary()
    assert noted.routes[-1].place == "visit"
    assert demo.get("Encounter", noted.routes[-1].subject) is not None
    assert len(noted.saved) == 2


def test_a_narrow_window_shows_the_lists_instead_of_the_route_on_f4(qtbot: QtBot, demo: Records) -> None:
    page, _ = open_page(qtbot, demo)
    page.resize(800, 600)
    card = page.findChildren(StopCard)[0]
    assert card.isVisible()

    QTest.keyClick(page, Qt.Key.Key_F4)
    assert not card.isVisible()

    QTest.keyClick(page, Qt.Key.Key_F4)
    assert card.isVisible()


def test_a_day_without_visits_says_what_to_do_next(qtbot: QtBot, records: Records) -> None:
    page, _ = open_page(qtbot, records)

    assert page.subtitle == "No visits today"
    assert page.findChildren(StopCard) == []


def test_chips_give_way_before_the_name_is_cut(qtbot: QtBot, demo: Records) -> None:
    page, _ = open_page(qtbot, demo)
    stop = page.findChildren(StopCard)[0].stop
    crowded = StopCard(replace(stop, alerts=tuple(f"A long alert, number {number}" for number in range(9))))
    qtbot.addWidget(crowded)
    crowded.resize(520, 90)
    crowded.show()

    name = next(one for one in crowded.findChildren(Label) if one.text().startswith(stop.name))
    needed = QFontMetrics(theme().font("section")).horizontalAdvance(stop.name)
    qtbot.waitUntil(lambda: name.width() >= needed)
