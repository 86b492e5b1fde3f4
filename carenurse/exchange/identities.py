"""Which id each resource of a file has here, and where each of its references leads.

An id that is a UUID stays. Any other becomes ``local_id(source, kind, id)``, the same on every laptop. A
resource without an id is known by the URL it was to be put to, by its ``fullUrl``, or by its content, in this
order; ``urn:uuid:`` gives its UUID as the id.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from carenurse.clinical.fhir import Resource
from carenurse.clinical.identity import is_uuid, local_id, remember_origin, token_of
from carenurse.clinical.shapes import as_list
from carenurse.exchange.bundles import Entry, World
from carenurse.exchange.digests import digest_of
from carenurse.exchange.sources import names_nobody, server_of

_RELATIVE: Final = re.compile(r"(?P<kind>[A-Z][A-Za-z]+)/(?P<id>[A-Za-z0-9.-]+)(?P<version>/_history/[^/]+)?")
_CONDITIONAL: Final = re.compile(r"(?P<kind>[A-Z][A-Za-z]+)\?identifier=(?P<token>[^&]+)")
_URN: Final = "urn:uuid:"


@dataclass(frozen=True, slots=True)
class Identity:
    """The id here, and (unless it stayed) the source and the name by which the resource is known there.

    ``made``: the id is ours, made of these; it would be another one of another source.
    """

    id: str
    source: str = ""
    name: str = ""
    made: bool = False

    def put_on(self, resource: Resource) -> Resource:
        """Give a resource this id; where it is not its own, note the origin."""
        if not self.name:
            return resource
        made = dict(resource) | {"id": self.id}
        if "extension" in resource:
            made["extension"] = [*as_list(resource["extension"])]
        remember_origin(made, self.source, self.name)
        return made


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose ids a world uses; ``named``: by the nurse, which then holds for all, whatever their server.

    ``apart`` tells it from another sender of the same name.
    """

    name: str
    named: bool = False
    apart: str = ""

    def source(self, server: str = "") -> str:
        """Name the source of what stands at a server (of none: of what does not say)."""
        own = self.named or not server or names_nobody(server)
        return (self.name if own else server) + (f"#{self.apart}" if self.apart else "")


def identify(entry: Entry, sender: Sender) -> Identity:
    """Decide the id of one entry."""
    server = server_of(entry.full_url)
    theirs = sender.source(server)
    if entry.id:
        return Identity(entry.id) if is_uuid(entry.id) else _minted(theirs, entry.kind, entry.id, entry.id)
    if relative := _RELATIVE.fullmatch(entry.url):
        return _known_as(theirs, entry, relative["id"], f"put:{entry.url}")
    if server:
        return _known_as(
            theirs, entry, entry.full_url.split("/_history/")[0].rsplit("/", 1)[1], entry.full_url
        )
    if is_uuid(entry.full_url.removeprefix(_URN)):
        return Identity(entry.full_url.removeprefix(_URN), theirs, entry.full_url)
    name = entry.full_url if ":" in entry.full_url else f"sha256:{digest_of(entry.resource)}"
    return _minted(theirs, entry.kind, name, name)


def _known_as(source: str, entry: Entry, identity: str, name: str) -> Identity:
    if is_uuid(identity):
        return Identity(identity, source, name)
    return _minted(source, entry.kind, identity, name)


def _minted(source: str, kind: str, identity: str, name: str) -> Identity:
    return Identity(local_id(source, kind, identity), source, name, made=True)


@dataclass(slots=True)
class Map:
    """Where the references of one world lead."""

    sender: Sender
    _urls: dict[str, str] = field(default_factory=dict[str, str])
    _ids: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    _kinds: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    _tokens: dict[tuple[str, str], set[str]] = field(default_factory=dict[tuple[str, str], set[str]])
    _servers: set[str] = field(default_factory=set[str])

    @classmethod
    def of(cls, world: World, identities: Iterable[Identity], sender: Sender) -> "Map":
        """Learn all the names under which the resources of a world can be meant."""
        made = cls(sender)
        for entry, identity in zip(world.entries, identities, strict=True):
            made._learn(entry, f"{entry.kind}/{identity.id}")
        return made

    def _learn(self, entry: Entry, ours: str) -> None:
        if entry.full_url:
            self._urls[entry.full_url] = ours
            self._urls[entry.full_url.split("/_history/")[0]] = ours
            if server := server_of(entry.full_url):
                self._servers.add(server)
        relative = _RELATIVE.fullmatch(entry.url)
        identity = entry.id or (relative["id"] if relative else "")
        if identity:
            self._ids[entry.kind, identity] = ours
            self._kinds.setdefault(identity, set()).add(ours)
        for one in as_list(entry.resource.get("identifier")):
            if token := token_of(one):
                self._tokens.setdefault((entry.kind, token), set()).add(ours)

    def lead(self, text: str, full_url: str = "") -> str:
        """Say where a reference leads from the resource of this ``fullUrl``; else the text itself."""
        return self._resolve(text, server_of(full_url))

    def _resolve(self, text: str, server: str) -> str:
        if text.startswith("#"):
            return text
        if conditional := _CONDITIONAL.fullmatch(text):
            found = self._tokens.get((conditional["kind"], conditional["token"]), set())
            return next(iter(found)) if len(found) == 1 else text
        if ":" in text:
            return self._absolute(text)
        relative = _RELATIVE.fullmatch(text)
        return self._relative(relative, server) if relative else text

    def _absolute(self, text: str) -> str:
        bare, _, version = text.partition("/_history/")
        tail = f"/_history/{version}" if version else ""
        if known := self._urls.get(text) or self._urls.get(bare):
            return known + tail
        if text.startswith(_URN):
            meant = self._kinds.get(text.removeprefix(_URN), set())
            return next(iter(meant)) if len(meant) == 1 else text
        server = server_of(text)
        relative = (
            _RELATIVE.fullmatch(text.removeprefix(f"{server}/")) if server in self._own_servers() else None
        )
        return self._relative(relative, server) if relative else text

    def _own_servers(self) -> set[str]:
        return self._servers | {self.sender.name}

    def _relative(self, found: re.Match[str], server: str) -> str:
        kind, identity, tail = found["kind"], found["id"], found["version"] or ""
        known = self._urls.get(f"{server}/{kind}/{identity}") if server else None
        if known := known or self._ids.get((kind, identity)):
            return known + tail
        if is_uuid(identity):
            return f"{kind}/{identity}{tail}"
        return f"{kind}/{local_id(self.sender.source(server), kind, identity)}{tail}"
