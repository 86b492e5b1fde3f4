"""The trend beside a question of a visit: earlier readings, and today's at its end."""

from datetime import date

from carenurse.app.day_words import short_day
from carenurse.app.visit_rows import RowFacts
from carenurse.translations import tr
from ui.widgets.sparkline import Beyond, Trend


def trend_of(facts: RowFacts, *, out: bool, name: str, today: date) -> Trend | None:
    """Draw the points of a row, today's value at their end; a single one is no trend.

    A meter's HI or LO stands at the edge. Only today's value is ever marked as beyond its limits: the flag is
    about it.
    """
    points = (*facts.points, facts.today) if facts.today else facts.points
    said = _said(facts)
    if len(said) < 2:  # noqa: PLR2004 - a line needs two ends
        return None
    (day, first), (last_day, last) = said[0], said[-1]
    words = tr(
        "{name}: {first} on {day}, {last} on {last_day}",
        name=name,
        first=first,
        day=short_day(day, today),
        last=last,
        last_day=short_day(last_day, today),
    )
    if last_day == today:
        words = tr(
            "{name}: {first} on {day}, {last} today",
            name=name,
            first=first,
            day=short_day(day, today),
            last=last,
        )
    return Trend(
        lines=(tuple(float(point.value) for point in points),),
        words=words,
        low=None if facts.low is None else float(facts.low),
        high=None if facts.high is None else float(facts.high),
        out=out and facts.today is not None,
        at=tuple(float(point.day.toordinal()) for point in points),
        beyond=tuple(Beyond(float(one.day.toordinal()), above=one.word == "HI") for one in facts.beyond),
    )


def trend_days(facts: RowFacts, today: date) -> tuple[str, ...]:
    """Say the first day of a row's trend, the one in the middle and the last."""
    days = [day for day, _ in _said(facts)]
    ends = (days[0], days[len(days) // 2], days[-1]) if days else ()
    return tuple(dict.fromkeys(tr("today") if day == today else short_day(day, today) for day in ends))


def _said(facts: RowFacts) -> list[tuple[date, str]]:
    """Say all that was measured, in the order of the days."""
    points = (*facts.points, facts.today) if facts.today else facts.points
    told = [(point.day, f"{point.value:f}") for point in points]
    return sorted((*told, *((one.day, one.word) for one in facts.beyond)), key=lambda one: one[0])
