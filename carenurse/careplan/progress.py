"""How far a goal has come: start, now, aim, and one plain word for it.

The rule is ours and deliberately simple, since no published standard says when a goal is "on track": met
when the newest value lies within the aim; off track when it is farther from the aim than at the start, or
when the way covered lags the time used by more than a quarter of the whole; no change when nothing is covered
and nothing lags yet; overdue when the day has passed unmet.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from carenurse.clinical.goal import Goal
from carenurse.translations import tr

SLACK = Decimal("0.25")
"""How far (as a part of the whole way) a goal may lag its calendar before it is called off track."""


class Track(StrEnum):
    """Where a goal stands."""

    MET = "met"
    ON = "on"
    SAME = "same"
    OFF = "off"
    LATE = "late"
    NEW = "new"
    UNMEASURED = "unmeasured"


@dataclass(frozen=True, slots=True)
class Aim:
    """The values that count as reached: from low to high, either end open."""

    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def known(self) -> bool:
        """Say whether there is an aim at all."""
        return self.low is not None or self.high is not None

    def distance(self, value: Decimal) -> Decimal:
        """Give how far a value is from the aim, none inside it."""
        if self.low is not None and value < self.low:
            return self.low - value
        if self.high is not None and value > self.high:
            return value - self.high
        return Decimal(0)


@dataclass(frozen=True, slots=True)
class Progress:
    """Start, now and where that stands against the aim."""

    track: Track
    start: Decimal | None = None
    now: Decimal | None = None


def progress(
    aim: Aim,
    start: Decimal | None,
    now: Decimal | None,
    *,
    began: date | None,
    due: date | None,
    today: date,
) -> Progress:
    """Judge one goal; see the module for the rule."""
    if not aim.known:
        return Progress(Track.UNMEASURED, start, now)
    return Progress(
        _track(aim, start, now, _time_used(began, due, today), due is not None and today > due), start, now
    )


def progress_of(goal: Goal, now: Decimal | None, today: date, start: Decimal | None = None) -> Progress:
    """Judge a goal by a value in its own unit; ``start`` is where it began if the goal does not say."""
    return progress(
        Aim(goal.target_low, goal.target_high),
        start if goal.start_value is None else goal.start_value,
        now,
        began=goal.started.exact if goal.started else None,
        due=goal.due.exact if goal.due else None,
        today=today,
    )


def tell_track(track: Track) -> str:
    """Name a standing in the nurse's words."""
    return {
        Track.MET: tr("Met"),
        Track.ON: tr("On track"),
        Track.SAME: tr("No change"),
        Track.OFF: tr("Off track"),
        Track.LATE: tr("Past its day"),
        Track.NEW: tr("New"),
        Track.UNMEASURED: tr("No aim in numbers"),
    }[track]


def _track(aim: Aim, start: Decimal | None, now: Decimal | None, used: Decimal, late: bool) -> Track:  # noqa: FBT001
    if now is not None and not aim.distance(now):
        return Track.MET
    if late:
        return Track.LATE
    if now is None or start is None or used == 0:
        return Track.NEW
    whole = aim.distance(start)
    if not whole or aim.distance(now) > whole:
        return Track.OFF
    covered = 1 - aim.distance(now) / whole
    if covered < used - SLACK:
        return Track.OFF
    return Track.ON if covered else Track.SAME


def _time_used(began: date | None, due: date | None, today: date) -> Decimal:
    """Give the part of the time that is gone, from 0 to 1; without dates nothing can lag."""
    if began is None or today <= began:
        return Decimal(0)
    if due is None or due <= began:
        return SLACK
    return min(Decimal(1), Decimal((today - began).days) / (due - began).days)
