"""One request and its answer, apart from how they travel."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from typing_extensions import override

from carenurse.clinical.fhir import Resource, write_json
from carenurse.store.devices import Device

FHIR_JSON: Final = "application/fhir+json"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a laptop asks: ``path`` under the FHIR base, ``device`` None for a stranger.

    Header names are in lower case. ``base`` is the address under which the laptop knows this office.
    """

    method: str
    path: tuple[str, ...]
    query: Sequence[tuple[str, str]] = ()
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    resource: Resource | None = None
    body: bytes = b""
    device: Device | None = None
    base: str = ""

    @property
    def nurse(self) -> str | None:
        """Whose caseload limits what is seen; None for a device that may see all."""
        return self.device.nurse if self.device and not self.device.whole else None

    @property
    def only_brings(self) -> bool:
        """Say whether the laptop is to be wiped: it brings what it has left and gets no news."""
        return self.device is not None and self.device.to_wipe is not None

    def one(self, name: str, usual: str = "") -> str:
        """Give the last value of a parameter."""
        return next((value for key, value in reversed(self.query) if key == name), usual)

    def prefers(self, what: str) -> bool:
        """Say whether the client prefers something, as in ``Prefer: return=minimal``."""
        return what in self.headers.get("prefer", "").replace(" ", "").replace(";", ",").split(",")


@dataclass(frozen=True, slots=True)
class Told:
    """An answer; ``body`` where it is no FHIR resource."""

    status: int
    resource: Resource | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""
    kind: str = FHIR_JSON

    @property
    def data(self) -> bytes:
        """What goes over the wire."""
        return write_json(self.resource) if self.resource is not None else self.body


class RefusedError(Exception):
    """A request that is not done, with its status, FHIR's code for the reason, and what is wrong.

    ``problems`` name places and rules, never what stands in a record.
    """

    def __init__(
        self, status: int, code: str, *problems: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.problems = status, code, problems
        self.headers = headers or {}

    @override
    def __str__(self) -> str:
        """One line."""
        return "; ".join(self.problems)

    def told(self) -> Told:
        """Say it as FHIR says it."""
        return Told(self.status, outcome(self.code, self.problems), self.headers)


def outcome(code: str, problems: Iterable[str], severity: str = "error") -> Resource:
    """Write an OperationOutcome."""
    issues = [{"severity": severity, "code": code, "diagnostics": one} for one in problems]
    return {"resourceType": "OperationOutcome", "issue": issues}
