"""Judging a reading: is it possible, is it usual, must somebody be told, and by whose limit.

Default limits come with the vital sign (``vitals``), this person's own (``own_limit``) override them. Nothing
here decides about care: a judgement says which limit was passed and where the limit comes from.
"""

from dataclasses import dataclass
from decimal import Decimal

from carenurse.clinical.judgement import Judgement, Level, passed
from carenurse.clinical.own_limit import OwnLimit, Span
from carenurse.clinical.units import convert, round_half_up, shown, substance_of
from carenurse.clinical.vitals import Interval, Vital
from carenurse.translations import tr


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits that count for one person: ``vitals`` by default, ``own`` (active ones) before them."""

    vitals: tuple[Vital, ...]
    own: tuple[OwnLimit, ...] = ()

    def vital(self, code: str) -> Vital | None:
        """Find the vital sign that carries this LOINC code."""
        return next((one for one in self.vitals if code in one.codes), None)

    def own_limit(self, vital: Vital) -> OwnLimit | None:
        """Find this person's own limit in force; of several the one ordered last."""
        found = [one for one in self.own if one.active and one.code in vital.codes]
        return max(found, key=lambda one: one.since.order if one.since else "", default=None)

    def notify(self, vital: Vital) -> Interval:
        """Say in which range nobody has to be told, in the vital sign's unit."""
        own = self.own_limit(vital)
        return interval(own.notify, vital) or vital.notify if own else vital.notify

    def urgent(self, vital: Vital) -> Interval:
        """Say outside which range it is urgent, in the vital sign's unit.

        Where an order sets no urgent range, the default one still counts, but never inside the ordered range.
        """
        own = self.own_limit(vital)
        if own is None:
            return vital.urgent
        return interval(own.urgent, vital) or _outside(vital.urgent, self.notify(vital))

    def source(self, vital: Vital) -> str:
        """Say whose limits count."""
        own = self.own_limit(vital)
        if own is None:
            return tr("usual limits for adults")
        if own.ordered_by:
            return tr("this person's limits, ordered by {who}", who=own.ordered_by)
        return tr("this person's limits")

    def judge(self, code: str, value: Decimal, unit: str) -> Judgement | None:
        """Judge one number in the unit it was typed in.

        None when we have no limits for the code or cannot convert the unit. A converted value is rounded half
        up to the precision that is charted, so that 100.4 °F is 38.0 °C and 5 lb is 2.3 kg.
        """
        vital = self.vital(code)
        held = convert(value, unit or vital.unit, vital.unit, substance_of(code)) if vital else None
        if vital is None or held is None:
            return None
        typed = unit or vital.unit
        exact = held if held == value else round_half_up(held, vital.decimals)
        return _judge(self, vital, exact, typed)


def interval(span: Span, vital: Vital) -> Interval | None:
    """Take an ordered range into the vital sign's unit; None when it has no end or cannot be converted."""
    low, high = (_taken(end, span.unit, vital) for end in (span.low, span.high))
    return Interval(low, high) if low is not None or high is not None else None


def _taken(end: Decimal | None, unit: str, vital: Vital) -> Decimal | None:
    return None if end is None else convert(end, unit or vital.unit, vital.unit, substance_of(vital.code))


def _outside(urgent: Interval, ordered: Interval) -> Interval:
    """Keep the ends of a default urgent range that do not cut into the ordered range."""
    low_cuts = urgent.low is not None and ordered.low is not None and ordered.low < urgent.low
    high_cuts = urgent.high is not None and ordered.high is not None and ordered.high >= urgent.high
    return Interval(
        None if low_cuts else urgent.low,
        None if high_cuts else urgent.high,
        urgent.low_open,
        urgent.high_open,
    )


def _judge(limits: Limits, vital: Vital, value: Decimal, typed: str) -> Judgement:
    if not vital.possible.holds(value):
        sentence = tr(
            "This cannot be right: it must lie between {low} and {high}.",
            low=_said(vital, vital.possible.low, typed),
            high=_said(vital, vital.possible.high, typed),
        )
        return Judgement(Level.IMPOSSIBLE, sentence, unit=typed, check_again=True)
    unusual = not vital.usual.holds(value)
    if found := _passed(limits, vital, value):
        level, limit, included = found
        source = limits.source(vital)
        sentence = passed(level, _said(vital, limit, typed), source, included=included)
        return Judgement(level, sentence, source, _back(vital, limit, typed), typed, unusual)
    if unusual:
        return Judgement(Level.UNUSUAL, tr("This is unusual. Measure it again."), "", None, typed, unusual)
    return Judgement(Level.WITHIN, source=limits.source(vital), unit=typed)


def _passed(limits: Limits, vital: Vital, value: Decimal) -> tuple[Level, Decimal | None, bool] | None:
    """Find the gravest limit that a value passes, and whether reaching it is enough."""
    for span, low, high in (
        (limits.urgent(vital), Level.URGENT_LOW, Level.URGENT_HIGH),
        (limits.notify(vital), Level.NOTIFY_LOW, Level.NOTIFY_HIGH),
    ):
        if span.below(value):
            return low, span.low, span.low_open
        if span.above(value):
            return high, span.high, span.high_open
    return None


def _back(vital: Vital, limit: Decimal | None, typed: str) -> Decimal | None:
    """Say a limit in the unit that was typed."""
    if limit is None:
        return None
    found = convert(limit, vital.unit, typed, substance_of(vital.code))
    return limit if found is None or found == limit else round_half_up(found, max(vital.decimals, 1))


def _said(vital: Vital, limit: Decimal | None, typed: str) -> str:
    return f"{_back(vital, limit, typed)} {shown(typed)}".strip()
