"""What stands beside a question: last time, the trend, and this person's limits with their source."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from carenurse.app.settings import Measures
from carenurse.app.visit_limits import shipped_vitals
from carenurse.app.visit_open import OpenedVisit
from carenurse.app.visit_readings import loinc_of
from carenurse.clinical.dates import Moment
from carenurse.clinical.fhir import Resource
from carenurse.clinical.limits import Limits
from carenurse.clinical.meter import CODES, meter_word
from carenurse.clinical.reading_words import number_words
from carenurse.clinical.trends import limit_words as change_words
from carenurse.clinical.units import convert, converted, round_half_up, shown, substance_of, ucum
from carenurse.clinical.vital_sign import VitalSign
from carenurse.clinical.vitals import Interval, TrendKind, Vital
from carenurse.forms.form import Item, Unit
from carenurse.translations import tr, trn

POINTS = 5
"""Readings of a trend before today's."""
_USUAL_UNITS = ("[lb_av]", "[degF]", "mg/dL")
"""Units that a nurse in the United States types."""
_TOGETHER = "\u00a0"
"""A space at which no line is broken: an amount stays beside its unit and its days."""
_METRIC_UNITS = ("kg", "Cel", "mmol/L", "cm")


@dataclass(frozen=True, slots=True)
class Point:
    """One reading of a trend, in the unit of its row."""

    day: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class BeyondScale:
    """A reading that the meter gave as a word, HI or LO: no number, but a place among the others."""

    day: date
    word: str


@dataclass(frozen=True, slots=True)
class LastTime:
    """The last answer: in words, its day, and the answers where they may be taken over after confirming."""

    words: str
    day: date | None
    answers: tuple[Resource, ...] = ()


