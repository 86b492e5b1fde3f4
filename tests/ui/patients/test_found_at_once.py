"""What is found stands at once as it will stand: heights of lines, room to scroll."""

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carenurse.app.ports import Records
from tests.demo_day import NOW
from tests.fakes import FixedClock, InlineBackground
from tests.ui.desk import NotedDesk
from tests.ui.showing import show
from ui.patients.page import PatientsPage
from ui.widgets.page import Route
from ui.widgets.theme import theme


def patients(qtbot: QtBot, demo: Records) -> PatientsPage:
    page = PatientsPage(NotedDesk(InlineBackground(demo), FixedClock(NOW)).desk)
    show(page, qtbot, Route("patients"))
    qtbot.waitUntil(page.list.isVisible)
    QApplication.processEvents()
    return page


def test_what_is_found_asks_for_no_second_drawing_of_the_list(qtbot: QtBot, demo: Records) -> None:
    page, resized = patients(qtbot, demo), list[int]()

    def note(line: int, _before: int, _now: int) -> None:
        resized.append(line)

    page.list.verticalHeader().sectionResized.connect(note)

    QTest.keyClicks(page.search, "d")
    page.search.clear()

    assert resized == []


def test_heads_of_groups_come_and_go_with_their_height(qtbot: QtBot, demo: Records) -> None:
    page = patients(qtbot, demo)
    sides, model = page.list.verticalHeader(), page.list.model()

    def heights() -> set[int]:
        return {sides.sectionSize(line) for line in range(model.rowCount())}

    both = {theme().row("groupHead"), theme().row("twoLine")}
    assert heights() == both
    QTest.keyClicks(page.search, "d")
    assert heights() == {theme().row("twoLine")}
    assert page.list.verticalScrollBar().maximum() == max(0, sides.length() - page.list.viewport().height())
    page.search.clear()
    assert heights() == both
    assert page.list.verticalScrollBar().maximum() == max(0, sides.length() - page.list.viewport().height())
