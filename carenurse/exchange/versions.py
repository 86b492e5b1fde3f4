"""Which of several states of one resource in a file is the newest."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from carenurse.clinical.dates import parse_instant
from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_text, at
from carenurse.clinical.whole import whole

T = TypeVar("T")


def oldest_first(states: Sequence[Resource], *, history: bool) -> list[Resource]:
    """Put states of one resource in order: by ``meta.lastUpdated``, else by ``meta.versionId``, else as told.

    As told means: the later the newer, but in a history the newest comes first (FHIR R4, http.html#history).
    """
    listed = list(reversed(states)) if history else list(states)
    times = [parse_instant(at(one, "meta.lastUpdated")) for one in listed]
    if known := _all(times):
        return _sorted(listed, known)
    numbers = [whole(as_text(at(one, "meta.versionId"))) for one in listed]
    if counted := _all(numbers):
        return _sorted(listed, counted)
    return listed


def _all(found: Sequence[T | None]) -> list[T]:
    known = [one for one in found if one is not None]
    return known if len(known) == len(found) else []


def _sorted(listed: list[Resource], ranks: Sequence[datetime] | Sequence[int]) -> list[Resource]:
    order = sorted(range(len(listed)), key=lambda place: ranks[place])
    return [listed[place] for place in order]


def is_older(incoming: Resource, kept: Resource) -> bool:
    """Say whether both tell when they were last updated, and the incoming one before the kept one."""
    mine, theirs = (parse_instant(at(one, "meta.lastUpdated")) for one in (kept, incoming))
    return mine is not None and theirs is not None and theirs < mine
