"""A measured value in a family's words: the number, the person's own goal or when to call, what it means.

Units are those in which the value was typed, in UCUM. Rules for numbers: no decimal where it can be avoided,
none dropped where it decides (169.4 pounds against a goal of 169) or where the change counts: a body
weight, a temperature, a blood sugar in mmol/L.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Literal

from carenurse.documents.labels import Labels

Kind = Literal[
    "bloodPressure", "pulse", "temperature", "oxygenLevel", "weight", "bloodSugar", "pain", "breathing"
]
Whose = Literal["goal", "call", "adults"]
"""What a range is: the person's own goal, the limits ordered for this person, or alarm lines of adults."""

_UNITS = {"[lb_av]": "pounds", "kg": "kilograms", "[degF]": "degrees", "Cel": "degreesCelsius"}
_TENTHS = ("temperature", "weight")
_WHOLES = {"oxygenLevel": 100, "pain": 10}


class Verdict(StrEnum):
    """Where a value lies against a range."""

    HIGHER = "higher"
    LOWER = "lower"
    NORMAL = "normal"


_MEANINGS = {
    "goal": {
        Verdict.HIGHER: "aboveGoal",
        Verdict.LOWER: "belowGoal",
        Verdict.NORMAL: "normalForYou",
    },
    "call": {Verdict.HIGHER: "highToday", Verdict.LOWER: "lowToday", Verdict.NORMAL: "insideLimits"},
    "adults": {Verdict.HIGHER: "highToday", Verdict.LOWER: "lowToday"},
}
"""Between the alarm lines of adults nothing is said: 159 over 99 asks for no call and is not usual either."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A range; without an end it has no limit there, an ``open`` end does not belong to it."""

    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False

    def verdict(self, value: Decimal) -> Verdict | None:
        """Say where the value lies; None without a limit."""
        if self.low is None and self.high is None:
            return None
        if self.high is not None and (value > self.high or (self.high_open and value == self.high)):
            return Verdict.HIGHER
        if self.low is not None and (value < self.low or (self.low_open and value == self.low)):
            return Verdict.LOWER
        return Verdict.NORMAL


@dataclass(frozen=True, slots=True)
class Reading:
    """One vital sign of today: its value and limit; blood pressure has a second (lower) number.

    ``unit`` is UCUM: [lb_av], kg, [degF], Cel, %, /min, mm[Hg], mg/dL, {score}. ``whose`` says what
    ``limit`` is; ``call`` is when this person is to call us, also beside a goal.
    """

    kind: Kind
    value: Decimal
    unit: str
    limit: Limit = Limit()
    second: Decimal | None = None
    second_limit: Limit = Limit()
    whose: Whose = "goal"
    call: Limit = Limit()
    second_call: Limit = Limit()

    @property
    def verdict(self) -> Verdict | None:
        """Say what it means: too high before too low before normal; None without any limit."""
        found = [self.limit.verdict(self.value)]
        if self.second is not None:
            found.append(self.second_limit.verdict(self.second))
        return next((verdict for verdict in Verdict if verdict in found), None)


def said(reading: Reading, labels: Labels) -> str:
    """Say the value: "172.4 pounds", "142 over 86", "93 of 100", "88"."""
    value = _number(reading.value, reading.limit, reading)
    if reading.second is not None:
        lower = _number(reading.second, reading.second_limit, reading)
        return labels("over", upper=value, lower=lower)
    if reading.kind in _WHOLES:
        return labels("outOf", value=value, whole=_WHOLES[reading.kind])
    if reading.unit in _UNITS:
        return labels(_UNITS[reading.unit], value=value)
    return value


def meaning(reading: Reading, labels: Labels) -> str:
    """Say what the value means; nothing where no limit is known."""
    key = _MEANINGS[reading.whose].get(reading.verdict) if reading.verdict else None
    return labels(key) if key else ""


def goal(reading: Reading, labels: Labels) -> str:
    """Say the person's own goal: "163 to 169", "up to 150 over 90", "92 or more"; nothing without one."""
    return _range(reading, labels) if reading.whose == "goal" else ""


def _range(reading: Reading, labels: Labels) -> str:
    within = _within_reach(reading.kind, reading.limit)
    low, high = _ends(reading, within, reading.second_limit, labels)
    if low and high:
        return labels("fromTo", low=low, high=high)
    if high:
        return labels("upTo", high=high)
    return labels("orMore", low=low) if low else ""


def when_to_call(reading: Reading, labels: Labels) -> str:
    """Say when to call by the limits ordered for this person: "Call us above 160 over 90"."""
    low, high = _ends(reading, _reachable(reading), reading.second_call, labels)
    if low and high:
        return labels("callOutside", low=low, high=high)
    if high:
        return labels("callAbove", high=high)
    return labels("callBelow", low=low) if low else ""


def _reachable(reading: Reading) -> Limit:
    """Leave out ends that no value can pass: oxygen above 100, pain below 0."""
    return _within_reach(reading.kind, reading.call)


def _within_reach(kind: Kind, limit: Limit) -> Limit:
    whole = _WHOLES.get(kind)
    low = limit.low if whole is None or limit.low is None or limit.low > 0 else None
    high = limit.high if whole is None or limit.high is None or limit.high < whole else None
    return Limit(low, high)


def _ends(reading: Reading, first: Limit, second: Limit, labels: Labels) -> tuple[str, str]:
    return (
        _end(first.low, second.low, reading, labels),
        _end(first.high, second.high, reading, labels),
    )


def _end(first: Decimal | None, second: Decimal | None, reading: Reading, labels: Labels) -> str:
    if first is None:
        return ""
    if reading.second is None or second is None:
        return _plain(first)
    return labels("over", upper=_plain(first), lower=_plain(second))


def _number(value: Decimal, limit: Limit, reading: Reading) -> str:
    whole = value.quantize(Decimal(1), ROUND_HALF_UP)
    in_tenths = reading.kind in _TENTHS or reading.unit == "mmol/L"
    if not in_tenths and limit.verdict(whole) == limit.verdict(value):
        return _plain(whole)
    return _plain(value.quantize(Decimal("0.1"), ROUND_HALF_UP))


def _plain(value: Decimal) -> str:
    """Write a number without a trailing zero and without an exponent."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
