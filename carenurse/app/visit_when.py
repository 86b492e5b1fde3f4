"""Reading a day and a time as a nurse types them: "fri", "6 Mar", "3/6", "+7"; "9", "9:30", "2pm"."""

import re
from datetime import date, datetime, time, timedelta, tzinfo

from carenurse.app.day_words import month_names, weekday_names
from carenurse.translations import tr

_TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?\s*(a|p)?\.?m?\.?", re.IGNORECASE)
_NUMBERS = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}))?")
_WORDS = re.compile(r"(?:(\d{1,2})\.?\s+([^\W\d_]+)|([^\W\d_]+)\s+(\d{1,2}))\.?(?:,?\s+(\d{4}))?")
_FAR_AHEAD = timedelta(days=183)
"""A day without a year lies nearer than this ahead, or it is one that is past."""
_NOON = 12
_HOURS = 24


def read_day(text: str, today: date) -> date | None:
    """Read a day to come, None for nonsense. A day without a year is the next one of that name.

    Numbers are read month first ("3/6" is the 6th of March), as on every form of the United States.
    """
    said = text.strip().casefold()
    if said.startswith("+") and said[1:].isdigit() and len(said) < 4:  # noqa: PLR2004  # "+120" is the longest
        return today + timedelta(days=int(said[1:]))
    return _named(said, today) or _iso(said) or _numbers(said, today) or _in_words(said, today)


def read_visit_day(text: str, today: date) -> date | None:
    """Read the day of a visit to come; None where ``visit_day_problem`` has something to say."""
    return None if visit_day_problem(text, today) else read_day(text, today)


def visit_day_problem(text: str, today: date) -> str:
    """Say why a day is none for a visit to come: nonsense, past, or past in a year that nobody wrote.

    "20 Nov" typed on the 22nd is a slip, not a plan for next year; "2 Jan" typed then is the coming one.
    """
    day = read_day(text, today)
    if day is None:
        return tr("Say a day, such as fri, 6 Mar or +7")
    if day < today:
        return tr("That day is past")
    if day - today > _FAR_AHEAD and str(day.year) not in text and not text.strip().startswith("+"):
        return tr("That day is past this year. Write {year} behind it if you mean that", year=day.year)
    return ""


def _named(said: str, today: date) -> date | None:
    if said in ("today", "tomorrow"):
        return today + timedelta(days=said == "tomorrow")
    begun = [number for number, name in enumerate(weekday_names()) if said[:3] == name.casefold()[:3]]
    if not begun or not said.isalpha():
        return None
    return today + timedelta(days=(begun[0] - today.weekday() - 1) % 7 + 1)


def _iso(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _numbers(said: str, today: date) -> date | None:
    found = _NUMBERS.fullmatch(said)
    return _next(int(found[1]), int(found[2]), found[3], today) if found else None


def _in_words(said: str, today: date) -> date | None:
    said = re.sub(r"^[^\W\d_]{3,9}\.?,?\s+(?=\d)", "", said) if _named(said[:3], today) else said
    found = _WORDS.fullmatch(said)
    if not found:
        return None
    day, word = (found[1], found[2]) if found[1] else (found[4], found[3])
    months = [number for number, name in enumerate(month_names(), 1) if word[:3] == name.casefold()[:3]]
    return _next(months[0], int(day), found[5], today) if months else None


def _next(month: int, day: int, year: str | None, today: date) -> date | None:
    try:
        if year:
            return date(int(year), month, day)
        this_year = date(today.year, month, day)
        return this_year if this_year >= today else date(today.year + 1, month, day)
    except ValueError:
        return None


def read_clock(text: str) -> time | None:
    """Read a time of day, None for nonsense. Without am or pm it is on the 24-hour clock."""
    found = _TIME.fullmatch(text.strip())
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if found[3].casefold() == "p" else 0)
    return time(hour, minute) if hour < _HOURS and minute < 60 else None  # noqa: PLR2004  # minutes in an hour


def moment(day: date, clock: time, zone: tzinfo | None) -> datetime:
    """Put day and time together, on the clock of the place where the nurse is."""
    return datetime.combine(day, clock, zone)
