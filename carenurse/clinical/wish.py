"""What the person wishes to be done and not done (Consent, scope advance care directive)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from carenurse.clinical.altered import Altered
from carenurse.clinical.codec import Codec
from carenurse.clinical.coding import Words
from carenurse.clinical.dates import Moment, PartialDate
from carenurse.clinical.fact_lists import Link
from carenurse.clinical.fact_places import Inside, swap, under
from carenurse.clinical.facts import Text, Time
from carenurse.clinical.fhir import Resource, codings
from carenurse.clinical.shapes import as_objects, as_text
from carenurse.clinical.systems import HL7, OWN_CODES

_SCOPE: Final = HL7 + "consentscope"
_CATEGORY: Final = HL7 + "consentcategorycodes"


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish about care: ``code`` is "full-code", "dnr", another HL7 consent category, or nothing.

    ``until`` is the last day or instant for which it was given (``provision.period``), if it says so.
    """

    id: str = ""
    patient: str = ""
    code: str = ""
    text: str = ""
    signed: Moment | None = None
    status: str = "active"
    until: Moment | None = None
    altered: bool = False
    """Something that nobody here understands changes what it means."""

    def holds_on(self, day: date) -> bool:
        """Say whether it counts on a day: active, and its period not over (its last day counts)."""
        return self.status == "active" and not (self.until and self.until.over_before(PartialDate.of(day)))


_ADVANCE_DIRECTIVE: Final = "adr"
_DIRECTIVES: Final = frozenset({"acd", "dnr", "emrgonly", "hcd", "polst", "full-code"})
"""Consent categories that speak of care; the others (privacy notices, research) are no wishes about it."""


def is_wish(resource: Resource) -> bool:
    """Tell a wish about care from a consent to research, treatment or the sharing of data."""
    scope = [one.get("code") for one in codings(resource.get("scope")) if one.get("system") in {None, _SCOPE}]
    return _ADVANCE_DIRECTIVE in scope or _Category().read(resource) in _DIRECTIVES


def _wishes(concept: Resource) -> list[Resource]:
    return [one for one in codings(concept) if one.get("system") in {_CATEGORY, OWN_CODES}]


def _is_wish(concept: Resource) -> bool:
    return bool(_wishes(concept))


@dataclass(frozen=True, slots=True)
class _Category:
    """The consent category: HL7's codes, and ours for what HL7 has no code for (full code)."""

    def read(self, holder: Resource) -> str:
        found = [one for concept in as_objects(holder.get("category")) for one in _wishes(concept)]
        return next((as_text(one.get("code")) for one in found), "")

    def write(self, holder: Resource, value: str) -> None:
        system = OWN_CODES if value == "full-code" else _CATEGORY
        new = [{"coding": [{"system": system, "code": value}]}] if value else []
        swap(holder, "category", _is_wish, *new)


_CODEC: Final = Codec(
    Wish,
    {
        "id": Text("id"),
        "patient": Inside("patient", Link("Patient")),
        "code": _Category(),
        "text": Inside("policyRule", Words()),
        "altered": Altered(),
        "signed": Time("dateTime"),
        "status": Text("status"),
        "until": under("provision.period", Time("end")),
    },
    {
        "resourceType": "Consent",
        "status": "active",
        "scope": {"coding": [{"system": _SCOPE, "code": "adr"}]},
    },
)


def decode(resource: Resource) -> Wish:
    """Read a Consent; what is missing or misshapen stays empty."""
    return _CODEC.read(resource)


def encode(value: Wish, onto: Resource | None = None) -> Resource:
    """Write a Consent, onto the resource it came from so that everything else stays."""
    return _CODEC.encode(value, onto)
