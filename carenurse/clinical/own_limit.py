"""This person's own limit for one vital sign, as ordered (ServiceRequest, "notify parameters").

A limit for calling is an order: somebody asks to be told when a value leaves a range. So it is kept as a
ServiceRequest of our category ``notify-parameters``: ``code`` is the LOINC code of what is measured,
``quantityRange`` the range in which nobody has to be told, an extension the range beyond which it is
urgent, ``requester`` whose order it is, ``authoredOn`` since when. It overrides the default limits of that
vital sign.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from carenurse.clinical.codec import Codec
from carenurse.clinical.coding import QUANTITY, Quantity, Words
from carenurse.clinical.dates import Moment
from carenurse.clinical.fact_lists import Link
from carenurse.clinical.fact_places import First, Inside, extension
from carenurse.clinical.facts import Text, Time
from carenurse.clinical.fhir import Resource, codings
from carenurse.clinical.main_code import MainCode
from carenurse.clinical.shapes import as_object, as_objects
from carenurse.clinical.systems import OWN, OWN_CODES

_CATEGORY: Final = "notify-parameters"


@dataclass(frozen=True, slots=True)
class Span:
    """A range with its unit; both ends belong to it, None is no end."""

    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""


NO_SPAN: Final = Span()


@dataclass(frozen=True, slots=True)
class OwnLimit:
    """When to tell about one vital sign of one person.

    Outside ``notify`` somebody is told the same day, outside ``urgent`` at once. ``ordered_by`` is in words.
    """

    id: str = ""
    patient: str = ""
    code: str = ""
    label: str = ""
    notify: Span = NO_SPAN
    urgent: Span = NO_SPAN
    ordered_by: str = ""
    since: Moment | None = None
    status: str = ""
    note: str = ""

    @property
    def active(self) -> bool:
        """Say whether the order is in force."""
        return self.status == "active"


def is_own_limit(resource: Resource) -> bool:
    """Tell a notify parameter from other orders."""
    return any(
        one.get("system") == OWN_CODES and one.get("code") == _CATEGORY
        for concept in as_objects(resource.get("category"))
        for one in codings(concept)
    )


@dataclass(frozen=True, slots=True)
class _Range:
    """A FHIR Range as one value with one unit."""

    name: str

    def read(self, holder: Resource) -> Span:
        held = as_object(holder.get(self.name))
        low, high = QUANTITY.read(as_object(held.get("low"))), QUANTITY.read(as_object(held.get("high")))
        return Span(low.value, high.value, low.unit or high.unit)

    def write(self, holder: Resource, value: Span) -> None:
        for name, number in (("low", value.low), ("high", value.high)):
            end = Quantity(number, "" if number is None else value.unit)
            Inside(self.name, Inside(name, QUANTITY)).write(holder, end)


_CODEC: Final = Codec(
    OwnLimit,
    {
        "id": Text("id"),
        "patient": Inside("subject", Link("Patient")),
        "code": Inside("code", MainCode()),
        "label": Inside("code", Words()),
        "notify": _Range("quantityRange"),
        "urgent": extension(OWN + "urgent-range", _Range("valueRange")),
        "ordered_by": Inside("requester", Text("display")),
        "since": Time("authoredOn"),
        "status": Text("status"),
        "note": First("note", Text("text")),
    },
    {
        "resourceType": "ServiceRequest",
        "status": "active",
        "intent": "order",
        "category": [{"coding": [{"system": OWN_CODES, "code": _CATEGORY}], "text": "Notify parameters"}],
    },
)


def decode(resource: Resource) -> OwnLimit:
    """Read a notify parameter; what is missing or misshapen stays empty."""
    return _CODEC.read(resource)


def encode(value: OwnLimit, onto: Resource | None = None) -> Resource:
    """Write a notify parameter, onto the resource it came from so that everything else stays."""
    return _CODEC.encode(value, onto)
