"""Dates and times as records really write them: a year, a month, a day, or an instant with its offset.

FHIR R4 lets a date stop at the year or the month. What was not said is never filled in: a fact keeps
the text as written and only its place in an order is worked out.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Self

from typing_extensions import override

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_DAY_IN_ORDER = len("2026-02-27T12:00")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A FHIR ``date``: a year, perhaps a month, perhaps a day.

    Dates order by their first possible day; of two that begin alike the vaguer one comes first.
    """

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: Any) -> Self | None:
        """Read ``1941``, ``1941-03`` or ``1941-03-05``; None for anything else and for no such day."""
        found = _DATE.fullmatch(text) if isinstance(text, str) else None
        if found is None:
            return None
        year, month, day = (int(part) if part else None for part in found.groups())
        try:
            date(year or 0, month or 1, day or 1)
        except ValueError:
            return None
        return cls(year or 0, month, day)

    @classmethod
    def of(cls, day: date) -> Self:
        """Take over a full calendar day."""
        return cls(day.year, day.month, day.day)

    @property
    def first_day(self) -> date:
        """The earliest day that this date can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The latest day that this date can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def exact(self) -> date | None:
        """The day, when a day was said."""
        return self.first_day if self.day else None

    @override
    def __str__(self) -> str:
        """Write it as FHIR writes it, to the precision that was said."""
        text = f"{self.year:04}"
        if self.month:
            text += f"-{self.month:02}"
        if self.day:
            text += f"-{self.day:02}"
        return text

    def __lt__(self, other: "PartialDate") -> bool:
        return (self.first_day, self.month or 0, self.day or 0) < (
            other.first_day,
            other.month or 0,
            other.day or 0,
        )

    def __le__(self, other: "PartialDate") -> bool:
        return self == other or self < other


@dataclass(frozen=True, slots=True)
class Moment:
    """A FHIR ``dateTime`` as it was written: an instant with its offset, or only a (partial) date."""

    text: str

    @classmethod
    def parse(cls, text: Any) -> Self | None:
        """Read a FHIR dateTime or instant; None for anything that names no time."""
        moment = cls(text) if isinstance(text, str) else None
        return moment if moment and (moment.instant or moment.date) else None

    @classmethod
    def at(cls, instant: datetime) -> Self:
        """Write an aware instant down, to the second, with its own offset."""
        return cls(instant.isoformat(timespec="seconds"))

    @classmethod
    def on(cls, day: date) -> Self:
        """Write a day down whose hour nobody said."""
        return cls(day.isoformat())

    @property
    def instant(self) -> datetime | None:
        """The instant, aware; None when only a date was said. A time without offset is taken as UTC."""
        return parse_instant(self.text)

    @property
    def date(self) -> PartialDate | None:
        """The calendar date as written, at the place where it was written."""
        return PartialDate.parse(self.text.split("T")[0])

    def begins_after(self, day: PartialDate) -> bool:
        """Say whether even the earliest day that this can mean, as a beginning, lies after a day."""
        written = self.date
        return written is not None and written.first_day > day.last_day

    def over_before(self, day: PartialDate) -> bool:
        """Say whether even the latest day that this can mean, as an end, lies before a day."""
        written = self.date
        return written is not None and written.last_day < day.first_day

    @property
    def order(self) -> str:
        """Text whose order is the order of time: UTC for an instant, the middle of the day for a date.

        A date becomes ``2026-02-27T12:00`` (no seconds, no offset), so that it lies within its own day in
        nearly every time zone and can be told from a real noon.
        """
        if instant := self.instant:
            return order_of(instant)
        day = self.date
        return f"{day.first_day.isoformat()}T12:00" if day else ""

    @override
    def __str__(self) -> str:
        """Show it as it was written."""
        return self.text


def parse_instant(text: Any) -> datetime | None:
    """Read an ISO instant into an aware datetime; None when there is no time of day in it."""
    if not isinstance(text, str) or "T" not in text:
        return None
    try:
        found = datetime.fromisoformat(text)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else _within_range(found)
    except (ValueError, OverflowError):
        return None


def _within_range(instant: datetime) -> datetime:
    """Refuse (OverflowError) an instant that has no place in UTC, such as year 1 east of Greenwich."""
    instant.astimezone(UTC)
    return instant


def instant_in_order(order: str) -> datetime | None:
    """Read the instant out of ``Moment.order`` text; None where it only stands for a day."""
    return None if len(order) == _DAY_IN_ORDER else parse_instant(order)


def order_of(instant: datetime) -> str:
    """Write an aware instant so that text order is time order; ``Indexed.when`` and queries both use it."""
    return instant.astimezone(UTC).isoformat()
