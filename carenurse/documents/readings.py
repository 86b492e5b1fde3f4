"""A measured value in a family's words: whole numbers, the limits as a goal, and what it means.

Units are those of the devices at home, in UCUM. Rules for numbers: no decimal where it can be avoided, none
dropped where it decides (169.4 pounds against a goal of 169 stays 169.4).
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Literal

from carenurse.documents.labels import Labels

Kind = Literal[
    "bloodPressure", "pulse", "temperature", "oxygenLevel", "weight", "bloodSugar", "pain", "breathing"
]
_UNITS = {"[lb_av]": "pounds", "kg": "kilograms", "[degF]": "degrees", "Cel": "degrees"}
_WHOLES = {"oxygenLevel": 100, "pain": 10}


class Verdict(StrEnum):
    """Where a value lies against this person's limits; the value is the key of its label."""

    HIGHER = "aboveGoal"
    LOWER = "belowGoal"
    NORMAL = "normalForYou"


@dataclass(frozen=True, slots=True)
class Limit:
    """The range that is right for this person; either end may be open."""

    low: Decimal | None = None
    high: Decimal | None = None

    def verdict(self, value: Decimal) -> Verdict | None:
        """Say where the value lies; None without a limit."""
        if self.low is None and self.high is None:
            return None
        if self.high is not None and value > self.high:
            return Verdict.HIGHER
        if self.low is not None and value < self.low:
            return Verdict.LOWER
        return Verdict.NORMAL


@dataclass(frozen=True, slots=True)
class Reading:
    """One vital sign of today: its value and limit; blood pressure has a second (lower) number.

    ``unit`` is UCUM: [lb_av], kg, [degF], Cel, %, /min, mm[Hg], mg/dL, {score}.
    """

    kind: Kind
    value: Decimal
    unit: str
    limit: Limit = Limit()
    second: Decimal | None = None
    second_limit: Limit = Limit()

    @property
    def verdict(self) -> Verdict | None:
        """Say what it means: too high before too low before normal; None without any limit."""
        found = [self.limit.verdict(self.value)]
        if self.second is not None:
            found.append(self.second_limit.verdict(self.second))
        return next((verdict for verdict in Verdict if verdict in found), None)


def said(reading: Reading, labels: Labels) -> str:
    """Say the value: "172 pounds", "142 over 86", "93 of 100", "88"."""
    value = _number(reading.value, reading.limit, reading.kind)
    if reading.second is not None:
        lower = _number(reading.second, reading.second_limit, reading.kind)
        return labels("over", upper=value, lower=lower)
    if reading.kind in _WHOLES:
        return labels("outOf", value=value, whole=_WHOLES[reading.kind])
    if reading.unit in _UNITS:
        return labels(_UNITS[reading.unit], value=value)
    return value


def goal(reading: Reading, labels: Labels) -> str:
    """Say the limit: "163 to 169", "up to 150 over 90", "92 or more"; nothing without one."""
    low = _end(reading.limit.low, reading.second_limit.low, reading, labels)
    high = _end(reading.limit.high, reading.second_limit.high, reading, labels)
    if low and high:
        return labels("fromTo", low=low, high=high)
    if high:
        return labels("upTo", high=high)
    return labels("orMore", low=low) if low else ""


def _end(first: Decimal | None, second: Decimal | None, reading: Reading, labels: Labels) -> str:
    if first is None:
        return ""
    if reading.second is None or second is None:
        return _plain(first)
    return labels("over", upper=_plain(first), lower=_plain(second))


def _number(value: Decimal, limit: Limit, kind: Kind) -> str:
    whole = value.quantize(Decimal(1), ROUND_HALF_UP)
    if kind != "temperature" and limit.verdict(whole) == limit.verdict(value):
        return _plain(whole)
    return _plain(value.quantize(Decimal("0.1"), ROUND_HALF_UP))


def _plain(value: Decimal) -> str:
    """Write a number without a trailing zero and without an exponent."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
