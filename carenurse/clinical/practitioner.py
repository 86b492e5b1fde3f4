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
from carenurse.clinical.search_words import fold
from carenurse.clinical.shapes import as_objects, as_text


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


def family_words(resource: Resource) -> frozenset[str]:
    """Give the words of all family names that somebody bears or bore, folded; else of the whole name."""
    names = as_objects(resource.get("name"))
    families = [as_text(one.get("family")) for one in names]
    written = [one for one in families if one] or [as_text(one.get("text")) for one in names]
    return frozenset(word for one in written for word in fold(one.replace("-", " ")).split())


def are_others(some: frozenset[str], others: frozenset[str]) -> bool:
    """Say whether two people's family names have nothing in common.

    Names in two scripts, or with and without letters that fold to no plain ones, prove nothing.
    """
    plain = {all(word.isascii() for word in words) for words in (some, others)}
    return bool(some and others) and len(plain) == 1 and not some & others
