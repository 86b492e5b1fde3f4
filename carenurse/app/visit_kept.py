"""What is worked out again only when it changed: a letter typed in one form asks nothing of the others."""

from collections.abc import Callable
from datetime import datetime
from typing import Generic, TypeVar

from carenurse.forms.session import Session

T = TypeVar("T")
Facts = TypeVar("Facts")


class ByForm(Generic[T]):
    """Works something out of each form of a visit, once for every state that the form is in.

    ``work`` gets the key of the form and its filling, and may lean on nothing that changes beside them.
    """

    def __init__(self, work: Callable[[str, Session], T]) -> None:
        self._work = work
        self._known: dict[str, tuple[Session, int, T]] = {}

    def of(self, key: str, session: Session) -> T:
        """Give it for a form as it stands."""
        known = self._known.get(key)
        if known is None or known[0] is not session or known[1] != session.turn:
            known = self._known[key] = (session, session.turn, self._work(key, session))
        return known[2]


class Last(Generic[Facts, T]):
    """Keeps the last thing that was worked out, with the facts that it was worked out from."""

    def __init__(self) -> None:
        self._known: tuple[Facts, T] | None = None

    def of(self, facts: Facts, work: Callable[[], T]) -> T:
        """Give what follows from these facts; it is worked out when they are others than last time."""
        if self._known is None or self._known[0] != facts:
            self._known = (facts, work())
        return self._known[1]


def whole_minute(now: datetime) -> datetime:
    """Cut a time to its minute: no judgement of a visit turns on less."""
    return now.replace(second=0, microsecond=0)
