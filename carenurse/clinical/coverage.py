"""Who pays (Coverage)."""

from dataclasses import dataclass
from typing import Final

from carenurse.clinical.codec import Codec
from carenurse.clinical.coding import words
from carenurse.clinical.fact_lists import Link
from carenurse.clinical.fact_places import First, Inside
from carenurse.clinical.facts import Text
from carenurse.clinical.fhir import Resource


@dataclass(frozen=True, slots=True)
class Coverage:
    """An insurance: its kind and payer in words, and the member number."""

    id: str = ""
    patient: str = ""
    kind: str = ""
    payer: str = ""
    number: str = ""
    status: str = ""


_CODEC: Final = Codec(
    Coverage,
    {
        "id": Text("id"),
        "patient": Inside("beneficiary", Link("Patient")),
        "kind": words("type"),
        "payer": First("payor", Text("display")),
        "number": Text("subscriberId"),
        "status": Text("status"),
    },
    {"resourceType": "Coverage", "status": "active"},
)


def decode(resource: Resource) -> Coverage:
    """Read a Coverage; what is missing or misshapen stays empty."""
    return _CODEC.read(resource)


def encode(value: Coverage, onto: Resource | None = None) -> Resource:
    """Write a Coverage, onto the resource it came from so that everything else stays."""
    return _CODEC.encode(value, onto)
