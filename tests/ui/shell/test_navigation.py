from PySide6.QtGui import QPaintEvent
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

    @override
    def make_ready(self) -> None:
        self._diary.append("make ready")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self._diary.append(f"paint {self.width()}")


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
    stack.resize(321, 200)
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


def test_each_page_is_made_and_made_ready_ahead_step_by_step(qtbot: QtBot, records: Records) -> None:
    diary: list[str] = []
    going = navigation(qtbot, records, diary)
    going.go(Route("today"))
    steps = 0
    while going.prepare():
        steps += 1

    assert diary == ["make", "arrive today", "make", "make ready", "paint 321"]
    assert steps == len(["make", "make ready", "paint"])


def test_who_is_quicker_than_what_is_made_ready_finds_the_page_as_it_is(
    qtbot: QtBot, records: Records
) -> None:
    diary: list[str] = []
    going = navigation(qtbot, records, diary)
    going.go(Route("today"))
    assert going.prepare()
    going.go(Route("chart", "rosa"))
    going.go(Route("today"))
    while going.prepare():
        pass

    assert "make ready" not in diary
    assert not [one for one in diary if one.startswith("paint")]
