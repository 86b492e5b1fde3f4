"""Where the browser comes back to after a sign-in: a port of this computer, open for one answer only."""

from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from time import monotonic
from typing import Any, Final
from urllib.parse import urlsplit

from typing_extensions import override

from carenurse.translations import tr

_PATH: Final = "/signed-in"
_TURN: Final = 0.25
_QUIET: Final = 5.0
"""Seconds after which a connection that says nothing is let go."""


class Listener:
    """Listens on 127.0.0.1 until it is closed. Nothing but the one page is served, nothing is logged."""

    def __init__(self) -> None:
        self._queries: list[str] = []
        self._server = HTTPServer(("127.0.0.1", 0), self._handler())
        self._server.timeout = _TURN

    def close(self) -> None:
        """Listen no more."""
        self._server.server_close()

    @property
    def redirect(self) -> str:
        """The address to which the browser is sent back."""
        return f"http://127.0.0.1:{self._server.server_port}{_PATH}"

    def wait(self, wanted: Callable[[str], str | None], seconds: float, go_on: Callable[[], bool]) -> str:
        """Wait for a question (query) of which ``wanted`` makes something; "" when time is up, or stopped.

        What ``wanted`` raises goes through.
        """
        ends = monotonic() + seconds
        while monotonic() < ends and go_on():
            self._server.handle_request()
            while self._queries:
                if found := wanted(self._queries.pop(0)):
                    return found
        return ""

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        queries = self._queries

        class Handler(BaseHTTPRequestHandler):
            timeout = _QUIET

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                here = parts.path == _PATH
                if here:
                    queries.append(parts.query)
                page = _page() if here else b""
                self.send_response_only(HTTPStatus.OK if here else HTTPStatus.NOT_FOUND)
                for name, value in (
                    ("Content-Type", "text/html; charset=utf-8"),
                    ("Content-Length", str(len(page))),
                    ("Content-Security-Policy", "default-src 'none'"),
                    ("Referrer-Policy", "no-referrer"),
                    ("Cache-Control", "no-store"),
                ):
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(page)

            @override
            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing: an address here carries a code."""

        return Handler


def _page() -> bytes:
    words = tr("You can close this page and go back to CareNurse.")
    return f"<!doctype html><meta charset=utf-8><title>CareNurse</title><p>{words}</p>".encode()
