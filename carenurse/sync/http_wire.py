"""The real way to an office: HTTPS to one host, checked, bounded in time and size.

A token goes to that host and to no other; a redirect to another host is an answer that is not the office's.
Plain HTTP only to this very machine.
"""

import gzip
import hashlib
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from time import monotonic
from typing import Any, Final

import httpx
from typing_extensions import override

from carenurse.sync.addresses import BadOfficeAddressError, is_safe_address
from carenurse.sync.wire import BAD_CERTIFICATE, NDJSON, NoAnswerError, Request, Response, Wire

LONGEST_REST: Final = 960.0
"""Seconds that a connection may wait for the next question: a minute more than between two runs."""
LARGEST: Final = 64 * 1024 * 1024
"""Bytes of one answer, unpacked; more than any office has to say at once."""

SLOWEST: Final = 1024
"""Bytes that each minute of an answer has to bring; the thinnest telephone line brings more in a second."""
_MINUTE: Final = 60.0
_TIMES: Final = httpx.Timeout(_MINUTE, connect=15.0)
_WORTH_PACKING: Final = 1400
_TRUSTED_TYPES: Final = ("application/fhir+json", "application/json+fhir", NDJSON)
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


class SlowAnswerError(httpx.ReadTimeout):
    """It comes, but so slowly that it would hold up everything else for hours."""


class _Hurried(httpx.SyncByteStream):
    """The bytes of an answer as they come, as long as a minute brings at least ``SLOWEST`` of them."""

    def __init__(self, stream: httpx.SyncByteStream, clock: Callable[[], float]) -> None:
        self._stream, self._clock = stream, clock

    @override
    def __iter__(self) -> Iterator[bytes]:
        begun, came = self._clock(), 0
        for part in self._stream:
            came += len(part)
            now = self._clock()
            if now - begun >= _MINUTE:
                if came < SLOWEST:
                    message = f"{came} bytes in a minute"
                    raise SlowAnswerError(message)
                begun, came = now, 0
            yield part

    @override
    def close(self) -> None:
        self._stream.close()


def read_whole(answer: httpx.Response, largest: int, clock: Callable[[], float] = monotonic) -> bytes:
    """Read an answer whole, unpacked, and no more than so many bytes of it.

    Raises NoAnswerError for a larger one, SlowAnswerError for one that never comes to an end.
    """
    if isinstance(answer.stream, httpx.SyncByteStream):
        answer.stream = _Hurried(answer.stream, clock)
    read = bytearray()
    for part in answer.iter_bytes():
        read += part
        if len(read) > largest:
            raise NoAnswerError(sent=True, why="the answer is too large")
    return bytes(read)


