"""A file of another system, read whole and put into our own ids, with nothing of it lost.

``read_file`` is everything that can be said about a file without looking into the record; it refuses what
cannot be taken. ``Incoming.resources`` gives the resources as they will be kept.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, cast

from carenurse.clinical.fhir import Resource
from carenurse.exchange.bundles import World, worlds
from carenurse.exchange.identities import Identity, Map, Sender, identify
from carenurse.exchange.manifest import Manifest, decode, is_manifest
from carenurse.exchange.origins import note_written
from carenurse.exchange.parsing import LARGEST, parse
from carenurse.exchange.refusing import RefusedFileError
from carenurse.exchange.sources import source_of
from carenurse.exchange.versions import oldest_first
from carenurse.translations import tr, trn


@dataclass(frozen=True, slots=True)
class States:
    """One resource as a file tells it: its states, oldest first; the last one is current."""

    kind: str
    id: str
    states: tuple[Resource, ...]

    @property
    def current(self) -> Resource:
        """The newest state."""
        return self.states[-1]


@dataclass(frozen=True, slots=True)
class _Part:
    """One world with its ids and its map."""

    world: World
    identities: tuple[Identity, ...]
    map: Map


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that was read. ``sources`` are whose ids it uses, ``notes`` whole sentences about it."""

    parts: tuple[_Part, ...]
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    manifest: Manifest | None = None

    def patients(self) -> Iterator[tuple[str, Resource]]:
        """List the Patients of the file: the id here, and the resource as it was read."""
        return self.all_of("Patient")

    def all_of(self, kind: str) -> Iterator[tuple[str, Resource]]:
        """List the resources of one kind in the file: the id here, and the resource as it was read."""
        for part in self.parts:
            for entry, identity in zip(part.world.entries, part.identities, strict=True):
                if entry.kind == kind:
                    yield identity.id, entry.resource

    def patients_whose_id(self, *, is_made: bool) -> Iterator[tuple[str, Resource]]:
        """List the Patients whose id here is made of who sent them and of their id there, or those others.

        A history gives each as it tells last; anywhere else one may stand more than once.
        """
        for part in self.parts:
            entries = zip(part.world.entries, part.identities, strict=True)
            told = [
                (identity.id, entry.resource)
                for entry, identity in entries
                if identity.made is is_made and entry.kind == "Patient"
            ]
            yield from _newest(told) if part.world.history else told

    def let_go(self) -> None:
        """Free what was read, a resource at a time; nothing of it may be asked for afterward."""
        for part in self.parts:
            for entry in part.world.entries:
                entry.resource.clear()

    def resources(self, joins: Mapping[str, str] | None = None) -> list[States]:
        """Give all resources in our ids. ``joins``: Patient id here -> id of the Patient meant instead."""
        moved = {f"Patient/{old}": f"Patient/{new}" for old, new in (joins or {}).items()}
        found: dict[tuple[str, str], States] = {}
        for part in self.parts:
            for states in _in_our_ids(part, moved):
                earlier = found.get((states.kind, states.id))
                found[states.kind, states.id] = _merged(earlier, states) if earlier else states
        return list(found.values())


def read_file(data: bytes, *, source: str = "", apart: str = "", largest: int = LARGEST) -> Incoming:
    """Read a file. ``source`` names its sender and goes before every guess. Raises RefusedFileError.

    ``apart`` tells it from files of another sender of the same name.
    """
    opened, manifest = _without_manifest(worlds(parse(data, largest=largest)))
    parts: list[_Part] = []
    notes: list[str] = []
    for world in opened:
        name, told = source_of(world, source, opened)
        sender = Sender(name, bool(source.strip()), apart)
        identities = tuple(identify(entry, sender) for entry in world.entries)
        parts.append(_Part(world, identities, Map.of(world, identities, sender)))
        notes += world.notes
        notes += _repeated(world, identities)
        if not told and any(one.name and not one.name.startswith("urn:uuid:") for one in identities):
            notes.append(
                tr("The file does not say who wrote it. Name the sender, so that its next file fits.")
            )
    if apart:
        notes.append(
            tr("Somebody in this file has the same id at the sender as another person here; they stay apart.")
        )
    sources = tuple(dict.fromkeys(part.map.sender.name for part in parts))
    return Incoming(tuple(parts), sources, tuple(dict.fromkeys(notes)), manifest)


