"""Whose page it is: an answer asked for about one person or visit is never taken for the next."""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Subject:
    """The Patient or Encounter id that a page is about; empty before there is any."""

    def __init__(self) -> None:
        self._id = ""

    @property
    def id(self) -> str:
        """Whose page it is now."""
        return self._id

    def turn(self, to: str) -> bool:
        """Be about this one; says whether that is another."""
        another, self._id = to != self._id, to
        return another

    def only(self, then: Callable[[T], object]) -> Callable[[T], None]:
        """Have ``then`` hear an answer only while the page is about whom it is about now.

        For what fills the page. What tells of something done ("Saved", an undo) is heard in any case.
        """
        asked = self._id

        def heard(found: T) -> None:
            if asked == self._id:
                then(found)

        return heard