class HttpWire(Wire):
    """One office over HTTPS. ``token`` gives what is good now, "" for none.

    ``certificate`` (PEM): the office's own, compared when the laptop joined, and then the only one that is
    good; else the system's list of authorities decides. ``packs``: bodies go compressed. ``transport``
    stands for the network in tests, ``clock`` (seconds) for its time. Raises BadOfficeAddressError.
    """

    def __init__(
        self,
        base: str,
        *,
        token: Callable[[], str] = lambda: "",
        certificate: str = "",
        packs: bool = False,
        transport: httpx.BaseTransport | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        _check_address(base)
        self._clock = clock
        self._base = base.rstrip("/")
        self.certificate = certificate
        self._token = token
        self._packs = packs
        self._connections: list[socket.socket] = []
        self._client = httpx.Client(
            timeout=_TIMES,
            limits=httpx.Limits(max_keepalive_connections=1, keepalive_expiry=LONGEST_REST),
            verify=trusted(certificate),
            follow_redirects=False,
            transport=transport,
        )

    @property
    @override
    def base(self) -> str:
        return self._base

    @override
    def send(self, request: Request) -> Response:
        """Ask once. Raises NoAnswerError for anything that is not surely the office's own whole answer."""
        return self.ask_within(request, _TIMES)

    def ask_within(self, request: Request, times: httpx.Timeout | float) -> Response:
        """Ask once, and wait so long (seconds) for each step of it. Raises as ``send`` does."""
        try:
            with self._client.stream(
                request.method,
                f"{self._base}/{request.path}" if request.path else self._base,
                headers=self._headers(request),
                content=self._body(request),
                timeout=times,
                extensions={"trace": self._note_connection},
            ) as answer:
                return self._read(answer)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as problem:
            raise NoAnswerError(sent=False, why=_why(problem)) from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as problem:
            raise NoAnswerError(sent=True, why=_why(problem)) from None

    def close(self) -> None:
        """End what is under way and close the connections; from any thread."""
        for connection in self._connections:
            with suppress(OSError):  # it has ended already
                socket.socket.shutdown(connection, socket.SHUT_RDWR)
        self._connections.clear()
        self._client.close()

    @property
    def is_where_it_was(self) -> bool:
        """Whether there is a connection, and this computer would still go the same way to its other end.

        Another network gives the computer another address; asking for the way sends nothing.
        """
        alive = [one for one in self._connections if one.fileno() >= 0]
        try:
            return bool(alive) and all(map(_goes_the_same_way, alive))
        except OSError:
            return False

    def _note_connection(self, event: str, facts: Mapping[str, Any]) -> None:
        """Remember a new connection: closing it would wake nobody who waits for its answer."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            made = facts["return_value"].get_extra_info("socket")
            if isinstance(made, socket.socket):
                self._connections = [one for one in self._connections if one.fileno() >= 0] + [made]

    def _headers(self, request: Request) -> dict[str, str]:
        headers = dict(request.headers)
        if self._packs and len(request.body) > _WORTH_PACKING:
            headers["Content-Encoding"] = "gzip"
        if token := self._token():
            headers["Authorization"] = f"Bearer {token}"
        return headers

    def _body(self, request: Request) -> bytes:
        if self._packs and len(request.body) > _WORTH_PACKING:
            return gzip.compress(request.body, 6, mtime=0)
        return request.body

    def _read(self, answer: httpx.Response) -> Response:
        """Read an answer whole, within its bound. Raises NoAnswerError."""
        if answer.status_code in _REDIRECTS:
            raise NoAnswerError(sent=True, why="it points somewhere else")
        read = read_whole(answer, LARGEST, self._clock)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        if not headers.get("content-type", "").lower().startswith(_TRUSTED_TYPES):
            headers["content-type"] = "text/plain"
        return Response(answer.status_code, headers, read)


def _goes_the_same_way(connection: socket.socket) -> bool:
    """Compare the address from which a connection was made with the one from which it would be made now."""
    with socket.socket(connection.family, socket.SOCK_DGRAM) as looking:
        looking.connect(connection.getpeername())
        return bool(looking.getsockname()[0] == connection.getsockname()[0])


def pinned(certificate: str) -> ssl.SSLContext:
    """Trust one certificate (PEM) and no other, whatever name it was made for.

    The handshake fails before a byte of a request is sent. Raises ssl.SSLError for what is no certificate.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.load_verify_locations(cadata=certificate)
    return context


def fingerprint_of(certificate: str) -> str:
    """Give the SHA-256 (hex) of a certificate (PEM), for two people to compare."""
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate)).hexdigest()


def trusted(certificate: str) -> ssl.SSLContext:
    """Give what an office is held to: its own certificate (PEM), or "" for the system's authorities."""
    return pinned(certificate) if certificate else ssl.create_default_context()


def _check_address(base: str) -> None:
    """Raise BadOfficeAddressError for an address that would send a record in the clear, or a secret in it."""
    if not is_safe_address(base):
        raise BadOfficeAddressError


def _why(problem: Exception) -> str:
    """Name the kind of failure; never its text, which may hold an address with an id in it."""
    causes: list[BaseException] = [problem]
    while cause := causes[-1].__cause__ or causes[-1].__context__:
        causes.append(cause)
    untrusted = any(isinstance(one, ssl.SSLCertVerificationError) for one in causes)
    return BAD_CERTIFICATE if untrusted else type(problem).__name__
