"""What the list of people does: finds as the nurse types, shows who is selected, opens the chart."""

from datetime import datetime
from functools import partial
from typing import Protocol

from carenurse.app.caseload import Found, KnownCaseload, Snapshot, find_people, snapshot
from ui.widgets.page import Desk, Route

FOUND, _LISTED = 24, 60
"""The most people a search and the caseload show: a search answers each key, and a better word finds more."""


class PeopleView(Protocol):
    """The pixels, as the presenter sees them."""

    def show_people(self, found: Found, now: datetime, *, searched: bool) -> None:
        """Show the people found; ``searched``: best first and without groups."""
        ...

    def show_snapshot(self, told: Snapshot | None) -> None:
        """Show what must not be missed about the one selected."""
        ...


class PeoplePresenter:
    """Finds people; a later answer never overwrites a newer question's."""

    def __init__(self, view: PeopleView, desk: Desk) -> None:
        self._view, self._desk = view, desk
        self._words = ""
        self._asked = 0
        self._selected = ""
        self._known = KnownCaseload()

    def load(self) -> None:
        """Find again with the words that stand there."""
        self.search(self._words)

    def search(self, words: str) -> None:
        """Find people by these words; no words: the caseload."""
        self._words = words
        self._asked += 1
        number, now = self._asked, self._desk.clock.now()
        self._desk.background.run(
            partial(
                find_people,
                words=words,
                now=now,
                limit=FOUND if words.strip() else _LISTED,
                known=self._known,
            ),
            lambda found: self._found(number, found, now),
        )

    def _found(self, number: int, found: Found, now: datetime) -> None:
        if number == self._asked:
            self._view.show_people(found, now, searched=bool(self._words.strip()))

    def select(self, patient: str) -> None:
        """Show who is selected."""
        self._selected = patient
        if not patient:
            self._view.show_snapshot(None)
            return
        today = self._desk.clock.now().date()
        self._desk.background.run(partial(snapshot, identity=patient, today=today), self._told)

    def _told(self, told: Snapshot) -> None:
        if told.banner.patient == self._selected:
            self._view.show_snapshot(told)

    def open(self, patient: str) -> None:
        """Go to a chart."""
        if patient:
            self._desk.go(Route("chart", patient))
