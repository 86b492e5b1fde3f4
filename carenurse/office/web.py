"""FHIR over HTTP: reading a request within limits, finding out who asks, writing the answer.

Nothing of a request is logged. A failure of ours is answered with a code that the log knows, never with its
text.
"""

import asyncio
import gzip
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, cast
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from carenurse.clinical.fhir import Resource, read_json
from carenurse.errors import ExpectedError
from carenurse.office.asked import Asked, RefusedError, Told
from carenurse.office.office import Office
from carenurse.office.pace import Pace
from carenurse.office.store_thread import StoreThread
from carenurse.store.devices import Device

LARGEST_BODY: Final = 32_000_000
_MOST_INFLATED: Final = 100_000_000
_SLOWEST: Final = 120.0
_WORTH_PACKING: Final = 600
_LARGE: Final = 200_000
_METHODS: Final = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
_RAW: Final = frozenset({"$deposit", "$enrol", "blob"})
_BUSY: Final = {"Retry-After": "5"}


def _devices_pace() -> Pace:
    return Pace(600, 20.0, time.monotonic)


def _strangers_pace() -> Pace:
    return Pace(30, 0.5, time.monotonic)


@dataclass(frozen=True, slots=True)
class Web:
    """The way into one office; ``note_fault`` writes a failure of ours into the log and gives its code."""

    office: Office
    thread: StoreThread
    note_fault: Callable[[Exception], str]
    devices: Pace = field(default_factory=_devices_pace)
    strangers: Pace = field(default_factory=_strangers_pace)
    slowest: float = _SLOWEST
    """Seconds within which a body has to be here."""

    def app(self) -> Starlette:
        """Make the application that a server runs."""
        routes = [
            Route("/fhir", self.handle, methods=_METHODS),
            Route("/fhir/{path:path}", self.handle, methods=_METHODS),
        ]
        return Starlette(routes=routes)

    async def handle(self, request: Request) -> Response:
        """Answer one request."""
        try:
            told = await self._told(request)
        except RefusedError as refused:
            told = refused.told()
        except ExpectedError as problem:
            told = RefusedError(503, "transient", str(problem), headers=_BUSY).told()
        except ClientDisconnect:
            told = Told(400)
        except Exception as problem:  # noqa: BLE001 - the last place that can speak; it must not show a traceback
            code = self.note_fault(problem)
            told = RefusedError(
                500, "exception", f"Something broke at the office. Its log calls it {code}."
            ).told()
        return await _response(request, told)

    async def _told(self, request: Request) -> Told:
        path = tuple(step for step in str(request.path_params.get("path", "")).split("/") if step)
        device = await self._who(request)
        try:
            body = await asyncio.wait_for(_read(request), self.slowest)
        except TimeoutError:
            raise RefusedError(408, "timeout", "This came too slowly to be taken whole.") from None
        asked = _asked(request, path, device, body)
        return await self.thread.run(lambda: self.office.answer(asked))

    async def _who(self, request: Request) -> Device | None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        device = None
        if scheme.lower() == "bearer" and token:
            device = await self.thread.run(lambda: self.office.know(token.strip()))
        host = request.client.host if request.client else ""
        allowed = self.devices.allows(device.identity) if device else self.strangers.allows(host)
        if not allowed:
            raise RefusedError(429, "throttled", "Too many requests; wait a little.", headers=_BUSY)
        return device


async def _read(request: Request) -> bytes:
    """Read the whole body, unpacked, within the limits."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_BODY:
            raise _too_large()
        parts.append(part)
    body = b"".join(parts)
    coding = request.headers.get("content-encoding", "identity").lower()
    if coding == "identity":
        return body
    if coding != "gzip":
        raise RefusedError(415, "not-supported", "Only gzip is unpacked here.")
    return _unpacked(body)


def _unpacked(body: bytes) -> bytes:
    unpacking = zlib.decompressobj(wbits=31)
    try:
        whole = unpacking.decompress(body, _MOST_INFLATED)
    except zlib.error:
        raise RefusedError(400, "invalid", "The gzip of the body is broken.") from None
    if unpacking.unconsumed_tail:
        raise _too_large()
    if not unpacking.eof:
        raise RefusedError(400, "incomplete", "The body ends too early.")
    return whole


def _too_large() -> RefusedError:
    return RefusedError(413, "too-costly", "This is more than is taken at once.")


def _asked(request: Request, path: tuple[str, ...], device: Device | None, body: bytes) -> Asked:
    headers = {name.lower(): value for name, value in request.headers.items()}
    kind = headers.get("content-type", "")
    query = list(request.query_params.multi_items())
    resource: Resource | None = None
    if path[-1:] == ("_search",) and "x-www-form-urlencoded" in kind:
        query += parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    elif body and request.method in ("POST", "PUT") and path[:1] not in {(name,) for name in _RAW}:
        resource = _resource(kind, body)
    base = f"{request.url.scheme}://{request.headers.get('host', 'localhost')}/fhir"
    return Asked(request.method, path, query, headers, resource, body, device, base)


def _resource(kind: str, body: bytes) -> Resource:
    if "json" not in kind:
        raise RefusedError(415, "not-supported", "Only FHIR written as JSON is taken here.")
    try:
        read: Any = read_json(body)
    except ValueError:
        raise RefusedError(400, "invalid", "This is no whole JSON.") from None
    if not isinstance(read, dict):
        raise RefusedError(400, "invalid", "This is no FHIR resource.")
    return cast("Resource", read)


async def _response(request: Request, told: Told) -> Response:
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", **told.headers}
    data = b"" if told.status == 304 else told.data  # noqa: PLR2004 - not modified
    if request.method == "HEAD":
        return Response(status_code=told.status, headers=headers, media_type=told.kind)
    if len(data) >= _WORTH_PACKING and "gzip" in request.headers.get("accept-encoding", ""):
        packing = gzip.compress if len(data) < _LARGE else None
        data = (
            packing(data, 6, mtime=0) if packing else await asyncio.to_thread(gzip.compress, data, 6, mtime=0)
        )
        headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(data, told.status, headers, media_type=told.kind)
