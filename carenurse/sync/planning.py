"""What goes next, with what, and in which order; pure.

What one visit made goes as one transaction of creates, what it refers to before it. Updates of shared
resources go apart from it, so that a stale care plan never holds back a visit. What names no visit and stands
for itself, such as papers, goes together, as many as a bundle takes. What refers to something that
the office does not have, and that cannot go now, waits; nothing else does.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from carenurse.clinical.fhir import split_reference
from carenurse.clinical.shapes import as_text, at
from carenurse.store.journal_facts import UNSURE, Change
from carenurse.sync.profile import Profile

MOST_TRIES: Final = 4
"""How often one resource is sent in one run: an office that never stops editing does not hold a run up."""
_BY_THEMSELVES: Final = "by themselves"
"""The group of what neither refers to anything unsent nor is referred to."""
_SUSPECT: Final = 3
"""Attempts after which a change goes by itself and after the others."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """Changes that go together. ``needs``: what they refer to, that is unsent and goes before them."""

    changes: tuple[Change, ...]
    transaction: bool
    needs: frozenset[str]

    @property
    def creates(self) -> bool:
        """Say whether these are new at the office."""
        return not self.changes[0].base_tag


def name_of(change: Change) -> str:
    """Write the reference under which others name it."""
    return f"{change.kind}/{change.identity}"


def plan(
    changes: Sequence[Change], profile: Profile, most: int, alone: Iterable[int], tries: Mapping[str, int]
) -> list[Parcel]:
    """Put what may go into parcels, in the order in which they may go."""
    ready = _ready(changes, tries)
    absent = {name_of(one) for one in changes if not one.base_tag}
    creates = [one for one in ready if not one.base_tag]
    updates = [one for one in ready if one.base_tag]
    going = _with_all_they_need(creates, absent)
    single = {one.sequence for one in ready if one.attempts >= _SUSPECT} | set(alone)
    parcels: list[Parcel] = []
    room = max(1, most - 2) if profile.atomic else max(1, most)
    for group in _in_order(going, absent):
        parcels += _cut(group, single, room, absent, profile, guarded=False)
    free = [one for one in updates if _needs(one, absent) <= {name_of(each) for each in going}]
    parcels += _cut(free, single, room, absent, profile, guarded=True)
    return parcels


def _ready(changes: Sequence[Change], tries: Mapping[str, int]) -> list[Change]:
    """Take what waits for nothing, the first of each resource."""
    busy = {name_of(one) for one in changes if one.batch}
    ready: dict[str, Change] = {}
    for one in sorted(changes, key=lambda each: each.sequence):
        name = name_of(one)
        if one.held or name in busy or one.base_tag == UNSURE or tries.get(name, 0) >= MOST_TRIES:
            continue
        ready.setdefault(name, one)
    return sorted(ready.values(), key=lambda each: (each.attempts >= _SUSPECT, each.sequence))


def references(value: Any) -> Iterator[str]:
    """Walk the relative references within a resource."""
    if isinstance(value, dict):
        for name, part in cast("dict[str, Any]", value).items():
            if name == "reference" and (split := split_reference(as_text(part))):
                yield "/".join(split)
            else:
                yield from references(part)
    elif isinstance(value, list):
        for part in cast("list[Any]", value):
            yield from references(part)


def _needs(change: Change, absent: set[str]) -> set[str]:
    return (set(references(change.resource)) & absent) - {name_of(change)}


def _with_all_they_need(creates: Sequence[Change], absent: set[str]) -> list[Change]:
    """Leave out what refers to something absent that does not go, and what refers to that."""
    going = list(creates)
    while True:
        names = {name_of(one) for one in going}
        kept = [one for one in going if _needs(one, absent) <= names]
        if len(kept) == len(going):
            return kept
        going = kept


def _visit_of(change: Change) -> str:
    """Name the visit that made it; "" for what names none."""
    if change.kind == "Encounter":
        return name_of(change)
    for path in ("encounter.reference", "context.encounter.reference", "context.reference"):
        if (named := as_text(at(change.resource, path))).startswith("Encounter/"):
            return named
    return ""


def _in_order(creates: Sequence[Change], absent: set[str]) -> list[list[Change]]:
    """Group by visit, what is referred to first; visits that refer to one another go as one.

    What names no visit but refers to one (its signature) goes with that. What nothing unsent refers to, and
    that refers to nothing unsent, goes with all such: papers, say. The rest by the moment it was saved.
    """
    visits = {name_of(one): visit for one in creates if (visit := _visit_of(one))}
    needed = {need for one in creates for need in _needs(one, absent)}
    groups: dict[str, list[Change]] = {}
    for one in creates:
        needs = _needs(one, absent)
        about = {visits[need] for need in needs if need in visits}
        alone = not needs and name_of(one) not in needed
        rest = _BY_THEMSELVES if alone else one.recorded.isoformat()
        named = visits.get(name_of(one)) or (about.pop() if len(about) == 1 else rest)
        groups.setdefault(named, []).append(one)
    home = {name_of(one): group for group, members in groups.items() for one in members}
    edges = {
        group: {home[need] for one in members for need in _needs(one, absent)} - {group}
        for group, members in groups.items()
    }
    ordered = [[one for group in together for one in groups[group]] for together in circles(edges)]
    return [_sorted_within(group, absent) for group in ordered]


def _sorted_within(group: Sequence[Change], absent: set[str]) -> list[Change]:
    by_name = {name_of(one): one for one in group}
    edges = {name: _needs(one, absent) & set(by_name) for name, one in by_name.items()}
    return [by_name[name] for together in circles(edges) for name in together]


def circles(edges: Mapping[str, set[str]]) -> list[list[str]]:
    """Order names so that what each points at comes before it; those in a circle stay together (Tarjan)."""
    seen: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        seen[name] = low[name] = len(seen)
        stack.append(name)
        for other in sorted(edges[name]):
            if other not in seen:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], seen[other])
        if low[name] == seen[name]:
            start = stack.index(name)
            found.append(stack[start:])
            del stack[start:]

    for name in edges:
        if name not in seen:
            visit(name)
    return found


def _cut(
    group: Sequence[Change],
    single: set[int],
    room: int,
    absent: set[str],
    profile: Profile,
    *,
    guarded: bool,
) -> list[Parcel]:
    """Cut a group where one goes by itself, where the bundle is full, or where order is not kept in it."""
    together = profile.atomic and (profile.if_match or not guarded)
    parts: list[list[Change]] = [[]]
    for one in group:
        here = {name_of(each) for each in parts[-1]}
        apart = one.sequence in single or any(each.sequence in single for each in parts[-1])
        waits = not together and bool(_needs(one, absent) & here)
        if parts[-1] and (apart or waits or len(parts[-1]) >= room):
            parts.append([])
        parts[-1].append(one)
    return [_parcel(part, absent, together=together) for part in parts if part]


def _parcel(changes: Sequence[Change], absent: set[str], *, together: bool) -> Parcel:
    inside = {name_of(one) for one in changes}
    needs = {need for one in changes for need in _needs(one, absent)} - inside
    return Parcel(tuple(changes), together, frozenset(needs))
