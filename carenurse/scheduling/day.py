"""One day of visits: who after whom, how long between, how long the drive, what does not fit."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Protocol, TypeVar

from carenurse.scheduling.travel import Drive
from carenurse.translations import tr

MINUTE = timedelta(minutes=1)


class Timed(Protocol):
    """What has a beginning and an end: a planned visit, a meeting."""

    @property
    def id(self) -> str:
        """Which one it is."""
        ...

    @property
    def start(self) -> datetime:
        """When it begins, aware."""
        ...

    @property
    def end(self) -> datetime:
        """When it ends, aware."""
        ...


T = TypeVar("T", bound=Timed)


class Clash(StrEnum):
    """Why two visits do not fit beside one another."""

    OVERLAP = "overlap"
    DRIVE = "drive"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two visits that do not fit: the earlier, the later, and how many minutes are missing.

    ``free_from`` is when the later one could begin: after the earlier one's end and the drive.
    """

    kind: Clash
    earlier: str
    later: str
    minutes: int
    gap: int
    drive: Drive
    free_from: datetime


@dataclass(frozen=True, slots=True)
class Leg:
    """The way to a visit from the one before it: minutes between (below none when they overlap), drive."""

    previous: str
    visit: str
    gap: int
    drive: Drive

    @property
    def free(self) -> int:
        """Minutes left over after the drive, never below none."""
        return max(0, self.gap - self.drive.minutes)


DriveBetween = Callable[[str, str], Drive]
"""Estimates the drive between the homes of two visits, named by their ids."""


def in_order(visits: Iterable[T]) -> list[T]:
    """Put visits in the order of the day: by start, the shorter first."""
    return sorted(visits, key=lambda visit: (visit.start, visit.end, visit.id))


def legs(visits: Sequence[Timed], drive_between: DriveBetween) -> tuple[Leg, ...]:
    """Say what lies between each visit and the next of one day, given in order."""
    return tuple(
        Leg(a.id, b.id, _minutes(b.start - a.end), drive_between(a.id, b.id)) for a, b in pairwise(visits)
    )


def conflicts(visits: Iterable[Timed], drive_between: DriveBetween) -> tuple[Conflict, ...]:
    """Find every overlap, and every drive between neighbors that takes longer than the gap.

    A drive whose length is only assumed raises no alarm: a false one teaches a nurse to look away.
    """
    found: list[Conflict] = []
    ordered = in_order(visits)
    for place, later in enumerate(ordered):
        before = ordered[:place]
        found += [
            _conflict(Clash.OVERLAP, earlier, later, drive_between)
            for earlier in before
            if earlier.end > later.start
        ]
        if before and (last := max(before, key=lambda visit: visit.end)).end <= later.start:
            tight = _conflict(Clash.DRIVE, last, later, drive_between)
            if tight.minutes > 0 and tight.drive.estimated:
                found.append(tight)
    return tuple(found)


def conflicts_of(identity: str, found: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """Keep those that concern one visit."""
    return tuple(one for one in found if identity in (one.earlier, one.later))


def tell_conflict(conflict: Conflict, other: str) -> str:
    """Say a conflict in one sentence; ``other`` names the person of the other visit."""
    if conflict.kind is Clash.OVERLAP:
        if conflict.drive.minutes and conflict.drive.estimated:
            return tr(
                "Overlaps {other} by {minutes} min, and the drive between them takes {drive} min.",
                other=other,
                minutes=conflict.minutes,
                drive=conflict.drive.minutes,
            )
        return tr("Overlaps {other} by {minutes} min.", other=other, minutes=conflict.minutes)
    return tr(
        "Only {gap} min between this and {other}; the drive takes {drive} min.",
        gap=conflict.gap,
        other=other,
        drive=conflict.drive.minutes,
    )


def _conflict(kind: Clash, earlier: Timed, later: Timed, drive_between: DriveBetween) -> Conflict:
    drive = drive_between(earlier.id, later.id)
    gap = _minutes(later.start - earlier.end)
    shared = _minutes(min(earlier.end, later.end) - later.start)
    return Conflict(
        kind=kind,
        earlier=earlier.id,
        later=later.id,
        minutes=shared if kind is Clash.OVERLAP else drive.minutes - gap,
        gap=gap,
        drive=drive,
        free_from=earlier.end + drive.minutes * MINUTE,
    )


def _minutes(span: timedelta) -> int:
    return span // MINUTE
