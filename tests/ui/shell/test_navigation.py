from PySide6.QtWidgets import QStackedWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from carenurse.app.ports import Records
from tests.demo_day import NOW
from tests.fakes import FixedClock, InlineBackground
from tests.ui.desk import NotedDesk
from ui.shell.navigation import Navigation
from ui.shell.screens import SCREENS, Screen
from ui.widgets.page import Desk, Page, Route


class NotingPage(Page):
    def __init__(self, diary: list[str]) -> None:
        super().__init__()
        self._diary = diary

    @override
    def arrive(self, route: Route) -> None:
        self._diary.append(f"arrive {route.place} {route.subject}".strip())

    @override
    def leave(self) -> None:
        self._diary.append("leave")


def navigation(qtbot: QtBot, records: Records, diary: list[str]) -> Navigation:
    def make(_desk: Desk) -> Page:
        diary.append("make")
        return NotingPage(diary)

    screens = (
        Screen("today", "sun", lambda: "Today", make),
        Screen("chart", "users", lambda: "Chart", make, rail="", lights="patients"),
    )
    stack = QStackedWidget()
    qtbot.addWidget(stack)
    desk = NotedDesk(InlineBackground(records), FixedClock(NOW)).desk
    made = Navigation(screens, stack, lambda screen: screen.make(desk))
    stack.setProperty("kept", made)
    made.setProperty("stack", stack)
    return made


def test_a_page_is_made_once_and_left_before_another_is_shown(qtbot: QtBot, records: Records) -> None:
    diary: list[str] = []
    going = navigation(qtbot, records, diary)

    going.go(Route("today"))
    going.go(Route("chart", "rosa"))
    going.go(Route("today"))

    assert diary == ["make", "arrive today", "leave", "make", "arrive chart rosa", "leave", "arrive today"]


def test_the_rail_lights_where_a_page_without_a_button_belongs(qtbot: QtBot, records: Records) -> None:
    going = navigation(qtbot, records, [])
    lights: list[str] = []

    def lit(_page: Page, place: str) -> None:
        lights.append(place)

    going.arrived.connect(lit)

    going.go(Route("today"))
    going.go(Route("chart", "rosa"))

    assert lights == ["today", "patients"]


def test_back_goes_where_the_nurse_was(qtbot: QtBot, records: Records) -> None:
    going = navigation(qtbot, records, [])
    going.go(Route("today"))
    going.go(Route("chart", "rosa"))
    going.go(Route("chart", "ivy"))

    going.back()
    assert going.route == Route("chart", "rosa")
    going.back()
    going.back()
    assert going.route == Route("today")


def test_a_place_nobody_built_is_not_gone_to(qtbot: QtBot, records: Records) -> None:
    going = navigation(qtbot, records, [])
    going.go(Route("today"))

    going.go(Route("settings"))

    assert going.route == Route("today")


def test_every_screen_has_its_own_place_and_words() -> None:
    assert len({screen.place for screen in SCREENS}) == len(SCREENS)
    assert all(screen.label() for screen in SCREENS)
    assert {screen.lights for screen in SCREENS if screen.lights} <= {
        screen.place for screen in SCREENS if screen.rail
    }
