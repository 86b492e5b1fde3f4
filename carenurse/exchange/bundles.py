"""Bundles of every type (and single resources) into a plain list of what they carry.

A Bundle within a Bundle is opened too; each Bundle is a world of its own for its references. What asks for a
deletion or a patch is told and not done: nothing clinical is deleted because a file says so.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast

from carenurse.clinical.fhir import Resource
from carenurse.exchange.parsing import Placed
from carenurse.exchange.refusing import RefusedFileError
from carenurse.translations import tr

_KIND: Final = re.compile(r"[A-Z][A-Za-z]{1,63}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One resource of a file: where it stands, its ``full_url``, and the ``url`` it is to be put to."""

    place: str
    resource: Resource
    full_url: str = ""
    url: str = ""

    @property
    def kind(self) -> str:
        """The resource type."""
        return str(self.resource["resourceType"])

    @property
    def id(self) -> str:
        """The id as written; nothing when there is none."""
        return str(self.resource.get("id") or "")


@dataclass(frozen=True, slots=True)
class World:
    """Resources that refer to one another by the forms of one Bundle. ``history``: versions, newest first."""

    entries: tuple[Entry, ...]
    envelope: Resource = field(default_factory=dict[str, Any])
    notes: tuple[str, ...] = ()

    @property
    def history(self) -> bool:
        """Say whether the Bundle tells versions of resources."""
        return self.envelope.get("type") == "history"


def worlds(placed: Sequence[Placed]) -> list[World]:
    """Open everything in a file. Resources outside a Bundle (lines of NDJSON) share one world.

    Raises RefusedFileError for what is no FHIR.
    """
    loose: list[Entry] = []
    found: list[World] = []
    for one in placed:
        kind = _kind(one.content, one.place)
        if kind == "Bundle":
            found += _open(one.content, one.place)
        else:
            loose.append(Entry(one.place or kind, one.content))
    return [World(tuple(loose)), *found] if loose else found


def _open(bundle: Resource, place: str) -> Iterator[World]:
    inner: list[World] = []
    entries: list[Entry] = []
    notes: list[str] = []
    for number, entry in enumerate(_entries(bundle, place), 1):
        here = _joined(place, tr("entry {number}", number=number))
        if not isinstance(entry, dict):
            raise _wrong(here, tr("an entry is no object"))
        told = cast("Resource", entry)
        request = _object(told.get("request"), here)
        method = _string(request, "method", here)
        if method in {"DELETE", "PATCH"}:
            notes.append(_not_done(method, here))
        elif told.get("resource") is not None:
            resource = _object(told["resource"], here)
            if _kind(resource, here) == "Bundle":
                inner += _open(resource, here)
            else:
                url, full_url = _string(request, "url", here), _string(told, "fullUrl", here)
                entries.append(Entry(here, resource, full_url, url if method == "PUT" else ""))
    yield World(
        tuple(entries), {name: value for name, value in bundle.items() if name != "entry"}, tuple(notes)
    )
    yield from inner


def _entries(bundle: Resource, place: str) -> list[Any]:
    found = bundle.get("entry", [])
    if not isinstance(found, list):
        raise _wrong(place or "Bundle", tr("“entry” is no list"))
    return cast("list[Any]", found)


def _kind(resource: Resource, place: str) -> str:
    kind = resource.get("resourceType")
    if kind is None:
        raise RefusedFileError(
            tr(
                "This is JSON, but no FHIR resource ({place}): it does not say its resourceType.",
                place=place or tr("at the top"),
            ),
            place=place,
        )
    if not isinstance(kind, str) or not _KIND.fullmatch(kind):
        raise _wrong(_joined(place, "resourceType"), tr("the resourceType is none"))
    identity = resource.get("id", "")
    if not isinstance(identity, str):
        raise _wrong(_joined(place, f"{kind}.id"), tr("an id is no text"))
    return kind


def _object(value: Any, place: str) -> Resource:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise _wrong(place, tr("something is no object that must be one"))
    return cast("Resource", value)


def _string(holder: Resource, name: str, place: str) -> str:
    found = holder.get(name, "")
    if not isinstance(found, str):
        raise _wrong(_joined(place, name), tr("something is no text that must be one"))
    return found


def _joined(place: str, part: str) -> str:
    return f"{place}, {part}" if place else part


def _not_done(method: str, place: str) -> str:
    if method == "DELETE":
        return tr(
            "A deletion was asked for and not done: nothing clinical is deleted here ({place}).", place=place
        )
    return tr("A patch was asked for and not done: only whole resources are taken ({place}).", place=place)


def _wrong(place: str, what: str) -> RefusedFileError:
    return RefusedFileError(tr("This is not FHIR ({place}): {what}.", place=place, what=what), place=place)
