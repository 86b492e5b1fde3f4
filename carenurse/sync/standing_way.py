"""A way to the office that stays connected between runs, so that a signed visit waits for no handshake.

A connection costs two round trips before the first question, nearly half of the second that a visit may
take over a thin link. It is used again only within one sitting, for the same office with the same token and
the same certificate, from the same address of this computer, and not after a long rest. The first question
over it changes nothing at the office and waits a short time only: a way that has died in silence is made
anew, and nothing is asked twice that could do something twice.
"""

import time
from collections.abc import Callable
from threading import Lock
from typing import Final, Generic, Protocol, TypeVar

import httpx

from carenurse.sync.line import OpenWire
from carenurse.sync.wire import NoAnswerError, Request, Response

_PATIENCE: Final = 4.0
"""Seconds for the first answer over a way that rested; a thin link needs less than one."""

K = TypeVar("K")


class Lasting(OpenWire, Protocol):
    """A way that can say whether it still leads where it did."""

    @property
    def is_where_it_was(self) -> bool:
        """Whether there is a connection, and this computer is still in the network in which it was made."""
        ...

    def ask_within(self, request: Request, times: httpx.Timeout | float) -> Response:
        """Ask, and wait so long (seconds) for each step of the answer."""
        ...


class StandingWay(Generic[K]):
    """Keeps one way between runs; ``clock`` counts seconds, also those that the computer sleeps.

    ``longest``: seconds after which a rested way is not used again.
    """

    def __init__(self, longest: float, clock: Callable[[], float] = time.time) -> None:
        self._longest, self._clock = longest, clock
        self._lock = Lock()
        self._kept: tuple[K, Lasting, float] | None = None
        self._ends = 0

    def to(self, office: K, make: Callable[[], Lasting]) -> OpenWire:
        """Give the way that is kept for just this office, else a new one."""
        with self._lock:
            kept, self._kept = self._kept, None
            ends = self._ends
        if kept is not None:
            known, wire, since = kept
            if known == office and 0 <= self._clock() - since <= self._longest and wire.is_where_it_was:
                return _Used(wire, make, lambda used: self._keep(office, used, ends), rested=True)
            wire.close()
        return _Used(make(), make, lambda used: self._keep(office, used, ends), rested=False)

    def _keep(self, office: K, wire: Lasting, ends: int) -> None:
        """Let a way rest after a run, unless all ways were ended since it was given."""
        with self._lock:
            if ends == self._ends:
                before, self._kept = self._kept, (office, wire, self._clock())
                late = before[1] if before is not None else None
            else:
                late = wire
        if late is not None:
            late.close()

    def end(self) -> None:
        """Close what rests, and let what is in use not rest: a lock, another network, the end.

        Twice is harmless.
        """
        with self._lock:
            kept, self._kept = self._kept, None
            self._ends += 1
        if kept is not None:
            kept[1].close()


class _Used:
    """A way during one run; its closing lets it rest, unless something was under way or it failed."""

    def __init__(
        self, wire: Lasting, make: Callable[[], Lasting], keep: Callable[[Lasting], None], *, rested: bool
    ) -> None:
        self._wire, self._make, self._keep, self._rested = wire, make, keep, rested
        self._sound, self._busy = True, False

    @property
    def base(self) -> str:
        """The office's address."""
        return self._wire.base

    @property
    def certificate(self) -> str:
        """The office's own certificate that the way is held to."""
        return self._wire.certificate

    def send(self, request: Request) -> Response:
        """Ask. Raises NoAnswerError; only a way that rested is made anew first."""
        self._busy = True
        try:
            answer = self._first(request) if self._rested else self._wire.send(request)
        except NoAnswerError:
            self._sound = False
            raise
        self._busy = False
        return answer

    def _first(self, request: Request) -> Response:
        """Ask over a way that rested; a question that could change something gets a new one at once."""
        self._rested = False
        if request.reads:
            try:
                return self._wire.ask_within(request, _PATIENCE)
            except NoAnswerError:
                if not self._busy:
                    raise  # cut meanwhile
        self._wire.close()
        self._wire = self._make()
        return self._wire.send(request)

    def close(self) -> None:
        """Let the way rest; close it where an answer is awaited or one did not come."""
        rests = self._sound and not self._busy
        self._sound = self._busy = False
        if rests:
            self._keep(self._wire)
        else:
            self._wire.close()
