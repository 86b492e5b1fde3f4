"""The vital signs of one person over time: the last value, the change since the one before, the limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, TypeAlias

from carenurse.app.day_words import short_day
from carenurse.app.ports import Reading
from carenurse.app.timeline import day_of_list
from carenurse.app.visit_history import earlier_readings
from carenurse.app.visit_limits import limits_of
from carenurse.clinical import vital_sign
from carenurse.clinical.dates import order_of
from carenurse.clinical.judgement import Judgement, Level
from carenurse.clinical.limits import Limits
from carenurse.clinical.meter import CODES, meter_word
from carenurse.clinical.plausibility import judge_words
from carenurse.clinical.trends import judge_changes, limit_words
from carenurse.clinical.units import convert, round_half_up, shown, substance_of
from carenurse.clinical.vital_sign import DIASTOLIC, SYSTOLIC, VitalSign
from carenurse.clinical.vitals import TrendKind, Vital
from carenurse.translations import tr

WEIGHT, PULSE, OXYGEN, BREATHING = "29463-7", "8867-4", "59408-5", "9279-1"
TEMPERATURE, PAIN, SUGAR = "8310-5", "72514-3", "41653-7"
CHARTED = (
    (WEIGHT,),
    (SYSTOLIC, DIASTOLIC),
    (OXYGEN,),
    (PULSE,),
    (SUGAR,),
    (PAIN,),
    (BREATHING,),
    (TEMPERATURE,),
)
"""The tiles in order; a blood pressure is one tile of two series."""
_SHOWN = 12
_NOT_TAKEN = "–"  # noqa: RUF001 - a dash, where the other number of a pair was not taken
_NO_NUMBER = Decimal("NaN")
"""One object, so that two statements of a meter's word can be found equal."""

Direction = Literal["up", "down", "same", ""]


@dataclass(frozen=True, slots=True)
class Point:
    """One value in the tile's unit and when it was taken; a ``comparator`` says that it is only a bound.

    ``word`` is what a glucose meter shows instead of a number (HI, LO); the value is not a number (NaN) then.
    """

    value: Decimal
    day: date
    moment: datetime | None
    reference: str
    comparator: str = ""
    word: str = ""

    @property
    def order(self) -> str:
        """Text whose order is the order of time; what was measured at one time has one."""
        return order_of(self.moment) if self.moment else self.day.isoformat()

    @property
    def exact(self) -> bool:
        """Say whether a line may lead to it: a number, and no bound of one."""
        return not self.comparator and not self.word


Sitting: TypeAlias = tuple[Point | None, ...]
"""What was measured at one time, a place for each code of a tile; None for a part that was not taken then."""


@dataclass(frozen=True, slots=True)
class Series:
    """One code's statements, oldest first and never none; the limits are in the tile's unit (None: open)."""

    code: str
    told: tuple[Point, ...]
    low: Decimal | None
    high: Decimal | None

    @property
    def newest(self) -> Point:
        """Give the newest statement, a number or not."""
        return self.told[-1]

    @property
    def points(self) -> tuple[Point, ...]:
        """Give what a line leads to: no bound ("< 2.5") and no meter's HI or LO."""
        return tuple(one for one in self.told if one.exact)


@dataclass(frozen=True, slots=True)
class TrendFacts:
    """One tile. ``alarm`` is a sentence where the newest value or its change asks for a call, else empty."""

    name: str
    value: str
    unit: str
    when: str
    change: str
    direction: Direction
    limits: str
    alarm: str
    series: tuple[Series, ...]
    bounds: str = ""
    """The limits alone, without whose they are."""
    in_words: str = ""
    """The change with its unit and the limits that hold, for a line of text; no limits are not mentioned."""


def trends(records: Reading, patient: str, now: datetime) -> tuple[TrendFacts, ...]:
    """Gather the tiles of one person; what was never measured has none."""
    limits = limits_of(records, patient)
    codes = [code for group in CHARTED for code in group]
    readings = earlier_readings(records, patient, codes, limits, now=now)
    return tuple(
        tile for group in CHARTED if (tile := _tile(group, [readings[code] for code in group], limits, now))
    )


