"""A web proxy in front of a server on this computer, which may do to each request what a bad network does."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from types import TracebackType
from typing import Any, Final, Self

import httpx
from typing_extensions import override

_OF_ONE_HOP: Final = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "host"})


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer as it goes out; ``stop`` after so many bytes of the body the connection is cut."""

    status: int
    headers: dict[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""
    stop: int | None = None


Forward = Callable[[Asked], Answered]
Meddle = Callable[[Asked, Forward], Answered]
"""Answers a request, with or without asking the server behind; one that cuts gives ``CUT``."""

CUT: Final = Answered(0, stop=0)
"""No answer at all: the connection ends."""


def leave_alone(asked: Asked, forward: Forward) -> Answered:
    """Meddle with nothing."""
    return forward(asked)


class Proxy:
    """Stands before ``target`` (http://127.0.0.1:port) on a port of its own; use it in a ``with``."""

    def __init__(self, target: str, meddle: Meddle = leave_alone) -> None:
        self.meddle = meddle
        self._target, self._client, self._lock = target, httpx.Client(timeout=60), Lock()
        self.heard: list[Asked] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.port = self._server.server_port
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._client.close()

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def forward(self, asked: Asked) -> Answered:
        """Ask the server behind; its answer as it is, packed or not."""
        headers = {**asked.headers, "host": f"127.0.0.1:{self.port}"}
        built = self._client.build_request(
            asked.method, self._target + asked.path, headers=headers, content=asked.body
        )
        answer = self._client.send(built, stream=True)
        body = b"".join(answer.iter_raw())
        answer.close()
        return Answered(answer.status_code, _carried(answer.headers.items()), body)

    def answer(self, asked: Asked) -> Answered:
        """Note a request and let it be meddled with."""
        with self._lock:
            self.heard.append(asked)
        return self.meddle(asked, self.forward)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def __getattr__(self, name: str) -> Any:
                if name.startswith("do_"):
                    return self._do
                raise AttributeError(name)

            def _do(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = _carried((name.lower(), value) for name, value in self.headers.items())
                told = proxy.answer(Asked(self.command, self.path, headers, body))
                self.close_connection = told.stop is not None
                if told.status:
                    self._tell(told)

            def _tell(self, told: Answered) -> None:
                self.send_response_only(told.status)
                for name, value in told.headers.items():
                    self.send_header(name, value)
                if self.command != "HEAD":
                    self.send_header("Content-Length", str(len(told.body)))
                self.end_headers()
                self.wfile.write(told.body[: told.stop] if self.command != "HEAD" else b"")

            @override
            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        return Handler


def _carried(headers: Iterator[tuple[str, str]] | Any) -> dict[str, str]:
    return {name: value for name, value in headers if name.lower() not in _OF_ONE_HOP}
