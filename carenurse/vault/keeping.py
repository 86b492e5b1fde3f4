"""Which backups are kept: one a day for a week, one a week for a month, never less than the newest."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import Final

DAYS: Final = 7
WEEKS: Final = 4
MOST_BYTES: Final = 5 * 1024**3


def kept(made: Sequence[datetime], zone: tzinfo | None, sizes: Sequence[int] = ()) -> set[int]:
    """Choose by number which backups to keep, of any order: the newest of each day, before them of each week.

    Days and weeks that had a backup count, not days that passed: a nurse back from leave finds what she left.
    ``zone`` is where the days begin; ``sizes`` in bytes: the oldest go when all that is kept passes 5 GiB,
    the newest never.
    """
    newest_first = sorted(range(len(made)), key=lambda at: made[at], reverse=True)
    local = [moment.astimezone(zone) for moment in made]
    days: dict[date, int] = {}
    for at in newest_first:
        days.setdefault(local[at].date(), at)
    daily = list(days.items())[:DAYS]
    weeks: dict[tuple[int, int], int] = {}
    for at in newest_first:
        if local[at].date() < daily[-1][0]:
            weeks.setdefault(local[at].isocalendar()[:2], at)
    wanted = {*(at for _, at in daily), *list(weeks.values())[:WEEKS]}
    if not sizes:
        return wanted
    room, staying = MOST_BYTES, set[int]()
    for at in (at for at in newest_first if at in wanted):
        room -= sizes[at]
        if staying and room < 0:
            break
        staying.add(at)
    return staying
