"""Which backups are kept: one a day for a week, one a week for a month, never less than the newest."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
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
    days: dict[object, int] = {}
    for at in newest_first:
        days.setdefault(made[at].astimezone(zone).date(), at)
    wanted = set(list(days.values())[:DAYS])
    oldest_day = min((made[at] for at in wanted), default=None)
    weeks: dict[object, int] = {}
    for at in (at for at in newest_first if oldest_day and made[at] < oldest_day):
        weeks.setdefault(made[at].astimezone(zone).isocalendar()[:2], at)
    wanted.update(list(weeks.values())[:WEEKS])
    if not sizes:
        return wanted
    room, staying = MOST_BYTES, set[int]()
    for at in (at for at in newest_first if at in wanted):
        room -= sizes[at]
        if staying and room < 0:
            break
        staying.add(at)
    return staying
