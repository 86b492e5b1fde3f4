"""Where things stand in the week's grid: days across, hours down. Plain numbers, no painting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from carenurse.app.schedule_facts import Block

SNAP_MINUTES = 15
HOUR = 60
DAY_MINUTES = 24 * HOUR
WEEKEND = 5


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in the grid, in pixels from its top left corner."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Days across and hours down.

    ``lefts`` holds the left edge of each day and, last, the right edge of the grid; lengths are in pixels.
    """

    days: tuple[date, ...]
    lefts: tuple[int, ...]
    first_hour: int
    last_hour: int
    hour_height: int

    @property
    def height(self) -> int:
        """All hours together."""
        return (self.last_hour - self.first_hour) * self.hour_height

    def column(self, day: date) -> tuple[int, int]:
        """Give left edge and width of a day. Raises ValueError for a day outside the grid."""
        place = self.days.index(day)
        return self.lefts[place], self.lefts[place + 1] - self.lefts[place]

    def y_of(self, moment: datetime) -> int:
        """Say how far down a moment stands, on its own day."""
        minutes = moment.hour * HOUR + moment.minute - self.first_hour * HOUR
        return round(minutes * self.hour_height / HOUR)

    def box(self, block: Block, gap: int) -> Box:
        """Place a block into its lane; overlapping blocks share the width of the day."""
        left, width = self.column(block.start.date())
        share = (width - gap) / block.lane.count
        top = self.y_of(block.start)
        height = round(block.minutes * self.hour_height / HOUR)
        x = left + gap // 2 + round(share * block.lane.index)
        return Box(
            x, top, round(share) - (gap if block.lane.count > 1 else 0), max(height, self.hour_height // 3)
        )

    def day_at(self, x: float) -> date:
        """Name the day at a place across; the nearest one outside."""
        for day, right in zip(self.days, self.lefts[1:], strict=True):
            if x < right:
                return day
        return self.days[-1]

    def moment_at(self, x: float, y: float, like: datetime, *, length: int = SNAP_MINUTES) -> datetime:
        """Give the snapped moment at a place, on the clock of ``like``; ``length`` minutes fit the day."""
        minutes = self.first_hour * HOUR + y * HOUR / self.hour_height
        snapped = round(minutes / SNAP_MINUTES) * SNAP_MINUTES
        snapped = max(0, min(snapped, DAY_MINUTES - max(length, SNAP_MINUTES)))
        wall = datetime.combine(self.day_at(x), time()) + timedelta(minutes=snapped)
        return wall.replace(tzinfo=like.tzinfo)


def lay_out(
    days: Sequence[date],
    blocks: Sequence[Block],
    width: int,
    *,
    hour_height: int,
    weekend_width: int,
    hours: tuple[int, int],
    height: int = 0,
) -> Grid:
    """Share the width among the days: an empty weekend is narrow, the rest are equal.

    The hours shown are those of the tokens and whatever else the visits need, stretched to fill ``height``.
    """
    busy = {block.start.date() for block in blocks}
    narrow = {day for day in days if day.weekday() >= WEEKEND and day not in busy and len(days) > 1}
    wide = len(days) - len(narrow)
    rest = max(0, width - weekend_width * len(narrow))
    lefts = [0]
    seen = 0
    for day in days:
        if day not in narrow:
            seen += 1
        done = rest * seen // wide if wide else 0
        lefts.append(done + weekend_width * sum(1 for other in days[: len(lefts)] if other in narrow))
    first = min([hours[0], *(block.start.hour for block in blocks)])
    last = max([hours[1], *(_last_hour(block) for block in blocks)])
    return Grid(tuple(days), tuple(lefts), first, last, max(hour_height, height // (last - first)))


def _last_hour(block: Block) -> int:
    if block.end.date() > block.start.date():
        return 24
    return block.end.hour + (1 if block.end.minute else 0)
