"""What the schedule proposes: the visit to look at, when a new one begins, when a missed one is made good."""

from datetime import date, datetime, time, timedelta, tzinfo

from carenurse.app.schedule_days import first_free
from carenurse.app.schedule_facts import Block, BlockState, Week
from carenurse.scheduling.repeating import same_clock

_MORNING = time(9)
_LAST_START = time(18)
"""A visit of today is not proposed later than this; the next morning is."""
_SATURDAY = 5


def visit_at_hand(found: Week, now: datetime) -> str:
    """Find the visit of today that is going on or comes next; its id, empty for none."""
    today = [one for one in found.blocks if one.start.date() == now.date() and one.end > now]
    return next((one.id for one in today if one.state.movable or one.state is BlockState.RUNNING), "")


def first_start(shown: date, now: datetime) -> datetime:
    """Propose when a new visit begins: the morning of the day that is shown, never in the past."""
    day = max(shown, now.date())
    start = datetime.combine(day, _MORNING, now.tzinfo)
    if start > now:
        return start
    if now.time() >= _LAST_START:
        return datetime.combine(day + timedelta(days=1), _MORNING, now.tzinfo)
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def made_good(found: Week, missed: Block, zone: tzinfo) -> datetime:
    """Propose the next working day at the same hour, or the first free time after it."""
    again = same_clock(missed.start, 1, 0, zone)
    while again.weekday() >= _SATURDAY:
        again = same_clock(again, 1, 0, zone)
    return first_free(found, missed.id, again)
