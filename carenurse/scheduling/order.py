"""The visit order as the physician signs it: ``1w1 2w2 1w6 2PRN``.

Home health writes a frequency as visits, the letter of the span, and how many spans: ``2w3`` is two visits
a week for three weeks, ``1d5`` one a day for five days. Spans follow one another from the start date. A week
runs from Sunday to Saturday, so the first week is as short as the start date makes it (Medicare Benefit
Policy Manual, chapter 7, section 30.2.2 asks for frequency and duration; the Sunday week is the agencies'
billing week). ``2PRN`` are visits as needed: they stand beside the weeks and are never due.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from carenurse.scheduling.weeks import week_start
from carenurse.translations import tr

MOST_A_DAY = 4
MOST_A_WEEK = 21
MOST_WEEKS = 53
MOST_DAYS = 366
MOST_AS_NEEDED = 30

_WEEK = timedelta(days=7)

_SPAN = re.compile(r"(\d{1,3})\s*([a-z])\s*(\d{1,3})")
_AS_NEEDED = re.compile(r"(?<![a-z0-9])\+?\s*(\d{1,3})\s*prn\b(?:\s+for\s+(?P<reason>.+))?$")
_JOINTS = re.compile(r"[\s,;+]+")


@dataclass(frozen=True, slots=True)
class Span:
    """So many visits in each week (or day), for so many weeks (or days)."""

    visits: int
    length: int
    daily: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """A visit order: its text as written, its spans in order, and the visits as needed."""

    text: str
    spans: tuple[Span, ...]
    as_needed: int = 0
    as_needed_for: str = ""

    @property
    def total(self) -> int:
        """All visits that are due, those as needed left out."""
        return sum(span.visits * span.length for span in self.spans)


@dataclass(frozen=True, slots=True)
class OrderedWeek:
    """What is due from this Sunday to the Saturday after it."""

    sunday: date
    visits: int


def parse_order(text: str) -> Order:
    """Read a visit order. Raises ValueError with a sentence for the nurse when it makes no sense."""
    rest, as_needed, reason = _take_as_needed(text.strip().lower())
    spans: list[Span] = []
    while rest := _JOINTS.sub(" ", rest).strip():
        found = _SPAN.match(rest)
        if found is None:
            raise ValueError(_nonsense(rest.split(" ")[0]))
        spans.append(_span(found))
        rest = rest[found.end() :]
        if rest[:1].isalnum():
            raise ValueError(_nonsense(found.group(0) + rest.split(" ")[0]))
    if not spans and not as_needed:
        raise ValueError(
            tr("Write the order as visits per week, such as 2w3: two visits a week for three weeks.")
        )
    return Order(" ".join(text.split()), tuple(spans), as_needed, reason)


def expand(order: Order, start: date) -> tuple[OrderedWeek, ...]:
    """Say how many visits are due in each Sunday-to-Saturday week from the start date on."""
    due: dict[date, int] = {}
    day = start
    for span in order.spans:
        for _ in range(span.length):
            sunday = week_start(day)
            due[sunday] = due.get(sunday, 0) + span.visits
            day = day + timedelta(days=1) if span.daily else sunday + timedelta(days=7)
    return tuple(OrderedWeek(sunday, visits) for sunday, visits in due.items())


def due_in(order: Order, start: date, sunday: date) -> int:
    """Say how many visits are due in the one week that begins on this Sunday, as ``expand`` does."""
    due, day = 0, start
    for span in order.spans:
        if span.daily:
            end = day + timedelta(days=span.length)
            held = min(end, sunday + _WEEK) - max(day, sunday)
            due += span.visits * max(held.days, 0)
        else:
            first = week_start(day)
            end = first + span.length * _WEEK
            due += span.visits * (first <= sunday < end)
        day = end
    return due


def _take_as_needed(text: str) -> tuple[str, int, str]:
    """Cut the visits as needed off the end of the order."""
    found = _AS_NEEDED.search(text)
    if found is None:
        if "prn" in text:
            raise ValueError(tr("Write visits as needed last and with their number, such as 2PRN."))
        return text, 0, ""
    number = int(found.group(1))
    if not 1 <= number <= MOST_AS_NEEDED:
        raise ValueError(tr("{number} visits as needed cannot be right.", number=number))
    return text[: found.start()], number, found.group("reason") or ""


def _span(found: re.Match[str]) -> Span:
    written, visits, letter, length = found.group(0), int(found.group(1)), found.group(2), int(found.group(3))
    if letter not in "wd":
        raise ValueError(
            tr("“{written}”: use w for weeks or d for days, such as 1w4 or 1d5.", written=written)
        )
    daily = letter == "d"
    if not visits:
        raise ValueError(tr("“{written}” orders no visit.", written=written))
    if not length:
        raise ValueError(tr("“{written}” lasts no time: say for how many weeks.", written=written))
    if daily and visits > MOST_A_DAY:
        raise ValueError(
            tr("“{written}”: {number} visits a day cannot be right.", written=written, number=visits)
        )
    if not daily and visits > MOST_A_WEEK:
        raise ValueError(
            tr("“{written}”: {number} visits a week cannot be right.", written=written, number=visits)
        )
    if length > (MOST_DAYS if daily else MOST_WEEKS):
        raise ValueError(tr("“{written}” lasts more than a year.", written=written))
    return Span(visits, length, daily)


def _nonsense(written: str) -> str:
    return tr(
        "“{written}” is not a visit order. Write visits, w, weeks: 2w3 is two visits a week for three weeks.",
        written=written[:20],
    )