def trend_of(records: Reading, patient: str, reference: str, now: datetime) -> TrendFacts | None:
    """Give the tile whose newest value is this Observation; None where it belongs to no tile or is older."""
    found = records.get("Observation", reference.rpartition("/")[2])
    reading = vital_sign.decode(found) if found else None
    for group in CHARTED:
        limits = limits_of(records, patient)
        if reading is None or not any(_tells(reading, code, limits) for code in group):
            continue
        readings = earlier_readings(records, patient, group, limits, now=now)
        tile = _tile(group, [readings[code] for code in group], limits, now)
        if tile and any(one.newest.reference == reference for one in tile.series):
            return tile
    return None


def _tile(
    codes: Sequence[str], readings: Sequence[Sequence[VitalSign]], limits: Limits, now: datetime
) -> TrendFacts | None:
    vital = limits.vital(codes[0])
    if vital is None:
        return None
    unit = _unit_of(codes[0], readings[0]) or vital.unit
    series = tuple(
        one
        for code, found in zip(codes, readings, strict=True)
        if (one := _series(code, found, unit, limits))
    )
    if not series:
        return None
    sittings = _sittings(codes, series)
    newest = sittings[-1]
    change, direction = _change(sittings, now.date())
    alarm = _alarm(codes, readings, newest, unit, limits)
    held = _held_words(series, vital, limits, unit)
    amount = _change(sittings, now.date(), shown(unit))[0]
    return TrendFacts(
        name=tr("Blood pressure") if len(codes) > 1 else vital.short or vital.label,
        value="/".join(_stated(point, vital) if point else _NOT_TAKEN for point in newest),
        unit="" if any(point and point.word for point in newest) else shown(unit),
        when=day_of_list(max(point.day for point in newest if point), now.date()),
        change=change,
        direction=direction,
        limits=held or tr("No limits set"),
        alarm=alarm,
        series=series,
        bounds=_bounds(series),
        in_words=" · ".join(part for part in (amount, alarm or held) if part),
    )


def _unit_of(code: str, readings: Sequence[VitalSign]) -> str:
    newest = next((part for one in readings if (part := one.stated(code))), None)
    return newest.unit if newest else ""


def _series(code: str, readings: Sequence[VitalSign], unit: str, limits: Limits) -> Series | None:
    vital = limits.vital(code)
    told = [point for one in readings[:_SHOWN] if (point := _point(code, one, unit, vital))]
    if vital is None or not told:
        return None
    band = limits.notify(vital)
    low, high = _held(band.low, vital, unit), _held(band.high, vital, unit)
    return Series(code, tuple(reversed(told)), low, high)


def _point(code: str, reading: VitalSign, unit: str, vital: Vital | None) -> Point | None:
    part = reading.stated(code)
    when = reading.when
    if when is None or when.date is None:
        return None
    if vital and (word := _word(reading, vital)):
        reference = f"Observation/{reading.id}"
        return Point(_NO_NUMBER, when.date.first_day, when.instant, reference, word=word)
    if part is None or part.value is None:
        return None
    value = convert(part.value, part.unit or unit, unit, substance_of(code))
    if value is None:
        return None
    return Point(
        _as_charted(value, typed=value == part.value, vital=vital),
        when.date.first_day,
        when.instant,
        f"Observation/{reading.id}",
        part.comparator,
    )


def _tells(reading: VitalSign, code: str, limits: Limits) -> bool:
    vital = limits.vital(code)
    return bool(reading.stated(code) or (vital and reading.code in vital.codes and _word(reading, vital)))


def _word(reading: VitalSign, vital: Vital) -> str:
    """Read what a glucose meter showed instead of a number."""
    return meter_word(reading.said) if vital.code in CODES and reading.value is None else ""


def _as_charted(value: Decimal, *, typed: bool, vital: Vital | None) -> Decimal:
    """Give a value as it is charted: as typed, unless another system sent digits that nothing measures."""
    most = max(vital.decimals if vital else 1, 1)
    exponent = value.as_tuple().exponent
    long = isinstance(exponent, int) and -exponent > most
    return round_half_up(value, most) if long or not typed else value


def _held(end: Decimal | None, vital: Vital, unit: str) -> Decimal | None:
    """Say a limit, kept in the vital sign's unit, in the unit of the tile."""
    held = None if end is None else convert(end, vital.unit, unit, substance_of(vital.code))
    return held if held is None or held == end else round_half_up(held, 1)


def _sittings(codes: Sequence[str], series: Sequence[Series]) -> list[Sitting]:
    """Put together what was measured at one time, oldest first."""
    found: dict[str, list[Point | None]] = {}
    for one in series:
        for point in one.told:
            found.setdefault(point.order, [None] * len(codes))[codes.index(one.code)] = point
    return [tuple(found[order]) for order in sorted(found)]