def _without_manifest(opened: list[World]) -> tuple[list[World], Manifest | None]:
    """Take the manifest of a parcel out, and refuse a parcel that does not hold what it says."""
    found: Manifest | None = None
    cleared: list[World] = []
    for world in opened:
        rest = tuple(entry for entry in world.entries if not is_manifest(entry.resource))
        for entry in world.entries:
            if is_manifest(entry.resource):
                found = decode(entry.resource)
                if not found.holds([one.resource for one in rest]):
                    raise RefusedFileError(tr("This file is not as it was packed."), tr("Ask for it again."))
        cleared.append(replace(world, entries=rest))
    return cleared, found


def _newest(told: list[tuple[str, Resource]]) -> Iterator[tuple[str, Resource]]:
    """Give the last state of each of a history."""
    grouped: dict[str, list[Resource]] = {}
    for identity, state in told:
        grouped.setdefault(identity, []).append(state)
    return ((identity, oldest_first(states, history=True)[-1]) for identity, states in grouped.items())


def _in_our_ids(part: _Part, moved: Mapping[str, str]) -> Iterator[States]:
    grouped: dict[tuple[str, str], list[Resource]] = {}
    for entry, identity in zip(part.world.entries, part.identities, strict=True):
        lead = partial(_lead, part.map, moved, entry.full_url)
        resource = identity.put_on(cast("Resource", _led(entry.resource, lead)))
        grouped.setdefault((entry.kind, identity.id), []).append(resource)
    for (kind, identity), told in grouped.items():
        ordered = oldest_first(told, history=part.world.history)
        kept = ordered if part.world.history else ordered[-1:]
        yield States(kind, identity, tuple(kept))


def _lead(leading: Map, moved: Mapping[str, str], full_url: str, text: str) -> str:
    ours, slash, version = leading.lead(text, full_url).partition("/_history/")
    return moved.get(ours, ours) + slash + version


def _merged(earlier: States, later: States) -> States:
    """Join two Bundles of one file that tell the same resource."""
    ordered = oldest_first([earlier.current, later.current], history=False)
    return States(later.kind, later.id, (ordered[-1],))


def _led(value: Any, lead: Callable[[str], str]) -> Any:
    """Lead all references of a resource; what does not change is the same object."""
    if isinstance(value, list):
        listed = cast("list[Any]", value)
        made: list[Any] = [_led(one, lead) for one in listed]
        return made if any(new is not old for new, old in zip(made, listed, strict=True)) else listed
    if not isinstance(value, dict):
        return value
    holder = cast("Resource", value)
    changed = {
        name: new
        for name, old in holder.items()
        if isinstance(old, dict | list) and (new := _led(old, lead)) is not old
    }
    return _pointed({**holder, **changed} if changed else holder, lead)


def _pointed(holder: Resource, lead: Callable[[str], str]) -> Resource:
    text = holder.get("reference")
    if isinstance(text, str):
        ours = lead(text)
        return holder if ours == text else note_written(holder, "reference", ours)
    link = holder.get("url")
    if isinstance(link, str) and "contentType" in holder:
        ours = lead(link)
        return note_written(holder, "url", ours) if ours != link and ours.startswith("Binary/") else holder
    return holder


def _repeated(world: World, identities: tuple[Identity, ...]) -> Iterator[str]:
    if world.history:
        return
    first: dict[tuple[str, str], Resource] = {}
    unlike: set[tuple[str, str]] = set()
    for entry, identity in zip(world.entries, identities, strict=True):
        key = (entry.kind, identity.id)
        if first.setdefault(key, entry.resource) != entry.resource:
            unlike.add(key)
    if unlike:
        yield trn(
            "{number} resource stands more than once in the file; the newest was taken.",
            "{number} resources stand more than once in the file; the newest of each was taken.",
            len(unlike),
        )
