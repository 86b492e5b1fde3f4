"""What is nested deeper than any record is: one such row must not end the reading of all the others.

It is left out, named, and told; what the office has of it stays there as it is.
"""

from typing import Any, Final, cast

from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_object, as_objects, as_text
from carenurse.exchange.parsing import DEEPEST
from carenurse.sync.canonical import TooDeepError, relative

_AROUND: Final = 8
"""Levels that the answer to a batch of searches has around a row."""


def near(told: Resource, server: str) -> tuple[Resource, list[str]]:
    """Write references as ``relative`` does; give also the names of what was left out, as kind/id."""
    try:
        return cast("Resource", relative(told, server, DEEPEST + _AROUND)), []
    except TooDeepError:
        left: list[str] = []
        shallow = _without_deep(told, left)
        return cast("Resource", relative(shallow, server, DEEPEST + _AROUND)), left


def _without_deep(told: Resource, left: list[str]) -> Resource:
    """Leave out each row that is too deep, by itself: of a bundle, and of those that answer a batch."""
    if told.get("resourceType") != "Bundle":
        return _shallow(told, left)
    kept = {name: part for name, part in told.items() if name != "entry" and not _is_deep(part)}
    entries: list[Resource] = []
    for entry in as_objects(told.get("entry")):
        row = as_object(entry.get("resource"))
        rest = {name: part for name, part in entry.items() if name != "resource" and not _is_deep(part)}
        within = row.get("resourceType") == "Bundle" and told.get("type") == "batch-response"
        found = _without_deep(row, left) if within else _shallow(row, left)
        entries.append({**rest, "resource": found} if found else rest)
    return {**kept, "entry": entries}


def _shallow(row: Resource, left: list[str]) -> Resource:
    """Give a row as it is; {} for one that is too deep."""
    if not _is_deep(row):
        return row
    left.append(f"{as_text(row.get('resourceType'))}/{as_text(row.get('id'))}")
    return {}


def _is_deep(value: Any) -> bool:
    """Say whether it has more levels than any record, level by level: no stack to run out of."""
    level: list[Any] = [value]
    for _ in range(DEEPEST + 1):
        level = [part for one in level for part in _parts(one)]
        if not level:
            return False
    return True


def _parts(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(cast("dict[str, Any]", value).values())
    return cast("list[Any]", value) if isinstance(value, list) else []
