"""Days, times, visits and weeks of the schedule in words."""

from datetime import date, datetime, timedelta

from carenurse.app.day_words import clock_time, length, short_day, week_day, weekday_names
from carenurse.app.schedule_facts import Block, BlockState, Way, Week
from carenurse.translations import tr, trn

_HOUR = 60


def day_head(day: date) -> str:
    """Say the head of a column: ``Mon 2``."""
    return f"{weekday_names()[day.weekday()]} {day.day}"


def week_title(sunday: date) -> str:
    """Say which week it is: ``1 to 7 Mar``, ``29 Mar to 4 Apr``."""
    saturday = sunday + timedelta(days=6)
    if sunday.month == saturday.month:
        return tr("{first} to {last}", first=sunday.day, last=short_day(saturday))
    return tr("{first} to {last}", first=short_day(sunday), last=short_day(saturday))


def times(start: datetime, end: datetime) -> str:
    """Say from when to when: ``09:30 to 10:15``."""
    return tr("{start} to {end}", start=clock_time(start), end=clock_time(end))


def block_when(block: Block) -> str:
    """Say a visit's day and times: ``Fri 6 Mar, 09:30 to 10:15``."""
    return f"{week_day(block.start.date())}, {times(block.start, block.end)}"


def state_words(state: BlockState) -> str:
    """Name what became of a visit; nothing for one that is simply planned."""
    return {
        BlockState.PLANNED: "",
        BlockState.RUNNING: tr("Going on"),
        BlockState.OPEN_NOTE: tr("Note open"),
        BlockState.DONE: tr("Done"),
        BlockState.MISSED: tr("Missed"),
        BlockState.CANCELLED: tr("Cancelled"),
    }[state]


def tell_block(block: Block) -> str:
    """Say all about a visit in one breath, for a screen reader and a tooltip."""
    said = [block_when(block), block.name, block.reason, state_words(block.state), block.why, block.address]
    said += [conflict.sentence for conflict in block.conflicts]
    return ", ".join(part.rstrip(".") for part in said if part)


def short_length(minutes: int) -> str:
    """Say a length: ``45 min``, ``22 h``."""
    if minutes >= _HOUR and minutes % _HOUR == 0:
        return tr("{hours} h", hours=minutes // _HOUR)
    return length(timedelta(minutes=minutes))


def week_summary(week: Week) -> tuple[str, str]:
    """Say how much the week holds, and what the driving time rests on."""
    count = sum(len(day.busy) for day in week.days)
    visits = trn("{number} visit", "{number} visits", count)
    homes = tr("{length} in homes", length=short_length(week.visit_minutes))
    ways = [way for day in week.days for way in day.ways]
    drive = tr("about {length} driving between", length=short_length(week.drive_minutes))
    if any(not way.estimated for way in ways):
        drive = tr("{drive}; 20 min assumed where no map point is known", drive=drive)
    return f"{visits} · {homes}", drive if ways else ""


def tell_way(way: Way) -> str:
    """Say what lies between two visits: ``30 min between, drive about 11 min``."""
    if not way.drive:
        return tr("{gap} min between", gap=way.gap)
    about = tr("about {minutes} min", minutes=way.drive)
    drive = about if way.estimated else tr("{minutes} min assumed", minutes=way.drive)
    return tr("{gap} min between, drive {drive}", gap=way.gap, drive=drive)
