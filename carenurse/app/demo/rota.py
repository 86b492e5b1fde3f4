"""When a nurse visits whom: a five-day round, week after week, with what was told by hand in its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from carenurse.app.demo.stories import Past, Person, Rota

ROUND = 5
"""Working days in one round."""
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Planned:
    """One place in the calendar; ``working_day`` counts from today (0), ``told`` is what was told by hand."""

    day: date
    working_day: int
    time: str
    minutes: int
    told: Past | None = None


def calendar_day(today: date, working_day: int) -> date:
    """Give the day so many working days (Monday to Friday) from today; today counts even on a weekend."""
    step = 1 if working_day > 0 else -1
    day, left = today, abs(working_day)
    while left:
        day += timedelta(days=step)
        left -= day.weekday() < _SATURDAY
    return day


def visits(person: Person, today: date, weeks_back: int, weeks_ahead: int) -> list[Planned]:
    """List the places of one person, oldest first."""
    told = {past.at: past for past in person.past}
    first = -min(person.weeks, weeks_back) * ROUND
    found = [
        Planned(calendar_day(today, at), at, past.time, past.minutes, past)
        for at, past in told.items()
        if at >= -weeks_back * ROUND
    ]
    for working_day in range(first, weeks_ahead * ROUND + 1):
        by_hand = working_day < 0 and _short_story(person)
        if working_day not in told and not by_hand:
            found += _places(person, today, working_day)
    return sorted(found, key=lambda one: (one.day, one.time))


def _short_story(person: Person) -> bool:
    """Say whether all visits up to now are told by hand: care began at most two weeks ago."""
    return person.weeks <= 2  # noqa: PLR2004 - the two weeks of the sentence above


def _places(person: Person, today: date, working_day: int) -> Iterator[Planned]:
    week, weekday = divmod(working_day, ROUND)
    for place in person.rota:
        if place.day == weekday and week % place.every == place.phase % place.every:
            yield Planned(calendar_day(today, working_day), working_day, place.time, place.minutes)


def round_of(number: int) -> tuple[Rota, ...]:
    """Give a further person (beyond those told by name) a weekly place in the round."""
    hour, half = divmod(number // ROUND % 16, 2)
    return (Rota(number % ROUND, f"{8 + hour:02}:{30 * half:02}", 30),)
