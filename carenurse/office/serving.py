"""Serving an office: TLS on the network, plain HTTP on this computer only, until it is told to stop."""

import asyncio
import ipaddress
import logging
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from threading import Event, Thread

import uvicorn
from starlette.applications import Starlette

from carenurse.errors import ExpectedError
from carenurse.translations import tr

_LAST_WORDS = 5
_MOST_AT_ONCE = 300
_QUEUE = 256
_REST = 1020
"""Seconds that a laptop's connection may wait for its next run; a run comes every fifteen minutes."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an office listens; port 0 takes a free one."""

    host: str
    port: int

    @property
    def is_this_computer_only(self) -> bool:
        """Say whether nobody else can reach it."""
        if self.host == "localhost":
            return True
        with suppress(ValueError):
            return ipaddress.ip_address(self.host).is_loopback
        return False


class Serving:
    """One server in a thread of its own. Listens from its making on; answers from ``start`` on.

    ``context`` None: without encryption. Raises ExpectedError when that is not allowed there, or when the
    place is taken or not of this computer.
    """

    def __init__(self, app: Starlette, place: Place, context: ssl.SSLContext | None) -> None:
        if context is None and not place.is_this_computer_only:
            raise ExpectedError(
                tr("Without encryption an office may only be reached from this computer."),
                tr("Leave out --plain, or use --host 127.0.0.1."),
            )
        self._socket = listen_at(place)
        self.port = int(self._socket.getsockname()[1])
        self._server = uvicorn.Server(_config(app, context))
        self._ended = Event()
        self._thread = Thread(target=self._run, name="office-web", daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Answer what was asked, then stop listening.

        A laptop that is in the middle of a word after some seconds is cut off, and sends it again at its next
        run: nobody needs a traceback of that.
        """
        log = logging.getLogger("uvicorn.error")
        before = log.level
        log.setLevel(logging.CRITICAL)
        self._server.should_exit = True
        self._thread.join()
        log.setLevel(before)
        self._socket.close()

    def wait(self) -> None:
        """Wait until it stops; a signal to the process still comes through.

        Not for the thread itself: Python before 3.13 takes a thread for ended whose join a signal broke off
        (bpo-45274), and ``stop`` would close everything under an answer.
        """
        while not self._ended.wait(timeout=1):
            pass

    def _run(self) -> None:
        try:
            asyncio.run(self._server.serve([self._socket]))
        finally:
            self._ended.set()


def listen_at(place: Place) -> socket.socket:
    """Listen by a socket that names its protocol. Raises ExpectedError when the place cannot be had.

    asyncio turns off the gathering of small packets (Nagle) only for sockets that do; otherwise each answer
    waits 40 ms between its head and its body, for the laptop to say that the head has come.
    """
    try:
        family = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)[0][0]
        made = socket.create_server((place.host, place.port), family=family, backlog=_QUEUE)
        return socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, fileno=made.detach())
    except OSError:
        raise ExpectedError(
            tr("The office cannot listen there."),
            tr("Another program may use this port: choose another with --port, or another --host."),
        ) from None


def _config(app: Starlette, context: ssl.SSLContext | None) -> uvicorn.Config:
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_MOST_AT_ONCE,
        timeout_keep_alive=_REST,
        timeout_graceful_shutdown=_LAST_WORDS,
    )
    config.load()
    config.ssl = context
    return config
