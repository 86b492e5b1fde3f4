"""Judging a change: weight that climbs within days or goes in months, pressure that drops on standing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from carenurse.clinical.judgement import Judgement, Level
from carenurse.clinical.limits import Limits
from carenurse.clinical.units import convert, converted, round_half_up, shown, substance_of
from carenurse.clinical.vital_sign import Component, VitalSign
from carenurse.clinical.vitals import Trend, TrendKind, Vital
from carenurse.translations import tr, trn

_WHOLE: Final = Decimal(100)
_NEARLY: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class _Point:
    """One reading in the vital sign's unit, on its day, as written."""

    day: date
    value: Decimal


def judge_changes(limits: Limits, code: str, readings: Sequence[VitalSign]) -> tuple[Judgement, ...]:
    """Judge how the newest reading of a code differs from earlier ones, by the trends of its vital sign.

    ``readings`` are this person's, newest first, and may hold other codes. A reading without a full date or
    in a unit that we cannot convert does not count; a newest one that is only a bound ("< 2.5") has no
    change. Days are calendar days, differences are rounded half up to the precision that is charted (5 lb
    are 2.3 kg).
    """
    vital = limits.vital(code)
    points = _points(vital, readings)
    if vital is None or not points:
        return ()
    typed = next((one.unit for reading in readings if (one := _part(vital, reading))), vital.unit)
    changes = _Changes(limits, vital, points, readings, typed)
    return tuple(found for trend in vital.trends if (found := changes.judge(trend)))


@dataclass(frozen=True, slots=True)
class _Changes:
    """The readings of one vital sign, newest first, and the unit in which the newest was typed."""

    limits: Limits
    vital: Vital
    points: list[_Point]
    readings: Sequence[VitalSign]
    typed: str

    def judge(self, trend: Trend) -> Judgement | None:
        match trend.kind:
            case TrendKind.GAIN:
                sentence = self._gain(trend)
            case TrendKind.LOSS_PERCENT:
                sentence = self._loss(trend)
            case TrendKind.DROP_FROM:
                sentence = self._drop(trend)
        if not sentence:
            return None
        unit = "%" if trend.kind is TrendKind.LOSS_PERCENT else self.vital.unit
        return Judgement(Level.TREND, sentence, tr("usual limits for adults"), trend.amount, unit)

    def _gain(self, trend: Trend) -> str:
        newest = self.points[0]
        least = min(self._before(trend.days), key=lambda one: one.value, default=newest)
        gain = newest.value - least.value
        if round_half_up(gain, self.vital.decimals) < trend.amount:
            return ""
        return trn(
            "{change} more than {number} day before: tell the clinician today (limit {limit}).",
            "{change} more than {number} days before: tell the clinician today (limit {limit}).",
            (newest.day - least.day).days,
            change=self._said(gain),
            limit=limit_words(trend.amount, self.vital.unit, self.typed),
        )

    def _loss(self, trend: Trend) -> str:
        newest = self.points[0]
        most = max(self._before(trend.days), key=lambda one: one.value, default=newest)
        loss = (most.value - newest.value) * _WHOLE / most.value if most.value else Decimal(0)
        if loss < trend.amount:
            return ""
        return trn(
            "{change} % less than {number} day before: tell the clinician today (limit {limit} %).",
            "{change} % less than {number} days before: tell the clinician today (limit {limit} %).",
            (newest.day - most.day).days,
            change=round_half_up(loss, 1),
            limit=trend.amount,
        )

    def _drop(self, trend: Trend) -> str:
        others = _points(self.limits.vital(trend.compared), self.readings)
        lying = next((one for one in others if one.day == self.points[0].day), None)
        drop = lying.value - self.points[0].value if lying else Decimal(0)
        if drop < trend.amount:
            return ""
        return tr(
            "Drops {change} on standing: tell the clinician today (limit {limit}).",
            change=self._said(drop),
            limit=limit_words(trend.amount, self.vital.unit, self.typed),
        )

    def _before(self, days: int) -> list[_Point]:
        """Take the readings of the days before the newest one, not those of its own day."""
        return [one for one in self.points if 0 < (self.points[0].day - one.day).days <= days]

    def _said(self, change: Decimal) -> str:
        """Say a difference in the unit that was typed; our trends are of units that share their zero."""
        there = converted(change, self.vital.unit, self.typed) if self.typed else None
        unit = self.vital.unit if there is None else self.typed
        number = round_half_up(change if there is None else there, self.vital.decimals)
        return f"{number} {shown(unit)}".strip()


def limit_words(amount: Decimal, kept: str, typed: str) -> str:
    """Say a limit of change in the unit that is typed.

    A limit kept as 2.3 kg was meant as 5 lb, not 5.07: what comes within a tenth of a whole number is that.
    """
    there = converted(amount, kept, typed) if typed and typed != kept else None
    if there is None:
        return f"{amount} {shown(kept)}".strip()
    whole = round_half_up(there, 0)
    number = whole if abs(there - whole) <= _NEARLY else round_half_up(there, 1)
    return f"{number} {shown(typed)}".strip()


def _points(vital: Vital | None, readings: Sequence[VitalSign]) -> list[_Point]:
    if vital is None or _is_bound(vital, readings):
        return []
    return [found for one in readings if (found := _point(vital, one))]


def _is_bound(vital: Vital, readings: Sequence[VitalSign]) -> bool:
    told = (found for one in readings for code in vital.codes if (found := one.stated(code)))
    newest = next(told, None)
    return newest is not None and bool(newest.comparator)


def _point(vital: Vital, reading: VitalSign) -> _Point | None:
    part = _part(vital, reading)
    written = reading.when.date if reading.when else None
    day = written.exact if written else None
    if part is None or part.value is None or day is None:
        return None
    value = convert(part.value, part.unit or vital.unit, vital.unit, substance_of(vital.code))
    return None if value is None else _Point(day, value)


def _part(vital: Vital, reading: VitalSign) -> Component | None:
    return next((found for code in vital.codes if (found := reading.reading(code))), None)
