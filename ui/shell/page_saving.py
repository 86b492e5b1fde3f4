"""What is saved and not saved on one page: bound to whom the page was about when it was sent."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import ParamSpec, TypeVar

from carenurse.app.coming_back import OF_A_PERSON
from ui.shell.saved_mark import SavedMark
from ui.widgets.page import Page, Place

P = ParamSpec("P")
R = TypeVar("R")


class PageSaving:
    """One for each page. Its thing is the place and, on a page about a person, that person.

    An answer may come when the page is about somebody else: what it says was saved, or was not, is about
    whom the page was about when the job was sent, and so is what follows from the answer.
    """

    def __init__(self, place: Place, mark: SavedMark, failed: Callable[[Exception], object]) -> None:
        self._place, self._mark, self._failed = place, mark, failed
        self._page: Page | None = None
        self._bound: str | None = None
        """The thing of the answer that is being heard."""

    def of(self, page: Page) -> None:
        """Be about this page: it is made after the desk that it is given."""
        self._page = page

    @property
    def thing(self) -> str:
        """Name what is worked at now."""
        if self._bound is not None:
            return self._bound
        whose = self._page.patient if self._page is not None and self._place in OF_A_PERSON else ""
        return f"{self._place} {whose}"

    def bind(self, act: Callable[P, R]) -> Callable[P, R]:
        """Give what does this later as a part of what is worked at now."""
        thing = self.thing

        def bound(*given: P.args, **named: P.kwargs) -> R:
            before, self._bound = self._bound, thing
            try:
                return act(*given, **named)
            finally:
                self._bound = before

        return bound

    def fails(self, problem: Exception) -> None:
        """Tell what failed; that something could not be saved is over when the same thing is saved."""
        self._mark.fails(self.thing, partial(self._failed, problem))

    def saved(self, when: datetime) -> None:
        """Say that what is worked at was committed."""
        self._mark.saved(when, self.thing)