def _change(sittings: Sequence[Sitting], today: date, unit: str = "") -> tuple[str, Direction]:
    """Say the change since the last time when all parts were numbers, where it can be said."""
    now = _numbers(sittings[-1])
    if now is None:
        return _why_no_change(sittings[-1]), ""
    told = ((sitting, numbers) for sitting in reversed(sittings[:-1]) if (numbers := _numbers(sitting)))
    before = next(told, None)
    if before is None:
        return tr("first value"), ""
    since = short_day(next(point.day for point in before[0] if point), today)
    return _steps([one - other for one, other in zip(now, before[1], strict=True)], unit, since)


def _why_no_change(newest: Sitting) -> str:
    if any(point and point.word for point in newest):
        return tr("the meter gives no number")
    if any(point and point.comparator for point in newest):
        return tr("not an exact value")
    return tr("only one of the two numbers")


def _steps(steps: Sequence[Decimal], unit: str, since: str) -> tuple[str, Direction]:
    """Say one direction where no part went against it, else each part with its own sign."""
    if not any(steps):
        return tr("same as {day}", day=since), "same"
    amount = f"{'/'.join(f'{abs(step):f}' for step in steps)} {unit}".strip()
    if min(steps) >= 0:
        return tr("up {amount} from {day}", amount=amount, day=since), "up"
    if max(steps) <= 0:
        return tr("down {amount} from {day}", amount=amount, day=since), "down"
    signed = f"{'/'.join(f'{step:+f}' for step in steps)} {unit}".strip()
    return tr("{amount} from {day}", amount=signed, day=since), ""


def _numbers(sitting: Sitting) -> list[Decimal] | None:
    exact = [point.value for point in sitting if point and point.exact]
    return exact if len(exact) == len(sitting) else None


def _held_words(series: Sequence[Series], vital: Vital, limits: Limits, unit: str) -> str:
    own = limits.own_limit(vital) is not None
    said = _bounds(series)
    if not said:
        return _gain_words(vital, unit)
    return tr("This person's: {limits}", limits=said) if own else tr("Usual: {limits}", limits=said)


def _bounds(series: Sequence[Series]) -> str:
    said = " / ".join(_band_words(one) for one in series)
    return said if said.strip(" /") else ""


def _gain_words(vital: Vital, unit: str) -> str:
    """Say the gain over days that asks for a call; of several the one over the longest time."""
    gains = [one for one in vital.trends if one.kind is TrendKind.GAIN and one.days]
    if not gains:
        return ""
    rule = max(gains, key=lambda one: one.days)
    amount = limit_words(rule.amount, vital.unit, unit)
    return tr("Call at {amount} in {days} days", amount=amount, days=rule.days)


def _band_words(one: Series) -> str:
    if one.low is not None and one.high is not None:
        return tr("{low} to {high}", low=f"{one.low:f}", high=f"{one.high:f}")
    if one.low is not None:
        return tr("{low} or more", low=f"{one.low:f}")
    return tr("under {high}", high=f"{one.high:f}") if one.high is not None else ""


def _alarm(
    codes: Sequence[str],
    readings: Sequence[Sequence[VitalSign]],
    newest: Sitting,
    unit: str,
    limits: Limits,
) -> str:
    for code, point in zip(codes, newest, strict=True):
        judged = _judged(limits, code, point, unit) if point else None
        if point and judged and judged.asks_for_call and _holds(judged, point):
            return judged.sentence
    for code, found in zip(codes, readings, strict=True):
        if changes := judge_changes(limits, code, list(found)):
            return changes[0].sentence
    return ""


def _judged(limits: Limits, code: str, point: Point, unit: str) -> Judgement | None:
    if point.word:
        return judge_words(limits, code, point.word)
    return limits.judge(code, point.value, unit)


def _holds(judged: Judgement, point: Point) -> bool:
    """Say whether a judgement of a bound holds for whatever the true value is: "< 50" is surely below 54."""
    low = judged.level in {Level.URGENT_LOW, Level.NOTIFY_LOW}
    return not point.comparator or point.comparator.startswith("<" if low else ">")


def _stated(point: Point, vital: Vital) -> str:
    return point.word or f"{point.comparator} {_number(point.value, vital)}".strip()


def _number(value: Decimal, vital: Vital) -> str:
    return f"{value:f}" if value == value.to_integral_value() or vital.decimals else f"{value:.0f}"
