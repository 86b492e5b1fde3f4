"""One person's order beside what is planned and done, week by week, Sunday to Saturday."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from carenurse.scheduling.order import Order, expand
from carenurse.scheduling.weeks import week_start
from carenurse.translations import tr, trn

MOST_WEEKS_SHOWN = 60


class Standing(StrEnum):
    """What became of a planned visit, as far as the order is concerned."""

    PLANNED = "planned"
    DONE = "done"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class LedgerWeek:
    """One week: visits due by the order (None: no order covers it), planned (done ones too), done, missed."""

    sunday: date
    ordered: int | None
    planned: int = 0
    done: int = 0
    missed: int = 0

    @property
    def short(self) -> int:
        """Visits that the order wants and nobody has planned."""
        return max(0, (self.ordered or 0) - self.planned)

    @property
    def over(self) -> int:
        """Visits planned beyond the order; none in a week that no order covers, which is said by itself."""
        return 0 if self.ordered is None else max(0, self.planned - self.ordered)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All weeks of an order, with its totals; ``as_needed`` visits may come on top in any week."""

    weeks: tuple[LedgerWeek, ...]
    as_needed: int = 0

    @property
    def ordered(self) -> int:
        """Visits due by the order."""
        return sum(week.ordered or 0 for week in self.weeks)

    @property
    def planned(self) -> int:
        """Visits planned or done."""
        return sum(week.planned for week in self.weeks)

    @property
    def beyond(self) -> int:
        """Visits planned that neither the weeks of the order nor its visits as needed cover."""
        return max(0, sum(week.over for week in self.weeks) - self.as_needed)

    @property
    def done(self) -> int:
        """Visits done."""
        return sum(week.done for week in self.weeks)


def ledger(
    order: Order, start: date, visits: Iterable[tuple[date, Standing]], until: date | None = None
) -> Ledger:
    """Count visits against the order.

    ``until`` is the last day that needs cover (the end of the certification period): weeks up to it that
    no order covers are listed too. Visits outside all weeks are left out. A missed visit is not planned
    any more.
    """
    due = {week.sunday: week.visits for week in expand(order, start)}
    sundays = sorted(due)
    if until is not None:
        sunday = week_start(start)
        while sunday <= until and len(sundays) < MOST_WEEKS_SHOWN:
            if sunday not in due:
                sundays.append(sunday)
            sunday += timedelta(days=7)
    counts: dict[tuple[date, Standing], int] = {}
    for day, standing in visits:
        key = (week_start(day), standing)
        counts[key] = counts.get(key, 0) + 1
    weeks = tuple(_week(sunday, due.get(sunday), counts) for sunday in sorted(sundays))
    return Ledger(weeks, order.as_needed)


def warnings(found: Ledger, today: date, until: date | None = None) -> tuple[str, ...]:
    """Say where plan and order part: this week first, then weeks ahead, then the tail without an order."""
    told: list[str] = []
    now = week_start(today)
    if number := sum(week.short for week in found.weeks if week.sunday == now):
        told.append(
            trn(
                "{number} ordered visit is not planned this week.",
                "{number} ordered visits are not planned this week.",
                number,
            )
        )
    if number := sum(week.short for week in found.weeks if week.sunday > now):
        told.append(
            trn(
                "{number} ordered visit after this week is not planned.",
                "{number} ordered visits after this week are not planned.",
                number,
            )
        )
    ahead = sum(week.over for week in found.weeks if week.sunday >= now)
    if number := min(ahead, found.beyond):
        told.append(
            trn(
                "{number} visit more than ordered is planned.",
                "{number} visits more than ordered are planned.",
                number,
            )
        )
    if any(week.ordered is None and week.sunday >= now for week in found.weeks) and until:
        told.append(tr("The order ends before the certification does."))
    return tuple(told)


def _week(sunday: date, ordered: int | None, counts: dict[tuple[date, Standing], int]) -> LedgerWeek:
    done = counts.get((sunday, Standing.DONE), 0)
    return LedgerWeek(
        sunday=sunday,
        ordered=ordered,
        planned=done + counts.get((sunday, Standing.PLANNED), 0),
        done=done,
        missed=counts.get((sunday, Standing.MISSED), 0),
    )
