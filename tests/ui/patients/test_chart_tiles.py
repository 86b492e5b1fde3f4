"""The facts of a vital sign as a tile."""

from datetime import date
from decimal import Decimal

from carenurse.app.chart_trends import Point, Series, TrendFacts
from ui.patients.chart_tiles import trend_of
from ui.widgets.sparkline import Beyond


def _point(day: date, value: str, word: str = "") -> Point:
    return Point(Decimal(value), day, None, f"Observation/{day}", word=word)


def _facts(*told: Point) -> TrendFacts:
    series = (Series("41653-7", told, Decimal(70), Decimal(250)),)
    return TrendFacts("Glucose", "LO", "", "Today", "", "", "", "Call now.", series)


def test_a_meters_word_is_marked_at_its_day_and_said() -> None:
    first, second, last = date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 4)
    trend = trend_of(_facts(_point(first, "142"), _point(second, "NaN", "HI"), _point(last, "NaN", "LO")))

    assert trend.lines == ((142.0,),)
    assert trend.at == (float(first.toordinal()),)
    assert trend.beyond == (
        Beyond(float(second.toordinal()), above=True),
        Beyond(float(last.toordinal()), above=False),
    )
    assert trend.words.endswith("HI on 2 Mar; LO on 4 Mar")
    assert not trend.out


def test_words_and_values_of_one_day_stand_each_in_its_turn() -> None:
    day = date(2026, 3, 4)
    trend = trend_of(_facts(_point(day, "142"), _point(day, "NaN", "HI"), _point(day, "120")))

    assert trend.at == (0.0, 2.0)
    assert trend.beyond == (Beyond(1.0, above=True),)
    assert trend.out
