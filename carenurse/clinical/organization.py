"""An agency, a hospital, a practice (Organization)."""

from dataclasses import dataclass
from typing import Final

from carenurse.clinical.codec import Codec
from carenurse.clinical.contact import HOME, NO_ADDRESS, PHONES, Address, ContactPoint
from carenurse.clinical.facts import Text
from carenurse.clinical.fhir import Resource


@dataclass(frozen=True, slots=True)
class Organization:
    """The name of an organization and how to reach it."""

    id: str = ""
    name: str = ""
    phones: tuple[ContactPoint, ...] = ()
    address: Address = NO_ADDRESS


_CODEC: Final = Codec(
    Organization,
    {"id": Text("id"), "name": Text("name"), "phones": PHONES, "address": HOME},
    {"resourceType": "Organization", "active": True},
)


def decode(resource: Resource) -> Organization:
    """Read an Organization; what is missing or misshapen stays empty."""
    return _CODEC.read(resource)


def encode(value: Organization, onto: Resource | None = None) -> Resource:
    """Write an Organization, onto the resource it came from so that everything else stays."""
    return _CODEC.encode(value, onto)
