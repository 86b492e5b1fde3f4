"""What keeping a resource needs and no record has to be asked for: the slower half of it."""

from dataclasses import dataclass

import msgspec

from carenurse.clinical.fhir import Resource, kind_of, read_json, write_json
from carenurse.clinical.registry import Indexed, index
from carenurse.store.numbers import number_of_order
from carenurse.store.packing import packed, roomy

_ordered = msgspec.json.Encoder(decimal_format="number", order="deterministic")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A resource, its JSON as it is and as it is kept, its index entry, and when it was, as a number."""

    resource: Resource
    json: bytes
    packed: bytes
    entry: Indexed
    at: int | None


def prepare(resource: Resource, *, draft: bool = False) -> Prepared:
    """Write a resource and its index entry; touches no database, so any thread may do it."""
    json = write_json(resource)
    entry = index(resource, titled=kind_of(resource) == "Patient")
    kept = roomy(json) if draft else packed(json)
    return Prepared(resource, json, kept, entry, number_of_order(entry.when))


def says_the_same(before: bytes, prepared: Prepared) -> bool:
    """Compare to the last digit, whatever the order of the elements (which never changes the length)."""
    if before == prepared.json or len(before) != len(prepared.json):
        return before == prepared.json
    return _ordered.encode(read_json(before)) == _ordered.encode(prepared.resource)
