"""Repeating a visit: the same hour on the kitchen clock, whatever daylight saving does to the offset."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from dateutil import rrule, tz

MOST_REPEATS = 60


def weekly(
    first: datetime, count: int, zone: tzinfo, *, every: int = 1, weekdays: Sequence[int] = ()
) -> tuple[datetime, ...]:
    """Give the starts of ``count`` visits, the first included, every so many weeks.

    ``weekdays`` (Monday is 0) repeats on several days of a week. Raises ValueError for a count that no plan
    has. An hour that daylight saving skips is moved to the hour after it.
    """
    if not 1 <= count <= MOST_REPEATS:
        message = f"count must be 1 to {MOST_REPEATS}"
        raise ValueError(message)
    wall = first.astimezone(zone).replace(tzinfo=None)
    rule = rrule.rrule(
        rrule.WEEKLY,
        dtstart=wall,
        count=count,
        interval=every,
        wkst=rrule.SU,
        byweekday=tuple(weekdays) or None,
    )
    return tuple(tz.resolve_imaginary(moment.replace(tzinfo=zone)) for moment in rule)


def same_clock(moment: datetime, days: int, minutes: int, zone: tzinfo) -> datetime:
    """Move a moment on the kitchen clock: 09:00 stays 09:00 when the clocks change in between."""
    wall = moment.astimezone(zone).replace(tzinfo=None)
    moved = wall + timedelta(days=days, minutes=minutes)
    return tz.resolve_imaginary(moved.replace(tzinfo=zone))
