"""Every screen of the window on a whole caseload: it opens in both looks and large, and all can use it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import cast

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QButtonGroup, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from carenurse.app.ports import Records
from carenurse.app.settings import Settings
from carenurse.app.visit_begin import start_visit
from tests.demo_day import NOW
from tests.fakes import FixedClock, InlineBackground
from tests.ui.accessibility import faults, interactive
from ui.shell.device import Device
from ui.shell.screens import SCREENS, Screen
from ui.shell.workplace import Workplace
from ui.widgets.page import Page, Route
from ui.widgets.text import Label
from ui.widgets.theme import Theme

LOOKS = (("light", 100), ("dark", 100), ("light", 150))
SIZE = (1280, 720)
MOST_TABS = 600


class Flashes(QObject):
    """Notes every widget that was shown as a window of its own: a flicker on a nurse's desk."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self._window = window
        self.seen: list[str] = []

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        shown = event.type() is QEvent.Type.Show and watched is not self._window
        if shown and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(f"{type(watched).__name__} “{watched.accessibleName()}”")
        return False


class Opened:
    """A workplace with one screen in front, and where on it the record's people are."""

    def __init__(self, records: Records, worn: Theme, qtbot: QtBot) -> None:
        self.records = records
        self.failures: list[Exception] = []
        self.rosa = records.find_patients("rosa delgado")[0]
        self.worn = worn
        self.window = Workplace(
            SCREENS,
            InlineBackground(records),
            FixedClock(NOW),
            self.failures.append,
            Device(Settings(look="light")),
        )
        qtbot.addWidget(self.window)
        self.window.resize(*SIZE)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def go(self, screen: Screen) -> Page:
        """Go to a screen by a route that has something to show."""
        self.window.begin()
        self.window.go(self._route(screen))
        QApplication.processEvents()
        QApplication.processEvents()
        page = self.window.navigation.page
        assert page is not None
        return page

    def _route(self, screen: Screen) -> Route:
        match screen.place:
            case "chart" | "plan" | "medicines":
                return Route(screen.place, self.rosa)
            case "visit" | "paper":
                return Route(screen.place, self._visit())
            case place:
                return Route(place)

    def _visit(self) -> str:
        return start_visit(self.records, NOW, patient=self.rosa)


@pytest.fixture(params=LOOKS, ids=["light", "dark", "large"])
def opened(request: pytest.FixtureRequest, demo: Records, dressed: Theme, qtbot: QtBot) -> Opened:
    look, zoom = request.param
    dressed.wear(look, zoom)
    return Opened(demo, dressed, qtbot)


every_screen = pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.place)


@every_screen
def test_a_screen_opens_without_failure_and_stays_in_its_window(opened: Opened, screen: Screen) -> None:
    flashes = Flashes(opened.window)
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(flashes)

    page = opened.go(screen)
    app.removeEventFilter(flashes)

    assert not opened.failures
    assert flashes.seen == [], "shown as a window of its own before it had its place"
    assert page.isVisible()
    assert (opened.window.width(), opened.window.height()) == SIZE
    assert [one for one in page.findChildren(QWidget) if one.isVisible() and one.accessibleName()]


@every_screen
def test_a_screen_reader_finds_a_name_and_a_role_for_everything(opened: Opened, screen: Screen) -> None:
    page = opened.go(screen)

    assert faults(page) == []


@every_screen
def test_no_word_is_cut_without_saying_it_whole_somewhere(opened: Opened, screen: Screen) -> None:
    page = opened.go(screen)

    assert [label.text() for label in labels(page) if is_cut(label) and not label.toolTip()] == []


def labels(page: QWidget) -> Iterator[Label]:
    for label in page.window().findChildren(Label):
        if label.isVisible() and label.text() and not label.visibleRegion().isEmpty():
            yield label


def is_cut(label: Label) -> bool:
    """Say whether a label has less room than its words need."""
    if label.hasHeightForWidth():
        return label.height() + 1 < label.heightForWidth(label.width())
    return label.width() + 1 < label.sizeHint().width()


@every_screen
def test_nothing_hangs_over_the_right_edge(opened: Opened, screen: Screen) -> None:
    page = opened.go(screen)

    over = [
        f"{type(widget).__name__} “{widget.accessibleName()}”"
        for widget in interactive(page)
        if hangs_over(widget, page)
    ]
    assert over == []


def hangs_over(widget: QWidget, page: QWidget) -> bool:
    """Say whether the right end of a widget lies outside of the page, or of what scrolls only downward."""
    bounds, above = page, widget.parentWidget()
    while above is not None and above is not page:
        if isinstance(above, QScrollArea):
            bounds = above.viewport()
            break
        above = above.parentWidget()
    return widget.mapTo(bounds, widget.rect().topRight()).x() > bounds.width()


@every_screen
def test_tab_reaches_everything_that_can_be_acted_on(opened: Opened, screen: Screen) -> None:
    page = opened.go(screen)
    reached = list[QWidget]()
    for _ in range(MOST_TABS):
        here = QApplication.focusWidget()
        if here is not None and here in reached[:-1]:
            break
        if here is not None:
            reached.append(here)
        QTest.keyClick(here or opened.window, Qt.Key.Key_Tab)

    missed = [
        f"{type(widget).__name__} “{widget.accessibleName()}”"
        for widget in interactive(page)
        if wants_tab(widget) and widget not in reached
    ]
    assert missed == []


def wants_tab(widget: QWidget) -> bool:
    """Leave out what other keys reach: the rest of a group, what is off, what another field stands for."""
    policy = widget.focusPolicy()
    return (
        widget.isEnabled()
        and bool(policy & Qt.FocusPolicy.TabFocus)
        and not _one_of_a_group(widget)
        and not widget.property("chosenElsewhere")
    )


def _one_of_a_group(widget: QWidget) -> bool:
    """Say whether arrows lead here from a neighbor, as from digit to digit."""
    if not isinstance(widget, QAbstractButton):
        return False
    group = cast("QButtonGroup | None", widget.group())
    return widget.autoExclusive() or (group is not None and group.exclusive())


def test_going_from_any_screen_to_any_other_leaves_the_window_its_size(opened: Opened) -> None:
    way = [*each_after_each(SCREENS)]
    opened.go(way[0])
    for here, there in pairwise(way):
        opened.go(there)
        assert (opened.window.width(), opened.window.height()) == SIZE, f"{here.place} to {there.place}"


def each_after_each(screens: Sequence[Screen]) -> Iterator[Screen]:
    """Lead from each screen to each, itself too, going no step twice; it ends where it began."""
    for at, screen in enumerate(screens):
        yield screen
        for other in screens[at + 1 :]:
            yield from (screen, other)
    yield screens[0]


def test_the_way_from_each_screen_to_each_leaves_none_out() -> None:
    steps = [*pairwise(each_after_each(SCREENS))]

    assert len(steps) == len(set(steps)) == len(SCREENS) ** 2


@every_screen
def test_the_windows_title_never_holds_a_name(opened: Opened, screen: Screen) -> None:
    opened.go(screen)

    assert "Delgado" not in opened.window.window().windowTitle()
