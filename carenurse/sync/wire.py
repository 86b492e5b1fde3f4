"""One exchange with an office, as the sync code sees it: a request goes out, an answer or none comes back.

``Wire`` is the seam: the real one speaks HTTPS, the simulation's loses and doubles what goes over it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, cast

from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.clinical.shapes import as_text
from carenurse.errors import ExpectedError
from carenurse.translations import tr

FHIR_JSON = "application/fhir+json"
NDJSON = "application/fhir+ndjson"
BAD_CERTIFICATE = "certificate"
"""The ``why`` of an answer that never came because whoever answered could not prove who it is."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: ``path`` is relative to the office's base, with its query.

    ``reads``: it changes nothing there, so that asking it twice is the same as asking it once.
    """

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""
    reads: bool = False


@dataclass(frozen=True, slots=True)
class Response:
    """What came back; ``headers`` with lower-case names."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""

    @property
    def resource(self) -> Resource | None:
        """Read the body as a FHIR resource; None for anything else, such as the page of a hotel's network."""
        if self.is_lines or "json" not in self.headers.get("content-type", ""):
            return None
        try:
            read: Any = read_json(self.body)
        except ValueError:
            return None
        if not isinstance(read, dict) or not as_text(cast("Resource", read).get("resourceType")):
            return None
        return cast("Resource", read)

    @property
    def is_lines(self) -> bool:
        """Whether it is said to be one JSON object a line, as our own office's feed is."""
        return self.headers.get("content-type", "").startswith(NDJSON)

    @property
    def is_fhir(self) -> bool:
        """Whether it is something that only an office says."""
        return self.is_lines or self.resource is not None

    @property
    def lines(self) -> list[Resource] | None:
        """Read the body line by line; None for anything else."""
        if not self.is_lines:
            return None
        try:
            read: list[Any] = [read_json(line) for line in self.body.splitlines()]
        except ValueError:
            return None
        whole = all(isinstance(line, dict) for line in read)
        return cast("list[Resource]", read) if whole else None

    @property
    def etag(self) -> str:
        """Give the version's tag as the server wrote it; it is opaque, only equality means anything."""
        return self.headers.get("etag", "")


class NoAnswerError(Exception):
    """No trustworthy answer came. ``sent`` is False only when certainly nothing left."""

    def __init__(self, *, sent: bool, why: str = "") -> None:
        super().__init__(why)
        self.sent = sent
        self.why = why


_OWN_FAULT: Final = range(500, 600)


def is_fault_there(problem: NoAnswerError) -> bool:
    """Say whether somebody was there and had a fault of their own: then ``why`` is the status of HTTP."""
    return problem.why.isdecimal() and int(problem.why) in _OWN_FAULT


class UntrustedOfficeError(ExpectedError):
    """Somebody answers, and nothing proves that it is the office: nothing is sent."""

    def __init__(self) -> None:
        super().__init__(
            tr("The office's certificate is not one that this laptop trusts. Nothing was sent."),
            tr(
                "If the office made it itself, type its fingerprint, compared by telephone. "
                "Else look whether this computer's clock is right."
            ),
        )


class Wire(Protocol):
    """A way to one office."""

    @property
    def base(self) -> str:
        """The office's FHIR base URL, without a slash at the end."""
        ...

    def send(self, request: Request) -> Response:
        """Ask and wait. Raises NoAnswerError; follows no redirect to another host and sends it no token."""
        ...


def fhir_request(method: str, path: str, resource: Resource | None = None, **headers: str) -> Request:
    """Write a FHIR request; keyword headers are written with underscores, as in ``If_Match``."""
    told = {"Accept": FHIR_JSON, "Cache-Control": "no-cache"}
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    if resource is None:
        return Request(method, path, told, reads=method == "GET")
    return Request(method, path, {**told, "Content-Type": FHIR_JSON}, write_json(resource))
