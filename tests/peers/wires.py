"""A plain way to a server for these tests, and one that loses answers."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from carenurse.sync.answers import wait_before
from carenurse.sync.wire import NoAnswerError, Request, Response

_BUSY = 429
_PATIENCE = 20
"""How often one request waits for a server that holds whoever asks so much to a pace, as our own does."""


@dataclass(slots=True)
class PlainWire:
    """HTTP as it is, at the pace that the server asks for; ``token`` where it wants one."""

    base: str
    token: str = ""
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=60))

    def send(self, request: Request) -> Response:
        answer = self._once(request)
        for attempt in range(1, _PATIENCE):
            if answer.status != _BUSY:
                break
            time.sleep(wait_before(attempt, answer, 0.5))
            answer = self._once(request)
        return answer

    def _once(self, request: Request) -> Response:
        headers = {**request.headers, **({"Authorization": f"Bearer {self.token}"} if self.token else {})}
        url = f"{self.base}/{request.path}" if request.path else self.base
        try:
            answer = self.client.request(request.method, url, headers=headers, content=request.body or None)
        except httpx.HTTPError as problem:
            raise NoAnswerError(sent=True, why=type(problem).__name__) from None
        told = {name.lower(): value for name, value in answer.headers.items()}
        return Response(answer.status_code, told, answer.content)


@dataclass(slots=True)
class BusyWire:
    """Answers every ``every``-th request with 503, and loses the answer to the one after it."""

    wire: PlainWire
    every: int
    asked: int = 0

    @property
    def base(self) -> str:
        return self.wire.base

    def send(self, request: Request) -> Response:
        self.asked += 1
        if self.asked % self.every == 0:
            return Response(503, {"content-type": "text/plain"}, b"busy")
        answer = self.wire.send(request)
        if self.asked % self.every == 2:
            raise NoAnswerError(sent=True, why="the answer was lost on the way")
        return answer


@dataclass(slots=True)
class ForgetfulWire:
    """Delivers every request, loses the answers of those that ``lose`` names."""

    wire: PlainWire
    lose: Callable[[Request], bool]

    @property
    def base(self) -> str:
        return self.wire.base

    def send(self, request: Request) -> Response:
        answer = self.wire.send(request)
        if self.lose(request):
            raise NoAnswerError(sent=True, why="the answer was lost on the way")
        return answer


@dataclass(slots=True)
class CountingWire:
    """Counts questions, and bytes both ways."""

    wire: PlainWire
    asked: int = 0
    carried: int = 0

    @property
    def base(self) -> str:
        return self.wire.base

    def send(self, request: Request) -> Response:
        answer = self.wire.send(request)
        self.asked += 1
        self.carried += len(request.path) + len(request.body) + len(answer.body)
        return answer
