"""Every screen of the window on a whole caseload: it opens in both looks and large, and all can use it.

Whatever only looks at a screen looks at the same one, which is opened once in each look.
"""

import shutil
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QButtonGroup, QScrollArea, QWidget
from typing_extensions import override

from carenurse.app import wiring
from carenurse.app.ports import Records
from carenurse.app.settings import Settings
from carenurse.app.visit_begin import start_visit
from tests.demo_day import NOW
from tests.fakes import FixedClock, InlineBackground
from tests.made_vault import MadeVault
from tests.ui.accessibility import faults, interactive
from tests.ui.prompt_bot import let_go, wait_until
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

    def __init__(self, records: Records) -> None:
        self.records = records
        self.failures: list[Exception] = []
        self.rosa = records.find_patients("rosa delgado")[0]
        self.window = Workplace(
            SCREENS,
            InlineBackground(records),
            FixedClock(NOW),
            self.failures.append,
            Device(Settings(look="light")),
        )
        self.window.resize(*SIZE)
        self.window.show()
        self.window.activateWindow()
        wait_until(self.window.isActiveWindow)

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


@contextmanager
def workplace_in(folder: Path, vault: MadeVault) -> Generator[Opened]:
    """Open a workplace on a copy of the caseload; both are closed in the end."""
    shutil.copytree(vault.folder, folder)
    with closing(wiring.unlock_with_recovery(folder, vault.recovery_code, reserve=0)) as there:
        opened = Opened(there.records)
        yield opened
        opened.window.close()
        opened.window.deleteLater()
        let_go()


@dataclass(frozen=True, slots=True)
class Shown:
    """A screen that was opened as the first of its window; nobody has touched it since."""

    opened: Opened
    page: Page
    flashes: tuple[str, ...]


@pytest.fixture(autouse=True)
def worn(dressed: Theme) -> Theme:
    """Let the look be: ``look`` chooses it for many tests."""
    return dressed


@pytest.fixture(scope="module", params=LOOKS, ids=["light", "dark", "large"])
def look(request: pytest.FixtureRequest, dressed: Theme) -> Theme:
    dressed.wear(*request.param)
    return dressed


@pytest.fixture(scope="module", params=SCREENS, ids=lambda screen: screen.place)
def screen(request: pytest.FixtureRequest) -> Screen:
    return request.param


@pytest.fixture
def opened(look: Theme, demo_pattern: MadeVault, tmp_path: Path) -> Iterator[Opened]:
    """Open a workplace for a test that walks about in it."""
    del look
    with workplace_in(tmp_path / "vault", demo_pattern) as opened:
        yield opened


@pytest.fixture(scope="module")
def shown(
    look: Theme, screen: Screen, demo_pattern: MadeVault, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shown]:
    """Open a screen for all tests that look at it."""
    del look
    with workplace_in(tmp_path_factory.mktemp("shown") / "vault", demo_pattern) as opened:
        flashes, app = Flashes(opened.window), QApplication.instance()
        assert app is not None
        app.installEventFilter(flashes)
        page = opened.go(screen)
        app.removeEventFilter(flashes)
        yield Shown(opened, page, tuple(flashes.seen))


def test_a_screen_opens_without_failure_and_stays_in_its_window(shown: Shown) -> None:
    window = shown.opened.window

    assert not shown.opened.failures
    assert shown.flashes == (), "shown as a window of its own before it had its place"
    assert shown.page.isVisible()
    assert (window.width(), window.height()) == SIZE
    assert [one for one in shown.page.findChildren(QWidget) if one.isVisible() and one.accessibleName()]


def test_a_screen_reader_finds_a_name_and_a_role_for_everything(shown: Shown) -> None:
    assert faults(shown.page) == []


def test_no_word_is_cut_without_saying_it_whole_somewhere(shown: Shown) -> None:
    cut = [label.text() for label in labels(shown.page) if is_cut(label) and not label.toolTip()]

    assert cut == []


def labels(page: QWidget) -> Iterator[Label]:
    for label in page.window().findChildren(Label):
        if label.isVisible() and label.text() and not label.visibleRegion().isEmpty():
            yield label


def is_cut(label: Label) -> bool:
    """Say whether a label has less room than its words need."""
    if label.hasHeightForWidth():
        return label.height() + 1 < label.heightForWidth(label.width())
    return label.width() + 1 < label.sizeHint().width()


def test_nothing_hangs_over_the_right_edge(shown: Shown) -> None:
    over = [
        f"{type(widget).__name__} “{widget.accessibleName()}”"
        for widget in interactive(shown.page)
        if hangs_over(widget, shown.page)
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


@pytest.mark.parametrize("look", [("light", 100), ("light", 150)], indirect=True, ids=["light", "large"])
def test_going_from_any_screen_to_any_other_leaves_the_window_its_size(opened: Opened) -> None:
    """Colors are no matter of size: the dark look has its own opening of each screen above."""
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


def test_the_windows_title_never_holds_a_name(shown: Shown) -> None:
    assert "Delgado" not in shown.opened.window.window().windowTitle()
