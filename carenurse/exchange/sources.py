"""Whose ids a file uses, so that Patient/1 of two hospitals are two people and of one hospital is one.

The first that applies, for each Bundle: the name that the nurse gave; the server in most ``fullUrl``; the
server in ``meta.source`` of the Bundle or of most resources; the sender of a message; the assigner of the
patients' record numbers (the system of an identifier of type MR, else of any identifier that is not a
nation-wide one); the organization that keeps the patients; at last the content itself, so that the same file
is at least recognized.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from carenurse.clinical.fhir import Resource, codings
from carenurse.clinical.shapes import as_objects, as_text, at
from carenurse.exchange.bundles import Entry, World
from carenurse.exchange.digests import digest_of

_SERVER: Final = re.compile(r"(https?://.+?)/[A-Z][A-Za-z]+/[^/]+(?:/_history/[^/]+)?/?$")
_SHARED_SYSTEMS: Final = (
    "http://hl7.org/fhir/sid/",
    "http://standardhealthrecord.org/",
    "urn:oid:2.16.840.1.113883.4.",
    "urn:ietf:",
    "https://github.com/",
)
"""Identifier systems that many senders share (nation-wide numbers, generators), so they name nobody."""


def source_of(world: World, named: str = "") -> tuple[str, bool]:
    """Name the source of a world's ids, and say whether it was told (or only guessed from the content)."""
    if named.strip():
        return named.strip(), True
    for guess in _WAYS:
        if found := guess(world):
            return found, True
    return "content:" + digest_of(sorted(digest_of(one.resource) for one in world.entries)), False


def server_of(full_url: str) -> str:
    """Give the base of a resource's own URL; nothing for a URN or another kind of address."""
    found = _SERVER.fullmatch(full_url)
    return found.group(1) if found else ""


def _most(found: Iterable[str]) -> str:
    counted = Counter(one for one in found if one)
    return min(counted, key=lambda one: (-counted[one], one)) if counted else ""


def _servers(world: World) -> str:
    return _most(server_of(one.full_url) for one in world.entries)


def _meta(world: World) -> str:
    own = as_text(at(world.envelope, "meta.source"))
    stated = own or _most(as_text(at(one.resource, "meta.source")) for one in world.entries)
    return stated.split("#")[0]


def _sender(world: World) -> str:
    heads = _of(world, "MessageHeader")
    return _most(as_text(at(one, "source.endpoint")) or as_text(at(one, "source.name")) for one in heads)


def _assigner(world: World) -> str:
    """Take the system of the patients' record numbers."""
    numbers = [one for patient in _of(world, "Patient") for one in as_objects(patient.get("identifier"))]
    record = [as_text(one.get("system")) for one in numbers if _is_record_number(one)]
    others = [as_text(one.get("system")) for one in numbers]
    return _most(_own_systems(record)) or _most(_own_systems(others))


def _is_record_number(identifier: Resource) -> bool:
    return any(coding.get("code") == "MR" for coding in codings(identifier.get("type")))


def _own_systems(systems: Iterable[str]) -> Iterator[str]:
    return (one for one in systems if one and not one.startswith(_SHARED_SYSTEMS))


def _keeper(world: World) -> str:
    kept = _most(as_text(at(one, "managingOrganization.reference")) for one in _of(world, "Patient"))
    names = {f"Organization/{one.id}": one for one in world.entries if one.kind == "Organization"}
    keeper: Entry | None = names.get(kept)
    return as_text(keeper.resource.get("name")) if keeper else ""


def _of(world: World, kind: str) -> Iterator[Resource]:
    return (one.resource for one in world.entries if one.kind == kind)


_WAYS: Final[tuple[Callable[[World], str], ...]] = (_servers, _meta, _sender, _assigner, _keeper)
