"""Alerts: what everybody who goes there must know (Flag)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from carenurse.clinical.altered import Wary
from carenurse.clinical.codec import Codec
from carenurse.clinical.coding import code, words
from carenurse.clinical.dates import Moment, PartialDate
from carenurse.clinical.fact_lists import Link
from carenurse.clinical.fact_places import Inside, extension, under
from carenurse.clinical.facts import Text, Time
from carenurse.clinical.fhir import Resource
from carenurse.clinical.systems import HL7, OWN


@dataclass(frozen=True, slots=True)
class Alert:
    """A warning: falls, oxygen in use, a dog. ``category`` is HL7's flag category: safety, clinical.

    ``active`` is what its status says; ``until`` the last day or instant for which it was meant, if any;
    ``why_ended`` the words of whoever resolved it. ``visit`` and ``author`` are ids, empty where nobody says.
    """

    id: str = ""
    patient: str = ""
    text: str = ""
    category: str = ""
    active: bool = True
    since: Moment | None = None
    until: Moment | None = None
    visit: str = ""
    author: str = ""
    why_ended: str = ""

    def holds_on(self, day: date) -> bool:
        """Say whether it is to be heeded on a day: active, and its period not over (its last day counts)."""
        return self.active and not (self.until and self.until.over_before(PartialDate.of(day)))


@dataclass(frozen=True, slots=True)
class _Active:
    """``status``: active, inactive, entered-in-error; an alert without a status still counts."""

    def read(self, holder: Resource) -> bool:
        return Text("status").read(holder) in ("", "active")

    def write(self, holder: Resource, value: bool) -> None:  # noqa: FBT001 - it is the value itself
        Text("status").write(holder, "active" if value else "inactive")


_CODEC: Final = Codec(
    Alert,
    {
        "id": Text("id"),
        "patient": Inside("subject", Link("Patient")),
        "text": Wary(words("code")),
        "category": code("category[]", HL7 + "flag-category"),
        "active": _Active(),
        "since": under("period", Time("start")),
        "until": under("period", Time("end")),
        "visit": Inside("encounter", Link("Encounter")),
        "author": Inside("author", Link("Practitioner")),
        "why_ended": extension(OWN + "why-ended", Text("valueString")),
    },
    {"resourceType": "Flag", "status": "active"},
)


def decode(resource: Resource) -> Alert:
    """Read a Flag; what is missing or misshapen stays empty."""
    return _CODEC.read(resource)


def encode(value: Alert, onto: Resource | None = None) -> Resource:
    """Write a Flag, onto the resource it came from so that everything else stays."""
    return _CODEC.encode(value, onto)
