"""Whose ids a file uses, so that Patient/1 of two hospitals are two people and of one hospital is one.

The first that applies, for each Bundle: the name that the nurse gave; the server in most ``fullUrl``; the
server in ``meta.source`` of the Bundle or of most resources; the sender of a message; the assigner of the
patients' record numbers (the system of an identifier of type MR, else of any identifier that is not a
nation-wide one); the organization that keeps the patients. An address that many systems have, such as
``http://localhost:8080/fhir``, names nobody: then it is that address together with the people in the file. At
last it is the content itself, so that the same file is at least recognized.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from carenurse.clinical.fhir import Resource, codings
from carenurse.clinical.shapes import as_objects, as_text, at
from carenurse.exchange.bundles import Entry, World
from carenurse.exchange.digests import digest_of

_SERVER: Final = re.compile(r"(https?://.+?)/[A-Z][A-Za-z]+/[^/]+(?:/_history/[^/]+)?/?$")
_SHARED_SYSTEMS: Final = (
    "http://hl7.org/fhir/sid/",
    "http://standardhealthrecord.org/",
    "http://hospital.smarthealthit.org",
    "urn:oid:2.16.840.1.113883.4.",
    "urn:ietf:",
    "https://github.com/",
)
"""Identifier systems that many senders share (nation-wide numbers, generators), so they name nobody."""


_OF_A_NATION: Final = frozenset({"SS", "NI", "NIIP", "NH", "MA", "MC", "HC", "PPN", "DL", "TAX", "JHN"})
"""Types of number (HL7 v2 table 0203) that a country, a state or an insurance gives: they name no sender."""
_INNER: Final = frozenset({"localhost", "local", "lan", "internal", "intranet", "home", "localdomain"})
"""Last parts of names that are good only within one house (RFC 6761, RFC 6762, and by habit)."""
_EXAMPLES: Final = frozenset({"example.org", "example.com", "example.net", "hl7.org"})
"""Hosts of examples that people copy (RFC 2606, and the one of FHIR's own pages)."""


def source_of(world: World, named: str = "", file: Sequence[World] = ()) -> tuple[str, bool]:
    """Name the source of a world's ids, and say whether it was told (or only guessed from the content).

    ``file``: all the worlds of the file, of which several may be pages of one answer.
    """
    if named.strip():
        return named.strip(), True
    for guess in _WAYS:
        if found := guess(world):
            return found, True
    if inner := _most(server_of(one.full_url) for one in world.entries):
        return f"{inner}#{_people(file or [world])}", False
    return "content:" + _content([world]), False


def names_nobody(address: str) -> bool:
    """Say whether a server's address is one that many systems have: of the machine itself, of one house."""
    try:
        host = (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return False
    if not host:
        return False
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host or host.rpartition(".")[2] in _INNER or host in _EXAMPLES


def who(patient: Resource) -> Resource:
    """Give of a Patient what tells who it is."""
    return {name: patient.get(name) for name in ("identifier", "name", "birthDate")}


def _people(file: Sequence[World]) -> str:
    """Make a digest of who the people of a file are, or of all of it where it tells of none."""
    told = sorted(digest_of(who(one)) for world in file for one in _of(world, "Patient"))
    return (digest_of(told) if told else _content(file))[:16]


def _content(file: Sequence[World]) -> str:
    return digest_of(sorted(digest_of(one.resource) for world in file for one in world.entries))


def server_of(full_url: str) -> str:
    """Give the base of a resource's own URL; nothing for a URN or another kind of address."""
    found = _SERVER.fullmatch(full_url)
    return found.group(1) if found else ""


def _most(found: Iterable[str]) -> str:
    counted = Counter(one for one in found if one)
    return min(counted, key=lambda one: (-counted[one], one)) if counted else ""


def _servers(world: World) -> str:
    return _most(_telling(server_of(one.full_url) for one in world.entries))


def _telling(addresses: Iterable[str]) -> Iterator[str]:
    """Leave out the addresses that name nobody."""
    return (one for one in addresses if not names_nobody(one))


def _meta(world: World) -> str:
    own = as_text(at(world.envelope, "meta.source")).split("#")[0]
    each = (as_text(at(one.resource, "meta.source")).split("#")[0] for one in world.entries)
    return _most(_telling([own])) or _most(_telling(each))


def _sender(world: World) -> str:
    heads = _of(world, "MessageHeader")
    told = ((as_text(at(one, "source.endpoint")), as_text(at(one, "source.name"))) for one in heads)
    return _most(_most(_telling([endpoint])) or name for endpoint, name in told)


def _assigner(world: World) -> str:
    """Take the system of the patients' record numbers."""
    numbers = [one for patient in _of(world, "Patient") for one in as_objects(patient.get("identifier"))]
    record = [as_text(one.get("system")) for one in numbers if _types(one) & {"MR"}]
    others = [as_text(one.get("system")) for one in numbers if not _types(one) & _OF_A_NATION]
    return _most(_own_systems(record)) or _most(_own_systems(others))


def _types(identifier: Resource) -> set[str]:
    return {as_text(coding.get("code")) for coding in codings(identifier.get("type"))}


def _own_systems(systems: Iterable[str]) -> Iterator[str]:
    return (one for one in _telling(systems) if not one.startswith(_SHARED_SYSTEMS))


def _keeper(world: World) -> str:
    kept = _most(as_text(at(one, "managingOrganization.reference")) for one in _of(world, "Patient"))
    names = {f"Organization/{one.id}": one for one in world.entries if one.kind == "Organization"}
    keeper: Entry | None = names.get(kept)
    return as_text(keeper.resource.get("name")) if keeper else ""


def _of(world: World, kind: str) -> Iterator[Resource]:
    return (one.resource for one in world.entries if one.kind == kind)


_WAYS: Final[tuple[Callable[[World], str], ...]] = (_servers, _meta, _sender, _assigner, _keeper)
