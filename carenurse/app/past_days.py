"""Reading a day that is past, or the year or month in which something began, as a nurse types it."""

import re
from datetime import date, timedelta

from carenurse.app.day_words import month_names
from carenurse.app.visit_when import read_day
from carenurse.clinical.dates import PartialDate
from carenurse.translations import tr

_WEEK = timedelta(days=7)
_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"([^\W\d_]{3,})\.?,?\s+(\d{4})|(\d{1,2})[/.](\d{4})|(\d{4})-(\d{2})")


def read_past(text: str, today: date) -> PartialDate | None:
    """Read "14 Mar 2021", "yesterday", "Mar 2021", "2021"; None for nonsense.

    A day without a year is the last one of that name, so is a day of the week ("fri" on a Sunday: two days
    ago; on a Friday: a week ago). A day to come ("+3", "tomorrow") is read as such, for its own sentence.
    """
    said = text.strip().casefold()
    if _YEAR.fullmatch(said):
        return PartialDate.parse(said)
    if found := _MONTH.fullmatch(said):
        return _month(found)
    if said in ("yesterday", tr("yesterday").casefold()):
        return PartialDate.of(date.fromordinal(today.toordinal() - 1))
    day = read_day(said, today)
    if day is None:
        return None
    return PartialDate.of(_meant(said, day, today))


def _meant(said: str, day: date, today: date) -> date:
    """Take the last day of a name where the next one was read: "fri" is last Friday, "6 Mar" the last 6th."""
    if day <= today or said.startswith("+") or said == "tomorrow" or str(day.year) in said:
        return day
    if any(sign.isdigit() for sign in said):
        return _year_before(day)
    return day - _WEEK if day - _WEEK < today else day - 2 * _WEEK


def _month(found: re.Match[str]) -> PartialDate | None:
    word, year, number, year_of_number, iso_year, iso_month = found.groups()
    if word:
        names = (name.casefold()[:3] for name in month_names())
        numbers = [place for place, name in enumerate(names, 1) if word[:3] == name]
        return PartialDate.parse(f"{year}-{numbers[0]:02}") if numbers else None
    return PartialDate.parse(f"{year_of_number or iso_year}-{int(number or iso_month):02}")


def _year_before(day: date) -> date:
    """Take the same day a year before; of the 29th of February, the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
