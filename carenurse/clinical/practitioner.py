"""Nurses, physicians, therapists."""

from dataclasses import dataclass
from typing import Final

from carenurse.clinical.codec import Codec
from carenurse.clinical.coding import IDENTIFIER, Identifier, words
from carenurse.clinical.contact import PHONES, ContactPoint
from carenurse.clinical.fact_lists import Each
from carenurse.clinical.facts import Text
from carenurse.clinical.fhir import Resource
from carenurse.clinical.names import BEST_NAME, NO_NAME, PersonName


@dataclass(frozen=True, slots=True)
class Practitioner:
    """Somebody who cares by profession; ``credential`` is how they sign: RN, MD, PT."""

    id: str = ""
    name: PersonName = NO_NAME
    credential: str = ""
    phones: tuple[ContactPoint, ...] = ()
    identifiers: tuple[Identifier, ...] = ()


_CODEC: Final = Codec(
    Practitioner,
    {
        "id": Text("id"),
        "name": BEST_NAME,
        "credential": words("qualification[].code"),
        "phones": PHONES,
        "identifiers": Each("identifier", IDENTIFIER),
    },
    {"resourceType": "Practitioner", "active": True},
)


def decode(resource: Resource) -> Practitioner:
    """Read a Practitioner; what is missing or misshapen stays empty."""
    return _CODEC.read(resource)


def encode(value: Practitioner, onto: Resource | None = None) -> Resource:
    """Write a Practitioner, onto the resource it came from so that everything else stays."""
    return _CODEC.encode(value, onto)
