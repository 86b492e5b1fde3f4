"""A vital sign's facts as a tile: the words are ready, the points become a trend."""

from carenurse.app.chart_trends import TrendFacts
from carenurse.app.day_words import short_day
from carenurse.translations import tr
from ui.widgets.sparkline import Beyond, Trend
from ui.widgets.trend_tile import Tile


def tile_of(facts: TrendFacts) -> Tile:
    """Turn the facts of one vital sign into a tile."""
    return Tile(
        name=facts.name,
        value=facts.value,
        unit=facts.unit,
        when=facts.when,
        change=facts.change,
        direction=facts.direction,
        limits=facts.alarm or facts.limits,
        trend=trend_of(facts),
        out=bool(facts.alarm),
        limits_short="" if facts.alarm else facts.bounds,
    )


def trend_of(facts: TrendFacts) -> Trend:
    """Turn the points into a trend, placed in time; of two series the band is the first one's.

    Values of one day stand evenly, each in its turn. A meter's HI or LO stands at the edge; the last point is
    red only where it is the newest statement.
    """
    first = facts.series[0]
    days = [float(point.day.toordinal()) for point in first.told]
    places = days if len(set(days)) == len(days) else [float(turn) for turn in range(len(days))]
    placed = list(zip(places, first.told, strict=True))
    lines = tuple(tuple(float(point.value) for point in one.points) for one in facts.series)
    at = tuple(place for place, point in placed if point.exact)
    return Trend(
        lines=lines,
        words=_in_words(facts),
        low=float(first.low) if first.low is not None else None,
        high=float(first.high) if first.high is not None else None,
        out=bool(facts.alarm) and all(one.newest.exact for one in facts.series),
        at=at if all(len(line) == len(at) for line in lines) else (),
        beyond=tuple(Beyond(place, above=point.word == "HI") for place, point in placed if point.word),
    )


def _in_words(facts: TrendFacts) -> str:
    told = facts.series[0].told
    beyond = (
        tr("{word} on {day}", word=point.word, day=short_day(point.day, told[-1].day))
        for point in told
        if point.word
    )
    return "; ".join((_line_in_words(facts), *beyond))


def _line_in_words(facts: TrendFacts) -> str:
    if not facts.series[0].points:
        return f"{facts.name}: {facts.value} {facts.unit}".strip()
    oldest, newest = facts.series[0].points[0], facts.series[0].points[-1]
    return tr(
        "{name}: from {first} to {last} over {number} values",
        name=facts.name,
        first=f"{oldest.value:f}",
        last=f"{newest.value:f}",
        number=len(facts.series[0].points),
    )
