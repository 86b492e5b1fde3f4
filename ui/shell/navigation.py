"""Going from place to place: pages are made when first wanted and left before another is shown."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from ui.shell.screens import Screen
from ui.widgets.page import GivenUp, Page, Place, Route

_REMEMBERED = 50


class Navigation(QObject):
    """Keeps the pages of one sitting; ``arrived`` when a page is in front, with the place the rail lights."""

    arrived = Signal(object, str)

    def __init__(
        self, screens: Sequence[Screen], stack: QStackedWidget, make: Callable[[Screen], Page]
    ) -> None:
        super().__init__(stack)
        self._screens: dict[Place, Screen] = {screen.place: screen for screen in screens}
        self._stack = stack
        self._make = make
        self._pages: dict[Place, Page] = {}
        self._aside: list[Page] = []
        self._unread: deque[Page] = deque()
        self._unlaid: deque[Page] = deque()
        """Pages that nobody has seen, and that are still to read ahead, and to be laid out."""
        self._seen: set[Page] = set()
        self._trail: list[Route] = []
        self._waiting: dict[str, Any] = {}
        """Open forms of pages that are not made yet, by place."""
        self.given_up: dict[Place, list[GivenUp]] = {}
        """What was canceled in forms, by place: a page that is made anew can put it back still."""
        self.lets: Callable[[Route], bool] = lambda _route: True
        """Asked before each way: what it does not let through is not gone."""

    @property
    def page(self) -> Page | None:
        """The page in front."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    @property
    def route(self) -> Route | None:
        """Where the nurse is."""
        return self._trail[-1] if self._trail else None

    def knows(self, place: Place) -> bool:
        """Say whether there is a screen for this place."""
        return place in self._screens

    def go(self, route: Route) -> None:
        """Go somewhere. A place without a screen is ignored: nothing leads there."""
        if route.place not in self._screens or not self.lets(route):
            return
        if (before := self.page) is not None:
            before.leave()
        if not self._trail or self._trail[-1] != route:
            self._trail = [*self._trail[-_REMEMBERED:], route]
        page = self._page(route.place)
        self._seen.add(page)
        self._stack.setCurrentWidget(page)
        page.arrive(route)
        page.take_up_nobodys()
        screen = self._screens[route.place]
        self.arrived.emit(page, screen.lights or screen.place)

    def back(self) -> None:
        """Go to where the nurse was before."""
        if len(self._trail) > 1:
            self._trail.pop()
            self.go(self._trail[-1])

    def show_family(self, *, on: bool) -> None:
        """Have every page cover what is not for the family, or show it again, whichever is in front."""
        for page in self._pages.values():
            page.show_family(on=on)

    def put_aside(self) -> None:
        """Take every page but the one in front out of the window, and forget the way here.

        What stands in their forms waits for the pages that are made later.
        """
        front = self.page
        behind = {name: one.elsewhere(front=False) for name, one in self._pages.items() if one is not front}
        self._waiting |= {place: forms for place, forms in behind.items() if forms}
        for page in self._pages.values():
            if page is not front:
                self._stack.removeWidget(page)
                page.setParent(None)
                self._aside.append(page)
        self._pages = {place: page for place, page in self._pages.items() if page is front}
        self._trail = self._trail[-1:]

    def bring_back(self) -> None:
        """Let go of what was put aside: each page is made anew when it is wanted."""
        aside, self._aside = self._aside, []
        self._seen.difference_update(aside)
        for page in aside:
            page.deleteLater()

    def again(self) -> None:
        """Let the page in front load what it shows once more."""
        if (page := self.page) is not None and (route := self.route) is not None:
            page.arrive(route)

    def elsewhere(self) -> dict[str, Any]:
        """Give the open forms of everybody but those of the page in front, by place and whose they are."""
        found = dict(self._waiting)
        for place, page in self._pages.items():
            if forms := page.elsewhere(front=page is self.page):
                found[place] = forms
        return found

    def put_away(self, forms: Mapping[str, Any]) -> None:
        """Have the pages offer these again, as ``elsewhere`` gave them, when they are made."""
        self._waiting = dict(forms)

    def keep_words(self) -> None:
        """Have the page in front send what was typed; the others did when they were left."""
        if (page := self.page) is not None:
            page.keep_words()

    def prepare(self) -> bool:
        """Do one step for a page that was not wanted yet; says whether there was one to do.

        First all pages are made, then each has read ahead what it will show, then each is laid out with that.
        """
        for place in self._screens:
            if place not in self._pages:
                self._unread.append(self._page(place))
                return True
        if (page := self._next_of(self._unread)) is not None:
            page.make_ready()
            self._unlaid.append(page)
        elif (page := self._next_of(self._unlaid)) is not None:
            self._lay_out(page)
        return page is not None

    def _next_of(self, waiting: deque[Page]) -> Page | None:
        """Take the next page that is still one of the window's, and that nobody has seen meanwhile."""
        while waiting:
            page = waiting.popleft()
            if page in self._pages.values() and page not in self._seen:
                return page
        return None

    def _lay_out(self, page: Page) -> None:
        """Measure all of a page while nobody waits for it: Qt would do so when it is first shown.

        Painting it is the one way to have Qt do that to what is hidden; the picture is dropped.
        """
        page.resize(self._stack.size())
        page.grab()

    def _page(self, place: Place) -> Page:
        if place not in self._pages:
            page = self._make(self._screens[place])
            page.put_away.update(self._waiting.pop(place, {}))
            page.given_up = self.given_up.setdefault(place, page.given_up)
            self._pages[place] = page
            self._stack.addWidget(page)
        return self._pages[place]
