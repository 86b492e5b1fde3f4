"""Facts that are lists: each value stays with the JSON entry it came from, and so with the rest of it."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from carenurse.clinical.fact_places import anything
from carenurse.clinical.facts import Fact, keep_list, same
from carenurse.clinical.fhir import Resource, split_reference
from carenurse.clinical.shapes import as_list, as_object, as_text

T = TypeVar("T")


def pair(old: Sequence[object], new: Sequence[object]) -> list[int | None]:
    """Find for each new value the index of the old one that it continues, or None when it is really new.

    Equal values continue each other wherever they moved; a changed value continues the one in its own place,
    unless something was taken out or put in, when a changed value cannot be told from a new one.
    """
    free = dict(enumerate(old))
    found: list[int | None] = []
    for value in new:
        match = next((place for place, kept in free.items() if same(kept, value)), None)
        found.append(match)
        if match is not None:
            del free[match]
    if len(old) != len(new):
        return found
    return [place if match is None and place in free else match for place, match in enumerate(found)]


def interleave(before: Sequence[tuple[Any, bool]], kept: Sequence[Any]) -> list[Any]:
    """Put the new entries among those that we could not read, which keep their place after the same entry."""
    result: list[Any] = []
    waiting = list(kept)
    for entry, readable in before:
        if not readable:
            result.append(entry)
        elif waiting:
            result.append(waiting.pop(0))
    return result + waiting


@dataclass(frozen=True, slots=True)
class Each(Generic[T]):
    """A tuple of values, one for each object of an array that ``where`` accepts."""

    name: str
    fact: Fact[T]
    where: Callable[[Resource], bool] = anything
    seed: Resource = field(default_factory=dict[str, Any])

    def read(self, holder: Resource) -> tuple[T, ...]:
        """Take the values out, in the array's order."""
        return tuple(self.fact.read(one) for one in self._entries(holder))

    def write(self, holder: Resource, value: tuple[T, ...]) -> None:
        """Put the values in; each edits the entry it came from, entries that we do not read stay."""
        entries = self._entries(holder)
        places = pair([self.fact.read(one) for one in entries], value)
        kept: list[Resource] = []
        for one, place in zip(value, places, strict=True):
            entry = deepcopy(self.seed) if place is None else entries[place]
            if place is None or not same(self.fact.read(entry), one):
                self.fact.write(entry, one)
            kept.append(entry)
        before = [(one, self._readable(one)) for one in as_list(holder.get(self.name))]
        keep_list(holder, self.name, interleave(before, kept))

    def _entries(self, holder: Resource) -> list[Resource]:
        return [as_object(one) for one in as_list(holder.get(self.name)) if self._readable(one)]

    def _readable(self, entry: Any) -> bool:
        return isinstance(entry, dict) and self.where(as_object(entry))


@dataclass(frozen=True, slots=True)
class Texts:
    """A tuple of strings from an array of primitives; ``_name`` may hold what belongs to each of them."""

    name: str

    def read(self, holder: Resource) -> tuple[str, ...]:
        """Take the strings out; nulls that only carry an extension are skipped."""
        return tuple(one for one in as_list(holder.get(self.name)) if isinstance(one, str) and one)

    def write(self, holder: Resource, value: tuple[str, ...]) -> None:
        """Put the strings in; each keeps its sibling in ``_name``."""
        rows = self._rows(holder)
        readable = [row for row in rows if isinstance(row[0], str) and row[0]]
        places = pair([row[0] for row in readable], value)
        kept = [
            (one, None if place is None else readable[place][1])
            for one, place in zip(value, places, strict=True)
        ]
        result = interleave([(row, isinstance(row[0], str) and bool(row[0])) for row in rows], kept)
        keep_list(holder, self.name, [row[0] for row in result])
        siblings = [row[1] for row in result]
        if "_" + self.name in holder:
            keep_list(holder, "_" + self.name, siblings if any(siblings) else [])

    def _rows(self, holder: Resource) -> list[tuple[Any, Any]]:
        values, siblings = as_list(holder.get(self.name)), as_list(holder.get("_" + self.name))
        length = max(len(values), len(siblings))
        values = values + [None] * (length - len(values))
        return list(zip(values, siblings + [None] * (length - len(siblings)), strict=True))


@dataclass(frozen=True, slots=True)
class Chosen(Generic[T]):
    """The best object of an array (lowest ``rank``) as one value; ``empty`` when there is none."""

    name: str
    fact: Fact[T]
    rank: Callable[[Resource], int]
    empty: T

    def read(self, holder: Resource) -> T:
        """Take the best one out."""
        entry = self._entry(holder)
        return self.empty if entry is None else self.fact.read(entry)

    def write(self, holder: Resource, value: T) -> None:
        """Edit the best one; the empty value takes it out; the first value begins an array."""
        entry, listed = self._entry(holder), as_list(holder.get(self.name))
        if value == self.empty:
            keep_list(holder, self.name, [one for one in listed if one is not entry])
            return
        if entry is None:
            entry = {}
            listed.append(entry)
        self.fact.write(entry, value)
        keep_list(holder, self.name, listed)

    def _entry(self, holder: Resource) -> Resource | None:
        entries = [as_object(one) for one in as_list(holder.get(self.name)) if isinstance(one, dict)]
        return min(entries, key=self.rank, default=None)


@dataclass(frozen=True, slots=True)
class Link:
    """The bare id in a Reference object; a reference to another kind of resource is not seen.

    ``urn:uuid:`` references of a Bundle not yet taken in count as the id.
    """

    kind: str

    def read(self, holder: Resource) -> str:
        """Take the id out."""
        return linked(holder, self.kind)

    def write(self, holder: Resource, value: str) -> None:
        """Name another resource; the display and identifier told of the old one and go with it."""
        for name in ("reference", "_reference", "type", "identifier", "display", "_display"):
            holder.pop(name, None)
        if value:
            holder["reference"] = f"{self.kind}/{value}"


def linked(reference: Any, kind: str) -> str:
    """Read the id out of a Reference to this kind; nothing for a reference to anything else."""
    held = as_object(reference)
    text = as_text(held.get("reference"))
    if text.startswith("urn:uuid:"):
        return text.removeprefix("urn:uuid:") if held.get("type") in (None, kind) else ""
    parts = split_reference(text) if kind in text else None
    return parts[1] if parts and parts[0] == kind else ""


def links(name: str, kind: str) -> Each[str]:
    """Read an array of References to one kind as ids; references to other kinds stay unseen."""
    return Each(name, Link(kind), lambda entry: bool(linked(entry, kind)))
