"""Puts together what was chosen between two changes, unit by unit, and what both say together; pure."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from carenurse.app.sync_facts import elements_of
from carenurse.clinical.choices import stem_of
from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_list, as_objects, as_text
from carenurse.sync.canonical import statement
from carenurse.sync.merge import Clash, Merged

_LISTS: Final = frozenset(
    {
        "note",
        "telecom",
        "contact",
        "communication",
        "reasonCode",
        "reasonReference",
        "category",
        "addresses",
        "activity",
        "participant",
        "payload",
        "photo",
        "identifier",
        "reaction",
        "performer",
        "careTeam",
        "goal",
    }
)
"""Lists in which one entry does not contradict another: the entries of both may stand there."""


def key_of(clash: Clash) -> str:
    """Name what is chosen together: an element of the resource, one answer of a form, or all of it ("*")."""
    return "/".join(clash.place) or "*"


def touched(clash: Clash) -> set[str]:
    """Name the elements that a clash is about."""
    if not clash.place:
        return elements_of(clash.mine) | elements_of(clash.theirs)
    sides = (clash.base, clash.mine, clash.theirs)
    if len(clash.place) == 1 and any(isinstance(side, dict) for side in sides):
        return {name for side in sides for name in elements_of(side)}
    return {stem_of(clash.place[0])}


def chosen(merged: Merged, theirs: Mapping[str, bool]) -> Resource:
    """Give the resource with the office's side of each key that says so, and ours of the others."""
    made = merged.resource
    for clash in merged.clashes:
        if theirs[key_of(clash)]:
            made = _with(made, clash, clash.theirs)
    return made


def both_of(merged: Merged) -> Resource | None:
    """Give the resource with the entries of both in each list that clashed; None where one is no list."""
    made = merged.resource
    for clash in merged.clashes:
        if not _both_lists(clash) or len(clash.place) != 1 or clash.place[0] not in _LISTS:
            return None
        theirs = as_list(clash.theirs)
        known = {statement(one) for one in theirs}
        more = [one for one in as_list(clash.mine) if statement(one) not in known]
        made = _with(made, clash, [*theirs, *more])
    return made


def _both_lists(clash: Clash) -> bool:
    return isinstance(clash.mine, list) and isinstance(clash.theirs, list)


def _with(resource: Resource, clash: Clash, value: Any) -> Resource:
    """Put one side of a clash in its place; None takes out what stands there."""
    if not clash.place:
        return cast("Resource", value) if isinstance(value, dict) else resource
    name, *rest = clash.place
    if rest:
        entries = _in_entries(as_list(resource.get(name)), rest, clash.mine, value)
        kept = {**resource, name: entries}
        return kept if entries else {one: kept[one] for one in kept if one != name}
    if isinstance(value, list):
        return {**resource, name: value}
    out = set(cast("Resource", clash.mine)) if isinstance(clash.mine, dict) else {name}
    kept = {one: told for one, told in resource.items() if one not in out}
    return {**kept, **cast("Resource", value or {})}


def _in_entries(entries: Sequence[Any], place: Sequence[str], mine: Any, value: Any) -> list[Any]:
    """Put a side into a list whose entries name themselves; a form's answers by their questions."""
    key, *deeper = place
    if deeper:
        return [_in_item(one, deeper, mine, value) if _asks(one, key) else one for one in entries]
    if mine is None:
        return [*entries, value]
    old = statement(mine)
    put = [value] if value is not None else []
    return [new for one in entries for new in (put if statement(one) == old else [one])]


def _in_item(item: Resource, place: Sequence[str], mine: Any, value: Any) -> Resource:
    inner = as_objects(item.get("item"))
    if len(place) == 1 and not any(_asks(one, place[0]) for one in inner):
        kept = {name: told for name, told in item.items() if name != place[0]}
        return kept if value is None else {**kept, place[0]: value}
    return {**item, "item": _in_entries(inner, place, mine, value)}


def _asks(entry: Any, link: str) -> bool:
    return isinstance(entry, dict) and as_text(cast("Resource", entry).get("linkId")) == link