@dataclass(frozen=True, slots=True)
class RowFacts:
    """Everything beside one question. ``low`` and ``high`` are the ends of the limits in the row's unit."""

    last: LastTime | None = None
    points: tuple[Point, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    limits: str = ""
    source: str = ""
    today: Point | None = None
    """The value of today, where there is one: the end of the trend."""
    beyond: tuple[BeyondScale, ...] = ()


NOTHING = RowFacts()


def why_not_taken(last: LastTime | None) -> str:
    """Say why last time's answer cannot be today's."""
    if last is None:
        return tr("There is no answer from last time to take over.")
    return tr("This is asked anew each time: last time's answer is not taken over.")


def row_facts(opened: OpenedVisit, form: str, item: Item, unit: str) -> RowFacts:
    """Gather what stands beside a question; ``unit`` (UCUM) is the one in which the row is shown."""
    code = loinc_of(item)
    numeric = item.kind in ("integer", "decimal", "quantity")
    if code and numeric:
        facts = _reading_facts(opened.limits, code, unit, opened.earlier.get(code, ()))
        return facts if facts.last else replace(facts, last=_answered_before(opened, form, item))
    return RowFacts(_answered_before(opened, form, item))


def _answered_before(opened: OpenedVisit, form: str, item: Item) -> LastTime | None:
    """Give the last answer in the same form, such as the length of a wound: shown, not always to be taken."""
    draft = next((one for one in opened.forms if one.key == form), None)
    before = draft.earlier.get(item.link) if draft else None
    if before is None:
        return None
    moment = Moment.parse(before.when)
    day = moment.date.exact if moment and moment.date else None
    return LastTime(before.words, day, before.answers if before.may_carry else ())


def usual_unit(item: Item, measures: Measures = "us") -> Unit | None:
    """Choose the unit to begin with: this nurse's, whatever unit a record was kept in."""
    units = item.all_units
    wanted = _USUAL_UNITS if measures == "us" else _METRIC_UNITS
    usual = next((unit for unit in units if unit.code in wanted), None)
    return usual or next(iter(units), None)


def _reading_facts(limits: Limits, code: str, unit: str, earlier: Sequence[VitalSign]) -> RowFacts:
    vital = limits.vital(code)
    points = _points(code, unit, earlier)
    newest = points[-1] if points else None
    last = _said_last(code, earlier) or (
        LastTime(_with_original(code, newest, unit, earlier), newest.day) if newest else None
    )
    beyond = _beyond(code, earlier)
    if vital is None:
        return RowFacts(last, points, beyond=beyond)
    span = limits.notify(vital)
    low, high = (_in_unit(end, vital, unit) for end in (span.low, span.high))
    high = _gain_line(vital, unit, points) if high is None else high
    words = limit_words(span, vital, unit)
    return RowFacts(last, points, low, high, words, limits.source(vital), beyond=beyond)


def _gain_line(vital: Vital, unit: str, points: Sequence[Point]) -> Decimal | None:
    """Give the value above which a gain asks for a call: the lowest of the days before, and the gain."""
    gains = [trend for trend in vital.trends if trend.kind is TrendKind.GAIN]
    if not gains or not points:
        return None
    widest = max(gains, key=lambda trend: trend.days)
    near = [one.value for one in points if (points[-1].day - one.day).days <= widest.days]
    amount = converted(widest.amount, vital.unit, unit) if unit else widest.amount
    return min(near) + amount if amount is not None else None


def _points(code: str, unit: str, earlier: Sequence[VitalSign]) -> tuple[Point, ...]:
    found: list[Point] = []
    for sign in earlier:
        part = sign.reading(code)
        day = sign.when.date if sign.when else None
        if part is None or part.value is None or day is None:
            continue
        value = converted(part.value, part.unit or unit, unit, substance_of(code)) if unit else part.value
        if value is not None:
            found.append(Point(day.first_day, charted(code, value)))
    return tuple(reversed(found[:POINTS]))


def _beyond(code: str, earlier: Sequence[VitalSign]) -> tuple[BeyondScale, ...]:
    """Give the words that the meter gave among the newest readings, oldest first."""
    told = ((one.when.date, meter_word(one.said)) for one in earlier[:POINTS] if one.when and not one.value)
    found = [BeyondScale(day.first_day, word) for day, word in told if day and word] if code in CODES else []
    return tuple(reversed(found))


def charted(code: str, value: Decimal) -> Decimal:
    """Give a value with the digits that are charted: other systems send more than any scale measures."""
    known = (vital for vital in shipped_vitals() if code in vital.codes)
    most = max(next((vital.decimals for vital in known), 1), 1)
    exponent = value.as_tuple().exponent
    return round_half_up(value, most) if isinstance(exponent, int) and -exponent > most else value


def _with_original(code: str, newest: Point, unit: str, earlier: Sequence[VitalSign]) -> str:
    """Say the last value in the unit of the row, and behind it as it was measured in another unit."""
    part = next((found for sign in earlier if (found := sign.reading(code)) and sign.when), None)
    words = f"{newest.value:f}"
    if part is None or part.value is None or not unit or ucum(part.unit or unit) == ucum(unit):
        return words
    original = f"{charted(code, part.value):f} {shown(part.unit)}".strip()
    return tr("{value} ({original})", value=words, original=original)


def _said_last(code: str, earlier: Sequence[VitalSign]) -> LastTime | None:
    """Give the last reading where it is no number but words ("HI") or a bound ("< 2.5 mg/dL")."""
    sign = next(iter(earlier), None)
    part = sign.stated(code) if sign else None
    words = sign.said if sign and part is None else ""
    if part and part.comparator and part.value is not None:
        words = f"{part.comparator} {number_words(part.value)} {shown(part.unit)}".strip()
    if sign is None or not words:
        return None
    day = sign.when.date if sign.when else None
    return LastTime(words, day.first_day if day else None)


def limit_words(span: Interval, vital: Vital, unit: str) -> str:
    """Say limits shortly: ``50-110``, ``92 or more``, ``+5 lb in 7 days``."""
    low, high = (_in_unit(end, vital, unit) for end in (span.low, span.high))
    words = [_range_words(low, high, span)]
    gains = [trend for trend in vital.trends if trend.kind is TrendKind.GAIN]
    if low is None and high is None:
        for gain in sorted(gains, key=lambda trend: trend.days):
            amount = change_words(gain.amount, vital.unit, unit).replace(" ", _TOGETHER)
            told = trn("+{amount} in {number} day", "+{amount} in {number} days", gain.days, amount=amount)
            words.append(told.replace(f"{gain.days} ", f"{gain.days}{_TOGETHER}"))
    return ", ".join(word for word in words if word)


def _range_words(low: Decimal | None, high: Decimal | None, span: Interval) -> str:
    if low is not None and high is not None:
        return f"{low:f}\u2013{high:f}"
    if low is not None:
        return tr("over {low}", low=f"{low:f}") if span.low_open else tr("{low} or more", low=f"{low:f}")
    if high is not None:
        return (
            tr("under {high}", high=f"{high:f}") if span.high_open else tr("{high} or less", high=f"{high:f}")
        )
    return ""


def _in_unit(end: Decimal | None, vital: Vital, unit: str) -> Decimal | None:
    if end is None or not unit or unit == vital.unit:
        return end
    value = convert(end, vital.unit, unit, substance_of(vital.code))
    return None if value is None else round_half_up(value, max(vital.decimals, 1)).normalize() + 0
