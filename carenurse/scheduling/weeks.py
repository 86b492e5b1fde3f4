"""The agency's week: Sunday to Saturday, as visits are ordered, billed and counted."""

from datetime import date, datetime, time, timedelta, tzinfo

DAYS_IN_WEEK = 7


def week_start(day: date) -> date:
    """Give the Sunday of the week that holds this day."""
    return day - timedelta(days=day.isoweekday() % DAYS_IN_WEEK)


def week_days(sunday: date) -> tuple[date, ...]:
    """Give the seven days from this Sunday on."""
    return tuple(sunday + timedelta(days=n) for n in range(DAYS_IN_WEEK))


def day_bounds(first: date, last: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """Give the moments where the first day begins and where the last one ends, on this place's clock."""
    begin = datetime.combine(first, time(), zone)
    end = datetime.combine(last + timedelta(days=1), time(), zone)
    return begin, end
