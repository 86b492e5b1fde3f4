"""The vital signs that we chart and the limits that count by default, read from ``codes/vital-signs.json``.

The data are FHIR ObservationDefinitions in a Bundle: ``qualifiedInterval`` holds what is possible, usual, and
what asks for a call; extensions hold open ends, trends and advice. This module knows no disk.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from carenurse.clinical.coding import QUANTITY
from carenurse.clinical.fhir import Resource, kind_of
from carenurse.clinical.shapes import as_number, as_object, as_objects, as_text, at
from carenurse.clinical.systems import OWN


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a value may lie. An end that is ``open`` does not belong to it; None is no end."""

    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False

    def below(self, value: Decimal) -> bool:
        """Say whether a value lies below."""
        return self.low is not None and (value < self.low or (self.low_open and value == self.low))

    def above(self, value: Decimal) -> bool:
        """Say whether a value lies above."""
        return self.high is not None and (value > self.high or (self.high_open and value == self.high))

    def holds(self, value: Decimal) -> bool:
        """Say whether a value lies inside."""
        return not self.below(value) and not self.above(value)


ANYWHERE: Final = Interval()


class TrendKind(StrEnum):
    """What a trend compares."""

    GAIN = "gain"
    LOSS_PERCENT = "loss-percent"
    DROP_FROM = "drop-from"


@dataclass(frozen=True, slots=True)
class Trend:
    """A change that asks for a call.

    GAIN: ``amount`` (in the vital sign's unit) or more within ``days``. LOSS_PERCENT: ``amount`` percent or
    more within ``days``. DROP_FROM: ``amount`` or more below the reading of LOINC code ``compared``.
    """

    kind: TrendKind
    amount: Decimal
    days: int = 0
    compared: str = ""


@dataclass(frozen=True, slots=True)
class Vital:
    """One vital sign: how it is named, coded and measured, and its default limits.

    ``key`` is its short name in our data (weight), ``code`` its LOINC code, ``codes`` all codes that it
    carries, ``unit`` its UCUM unit ("" for what is said in words), ``other_units`` in which it may be typed.
    """

    key: str
    code: str
    codes: tuple[str, ...]
    label: str
    short: str
    unit: str
    decimals: int
    other_units: tuple[str, ...]
    panel: str
    advice: str
    possible: Interval
    usual: Interval
    notify: Interval
    urgent: Interval
    trends: tuple[Trend, ...]


def read_vitals(bundle: Resource) -> tuple[Vital, ...]:
    """Read the vital signs out of their Bundle, in its order."""
    resources = (as_object(entry.get("resource")) for entry in as_objects(bundle.get("entry")))
    return tuple(_vital(one) for one in resources if kind_of(one) == "ObservationDefinition")


def _vital(definition: Resource) -> Vital:
    codes = tuple(as_text(one.get("code")) for one in as_objects(at(definition, "code.coding")))
    details = as_object(definition.get("quantitativeDetails"))
    intervals = {
        as_text(one.get("condition")): _interval(as_object(one.get("range")))
        for one in as_objects(definition.get("qualifiedInterval"))
    }
    return Vital(
        key=as_text(definition.get("id")),
        code=codes[0],
        codes=codes,
        label=as_text(at(definition, "code.text")),
        short=as_text(definition.get("preferredReportName")),
        unit=as_text(at(details, "unit.coding.code")),
        decimals=int(as_number(details.get("decimalPrecision")) or 0),
        other_units=tuple(as_text(one.get("valueCode")) for one in _extensions(definition, "other-unit")),
        panel=_one(definition, "panel", "valueCode"),
        advice=_one(definition, "advice", "valueString"),
        possible=intervals.get("possible", ANYWHERE),
        usual=intervals.get("usual", ANYWHERE),
        notify=intervals.get("notify", ANYWHERE),
        urgent=intervals.get("urgent", ANYWHERE),
        trends=tuple(_trend(one) for one in _extensions(definition, "trend")),
    )


def _interval(span: Resource) -> Interval:
    low, high = as_object(span.get("low")), as_object(span.get("high"))
    return Interval(as_number(low.get("value")), as_number(high.get("value")), _is_open(low), _is_open(high))


def _is_open(end: Resource) -> bool:
    return any(one.get("valueBoolean") is True for one in _extensions(end, "exclusive"))


def _trend(extension: Resource) -> Trend:
    parts = {as_text(one.get("url")): one for one in as_objects(extension.get("extension"))}
    amount = QUANTITY.read(as_object(at(parts.get("amount"), "valueQuantity")))
    return Trend(
        TrendKind(as_text(at(parts.get("kind"), "valueCode"))),
        amount.value or Decimal(0),
        int(as_number(at(parts.get("days"), "valueInteger")) or 0),
        as_text(at(parts.get("from"), "valueCode")),
    )


def _extensions(holder: Resource, name: str) -> list[Resource]:
    return [one for one in as_objects(holder.get("extension")) if one.get("url") == OWN + name]


def _one(holder: Resource, name: str, value: str) -> str:
    return next((as_text(one.get(value)) for one in _extensions(holder, name)), "")
