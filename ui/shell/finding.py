"""What "Find or do" finds: places, what the page in front can do, and people."""

from collections.abc import Callable, Sequence

from carenurse.app.ports import Background, Clock, Records
from carenurse.translations import tr
from ui.shell.doings import doings
from ui.shell.screens import Screen
from ui.widgets.page import Page, Route
from ui.widgets.palette import Answer, Entry

_PEOPLE = 6
_FEWEST_LETTERS = 2


class Finding:
    """The provider of the palette. People come from the store, a moment later than the rest."""

    def __init__(
        self,
        screens: Sequence[Screen],
        background: Background,
        clock: Clock,
        *,
        go: Callable[[Route], None],
        page: Callable[[], Page | None],
        own: Callable[[], tuple[Entry, ...]],
        places: Callable[[], bool] = lambda: True,
    ) -> None:
        """Take what knows the rest; ``places`` says whether those of the rail may be offered now."""
        self._screens = screens
        self._background = background
        self._clock = clock
        self._go = go
        self._page = page
        self._own = own
        self._places = places

    def __call__(self, typed: str, answer: Answer) -> None:
        """Answer at once with what can be done, and again when the people are found."""
        doable = tuple(entry for entry in self._doable() if _matches(f"{entry.words} {entry.also}", typed))
        answer(doable)
        if len(typed.strip()) >= _FEWEST_LETTERS:
            self._background.run(
                lambda records: (*self._people(records, typed), *self._forms(records, typed)),
                lambda found: answer((*found, *doable)),
            )

    def _doable(self) -> tuple[Entry, ...]:
        page = self._page()
        places = tuple(
            Entry(screen.label(), lambda place=screen.place: self._go(Route(place)), screen.icon)
            for screen in self._screens
            if screen.rail and self._places()
        )
        more = doings(page, self._go) if self._places() else ()
        return (*(page.entries() if page is not None else ()), *places, *self._own(), *more)

    def _people(self, records: Records, typed: str) -> tuple[Entry, ...]:
        from carenurse.app.caseload import find_people  # noqa: PLC0415  not needed before the first search

        found = find_people(records, typed, self._clock.now(), limit=_PEOPLE)
        return tuple(
            Entry(row.name, lambda who=row.patient: self._go(Route("chart", who)), "users", row.street)
            for row in found.rows
        )

    def _forms(self, records: Records, typed: str) -> tuple[Entry, ...]:
        """Find forms of the library by their names; none while only one person may be seen."""
        from carenurse.app.form_library import library  # noqa: PLC0415  not needed before the first search

        if not self._places():
            return ()
        found = [one for one in library(records) if _matches(f"{one.title} {one.name}", typed)]
        return tuple(
            Entry(one.title, lambda name=one.name: self._go(Route("forms", name)), "file-text", tr("form"))
            for one in found[:_PEOPLE]
        )


def _matches(words: str, typed: str) -> bool:
    """Say whether every typed word begins some word of the entry."""
    there = words.casefold().split()
    return all(any(word.startswith(piece) for word in there) for piece in typed.casefold().split())
