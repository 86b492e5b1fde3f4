"""What goes wrong on the way to an office, one function a fault; each meddles with one request."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from tests.peers.proxy import CUT, Answered, Asked, Forward, Meddle

_PAGE = b"<html><title>Welcome to the hotel</title><form>room number</form></html>"


def no_request(asked: Asked, forward: Forward) -> Answered:
    """Lose the request: the server never hears of it."""
    del asked, forward
    return CUT


def no_answer(asked: Asked, forward: Forward) -> Answered:
    """Lose the answer after the server did what it was asked for."""
    forward(asked)
    return CUT


def half_an_answer(asked: Asked, forward: Forward) -> Answered:
    """Cut the connection in the middle of the answer."""
    told = forward(asked)
    return replace(told, stop=len(told.body) // 2)


def short_gzip(asked: Asked, forward: Forward) -> Answered:
    """Give a whole answer whose packed body ends too early."""
    told = forward(asked)
    return replace(told, body=told.body[:-9])


def twice(asked: Asked, forward: Forward) -> Answered:
    """Deliver a request two times; the laptop hears the second answer."""
    forward(asked)
    return forward(asked)


def late(asked: Asked, forward: Forward) -> Answered:
    """Deliver it after a moment."""
    time.sleep(0.3)
    return forward(asked)


def error_before(asked: Asked, forward: Forward) -> Answered:
    """Answer 503 without having asked the server."""
    del asked, forward
    return Answered(503, {"content-type": "text/plain", "retry-after": "0"}, b"busy")


def error_after(asked: Asked, forward: Forward) -> Answered:
    """Answer 502 after the server did it."""
    forward(asked)
    return Answered(502, {"content-type": "text/html"}, b"<html>Bad gateway</html>")


def login_page(asked: Asked, forward: Forward) -> Answered:
    """Answer as a hotel's network does: 200, and a page."""
    del asked, forward
    return Answered(200, {"content-type": "text/html"}, _PAGE)


def elsewhere(asked: Asked, forward: Forward) -> Answered:
    """Point to another host."""
    del asked, forward
    return Answered(302, {"location": "http://127.0.0.1:9/steal"})


def endless_wait(asked: Asked, forward: Forward) -> Answered:
    """Ask for a wait of thirty years."""
    del asked, forward
    return Answered(429, {"retry-after": "999999999", "content-type": "text/plain"}, b"later")


FAULTS: Mapping[str, Meddle] = {
    one.__name__: one
    for one in (
        no_request,
        no_answer,
        half_an_answer,
        short_gzip,
        twice,
        late,
        error_before,
        error_after,
        login_page,
        elsewhere,
        endless_wait,
    )
}


@dataclass
class OnceIn:
    """Meddles with the third, the sixth, ... of the requests that ``meant`` names."""

    fault: Meddle
    every: int = 3
    meant: Callable[[Asked], bool] = lambda _asked: True
    seen: int = 0
    done: list[str] = field(default_factory=list[str])

    def __call__(self, asked: Asked, forward: Forward) -> Answered:
        """Meddle or forward."""
        if not self.meant(asked):
            return forward(asked)
        self.seen += 1
        if self.seen % self.every:
            return forward(asked)
        self.done.append(f"{asked.method} {asked.path}")
        return self.fault(asked, forward)
