"""A line to an office that another thread may cut at once, whatever it is waiting for just then.

A look-up of a name or a connection that is being made cannot be broken off; so each exchange has a thread of
its own, and whoever waits for it is let go when the line is cut. What was under way counts as sent without an
answer: the next run finds out what became of it.
"""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, Thread
from typing import Final, Protocol

from typing_extensions import override

from carenurse.sync.wire import NoAnswerError, Request, Response, Wire

LONGEST: Final = 900.0
"""Seconds for one exchange from its first byte to its last: as long as between two runs."""


class OpenWire(Wire, Protocol):
    """A way to the office that has to be closed in the end; from any thread."""

    @property
    def certificate(self) -> str:
        """The office's own certificate (PEM) that it is held to; "" where the system's authorities vouch."""
        ...

    def close(self) -> None:
        """End what is under way and close the connections."""
        ...


class Line(Wire):
    """One office at ``base``; ``connect`` makes the way to it with the first question, on that thread.

    ``longest`` (seconds): what has no answer by then has none, however much of it still trickles.
    """

    def __init__(self, base: str, connect: Callable[[], OpenWire], longest: float = LONGEST) -> None:
        self._base, self._connect, self._longest = base, connect, longest
        self._lock = Lock()
        self._wire: OpenWire | None = None
        self._under_way: Future[Response] | None = None
        self._is_cut = False
        self.heard = False
        """Whether anybody answered anything yet."""

    @property
    @override
    def base(self) -> str:
        return self._base

    @property
    def certificate(self) -> str:
        """The certificate of the way that was made; "" before that."""
        return self._wire.certificate if self._wire else ""

    @override
    def send(self, request: Request) -> Response:
        """Ask and wait. Raises NoAnswerError, at once when the line is cut, and what ``connect`` raises."""
        answer: Future[Response] = Future()
        with self._lock:
            if self._is_cut:
                raise NoAnswerError(sent=False, why="broken off")
            self._under_way = answer
        Thread(target=self._ask, args=(request, answer), name="office", daemon=True).start()
        try:
            return answer.result(self._longest)
        except TimeoutError:
            if answer.done():
                return answer.result()
        self.start_over()
        raise NoAnswerError(sent=True, why="it never came to its end")

    def _ask(self, request: Request, answer: "Future[Response]") -> None:
        try:
            told = self._opened().send(request)
        except BaseException as problem:  # noqa: BLE001 - whatever it is, whoever asked has to hear of it
            self._settle(answer, problem)
        else:
            self._settle(answer, told)

    def _opened(self) -> OpenWire:
        """Make the way to the office, once; a line that was cut meanwhile closes it again."""
        if self._wire is not None:
            return self._wire
        made = self._connect()
        with self._lock:
            spare, late = self._wire, self._is_cut
            self._wire = spare or made
        if spare is not None:  # an exchange that was given up made one meanwhile
            made.close()
            return spare
        if late:
            made.close()
            raise NoAnswerError(sent=False, why="broken off")
        return made

    def _settle(self, answer: "Future[Response]", told: Response | BaseException) -> None:
        with self._lock:
            if answer.done():
                return
            if isinstance(told, BaseException):
                answer.set_exception(told)
            else:
                self.heard = True
                answer.set_result(told)

    def start_over(self) -> None:
        """Make the way anew with the next question, as with another token."""
        with self._lock:
            wire, self._wire = self._wire, None
        if wire is not None:
            wire.close()

    def cut(self) -> None:
        """Break off: whoever waits hears of no answer now, nothing goes out any more. Twice is harmless."""
        with self._lock:
            self._is_cut = True
            waiting, wire = self._under_way, self._wire
            if waiting is not None and not waiting.done():
                waiting.set_exception(NoAnswerError(sent=True, why="broken off"))
        if wire is not None:
            wire.close()

    def close(self) -> None:
        """Close the connections after the last answer."""
        self.cut()
