"""Dates, times and moments as FHIR writes them, at the precision they were written with."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal

from carenurse.forms.fhirpath.failures import impossible
from carenurse.forms.fhirpath.quantities import Quantity
from carenurse.translations import tr

_DATE = r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?"
_TIME = r"(\d\d)(?::(\d\d)(?::(\d\d(?:\.\d+)?))?)?"
_ZONE = r"(Z|[+-]\d\d:\d\d)?"
_WHOLE = re.compile(rf"(?:{_DATE}(?:(T)(?:{_TIME}{_ZONE})?)?|T?{_TIME})\Z")
_STEPS = ("year", "month", "day", "hour", "minute", "second")
_WIDEST_OFFSET = timedelta(hours=14)
_SECONDS = {"week": 604_800, "day": 86_400, "hour": 3_600, "minute": 60, "second": 1}


class Temporal(str):
    """A date, dateTime, instant or time; still its own text, with what the text means.

    ``kind`` is "date", "dateTime" or "time"; ``fields`` are year, month, day, hour, minute, second as far as
    they were written (a time starts at the hour); ``zone`` is the offset, or None.
    """

    __slots__ = ("fields", "kind", "zone")
    kind: str
    fields: tuple[int | Decimal, ...]
    zone: tzinfo | None

    @classmethod
    def read(cls, text: str) -> "Temporal | None":
        """Read FHIR text; None when it is not a date or time."""
        found = _WHOLE.match(text)
        if found is None:
            return None
        parts = found.groups()
        value = cls(text)
        if parts[8] is not None:
            value.kind, value.zone, numbers = "time", None, parts[8:11]
        else:
            value.kind = "dateTime" if parts[3] else "date"
            value.zone = _offset(parts[7])
            numbers = (*parts[:3], *parts[4:7])
        value.fields = tuple(
            Decimal(part) if "." in part else int(part) for part in numbers if part is not None
        )
        return value if _possible(value) else None

    @property
    def clock(self) -> tuple[int | Decimal, ...]:
        """The fields, moved to UTC when an offset and an hour are known."""
        if self.zone is None or len(self.fields) < 4:  # noqa: PLR2004 - year, month, day, hour
            return self.fields
        moved = _moment(self.fields, self.zone).astimezone(UTC)
        second = self.fields[5] if len(self.fields) > 5 else 0  # noqa: PLR2004 - the second is the sixth field
        every = (moved.year, moved.month, moved.day, moved.hour, moved.minute, second)
        return every[: len(self.fields)]

    def compared(self, other: "Temporal", local: tzinfo | None) -> int | None:
        """Order two: -1, 0, 1, or None when the coarser one leaves it open.

        ``local`` is the offset of whichever was written without one; where it is not known either, two
        moments are ordered only when no offset on earth could turn them round. A date meets a dateTime at
        the precision of the date, as both were written. Raises EvaluationError for a time against a date.
        """
        if (self.kind == "time") != (other.kind == "time"):
            raise impossible(tr("a date and a time of day cannot be compared"))
        one_moment, other_moment = self.in_zone(local), other.in_zone(local)
        if not (one_moment.has_hour and other_moment.has_hour):
            first, second = one_moment.fields, other_moment.fields
        elif (one_moment.zone is None) != (other_moment.zone is None):
            return one_moment.far_from(other_moment)
        else:
            first, second = one_moment.clock, other_moment.clock
        for one, two in zip(first, second, strict=False):
            if one != two:
                return -1 if one < two else 1
        short = min(len(first), len(second))
        minutes = 2 if self.kind == "time" else 5
        return 0 if len(first) == len(second) or short > minutes else None

    @property
    def has_hour(self) -> bool:
        """Whether it tells a time of day with its date."""
        return self.kind == "dateTime" and len(self.fields) > 3  # noqa: PLR2004 - year, month, day, hour

    def far_from(self, other: "Temporal") -> int | None:
        """Order two moments of which one has no known offset; None when they are too near to each other."""
        gap = _moment(self.fields, self.zone or UTC) - _moment(other.fields, other.zone or UTC)
        if abs(gap) <= _WIDEST_OFFSET:
            return None
        return -1 if gap < timedelta(0) else 1

    def in_zone(self, local: tzinfo | None) -> "Temporal":
        """Give a dateTime without an offset this one."""
        if self.zone is None and self.has_hour:
            copy = Temporal(self)
            copy.kind, copy.fields, copy.zone = self.kind, self.fields, local
            return copy
        return self

    def moved(self, amount: Quantity, sign: int) -> "Temporal":
        """Add (sign 1) or take away (sign -1) a stretch of time, at the precision written.

        A month added to 31 January is the last day of February; parts finer than the precision are dropped.
        Raises EvaluationError for a unit that is not one of time.
        """
        unit = amount.calendar
        if unit is None:
            raise impossible(tr("a date cannot be moved by “{unit}”", unit=amount.unit))
        count = amount.value * sign
        if unit not in ("second", "millisecond"):
            count = Decimal(int(count))
        if unit in ("year", "month") and self.kind != "time":
            return self._by_months(int(count) * (12 if unit == "year" else 1))
        return self._by_seconds(unit, count)

    def _by_months(self, months: int) -> "Temporal":
        year, month, *rest = (*self.fields, 1)[: max(2, len(self.fields))]
        if len(self.fields) == 1:
            months -= months % 12 if months >= 0 else -(-months % 12)
        whole = int(year) * 12 + int(month) - 1 + months
        year, month = divmod(whole, 12)
        if not 1 <= year <= 9999:  # noqa: PLR2004 - the years FHIR can write
            raise impossible(tr("the date lies outside the calendar"))
        fields = [year, month + 1, *rest][: len(self.fields)]
        if len(fields) > 2:  # noqa: PLR2004 - there is a day
            fields[2] = min(int(fields[2]), monthrange(year, month + 1)[1])
        return self._with(tuple(fields))

    def _by_seconds(self, unit: str, count: Decimal) -> "Temporal":
        seconds = count / 1000 if unit == "millisecond" else count * _SECONDS.get(unit, 0)
        if unit in ("year", "month"):
            raise impossible(tr("“{unit}” is not a stretch of time", unit=unit))
        if self.kind != "time" and len(self.fields) < 3:  # noqa: PLR2004 - year or year and month only
            months = int(seconds / 86_400) // (365 if len(self.fields) == 1 else 30)
            return self._by_months(months * (12 if len(self.fields) == 1 else 1))
        if self.kind == "date":
            seconds = Decimal(int(seconds / 86_400) * 86_400)
        base = (2000, 1, 1, *self.fields) if self.kind == "time" else self.fields
        try:
            moved = _moment(base, UTC) + timedelta(microseconds=int(seconds * 1_000_000))
        except OverflowError:
            raise impossible(tr("the date lies outside the calendar")) from None
        second = Decimal(moved.second) + Decimal(moved.microsecond) / 1_000_000
        every = (moved.year, moved.month, moved.day, moved.hour, moved.minute, second)
        return self._with(every[3:][: len(self.fields)] if self.kind == "time" else every[: len(self.fields)])

    def _with(self, fields: tuple[int | Decimal, ...]) -> "Temporal":
        fraction = "." in str(self)
        texts = [f"{int(part):02d}" for part in fields]
        if len(fields) == (3 if self.kind == "time" else 6) and (fraction or fields[-1] != int(fields[-1])):
            texts[-1] = f"{fields[-1]:06.3f}"
        if self.kind == "time":
            text = ":".join(texts)
        else:
            texts[0] = f"{int(fields[0]):04d}"
            text = "-".join(texts[:3])
            if self.kind == "dateTime":
                text += "T" + ":".join(texts[3:])
                text += str(self)[-6:] if str(self)[-6:-5] in ("+", "-") and len(texts) > 3 else ""  # noqa: PLR2004 - has an hour
                text += "Z" if str(self).endswith("Z") else ""
        result = Temporal.read(text)
        if result is None:
            raise impossible(tr("the date lies outside the calendar"))
        return result


def _offset(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[4:])
    if hours > 14 or minutes > 59:  # noqa: PLR2004 - the offsets that exist
        return None
    stretch = timedelta(hours=hours, minutes=minutes)
    return timezone(-stretch if text[0] == "-" else stretch)


def _moment(fields: tuple[int | Decimal, ...], zone: tzinfo) -> datetime:
    numbers = [int(part) for part in (*fields[:5], *(0,) * 5)][:5]
    start = datetime(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], tzinfo=zone)
    seconds = fields[5] if len(fields) > 5 else 0  # noqa: PLR2004 - the second is the sixth field
    return start + timedelta(microseconds=int(Decimal(seconds) * 1_000_000))


def _possible(value: Temporal) -> bool:
    fields = value.fields
    try:
        if value.kind == "time":
            _moment((2000, 1, 1, *fields), UTC)
            return True
        padded = (*fields, 1, 1)[: max(3, len(fields))]
        date(int(padded[0]), int(padded[1]), int(padded[2]))
        _moment(padded, UTC)
    except (ValueError, OverflowError):
        return False
    return True


def today(now: datetime) -> Temporal:
    """Give this day, in the place where the nurse is."""
    return _certain(now.date().isoformat())


def this_moment(now: datetime) -> Temporal:
    """Give this moment with its offset, to the millisecond."""
    return _certain(now.isoformat(timespec="milliseconds"))


def time_of_day(now: datetime) -> Temporal:
    """Give the clock, to the millisecond."""
    return _certain(now.time().isoformat(timespec="milliseconds"))


def _certain(text: str) -> Temporal:
    value = Temporal.read(text)
    if value is None:
        raise impossible(tr("the date lies outside the calendar"))
    return value
