"""Numbers with a unit inside expressions: compared and added only when the units allow it, exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from carenurse.forms.fhirpath.failures import impossible
from carenurse.forms.fhirpath.numeric import EXACT
from carenurse.translations import tr

CALENDAR_WORDS: Mapping[str, str] = {
    word + plural: word
    for word in ("year", "month", "week", "day", "hour", "minute", "second", "millisecond")
    for plural in ("", "s")
}
"""Calendar units as they may be written; kept in the singular."""

_CALENDAR_OF_UCUM = {
    "a": "year",
    "mo": "month",
    "wk": "week",
    "d": "day",
    "h": "hour",
    "min": "minute",
    "s": "second",
    "ms": "millisecond",
}

_D = Decimal
_FACTORS: Mapping[str, tuple[str, Decimal]] = {
    "1": ("1", _D(1)),
    "%": ("1", _D("0.01")),
    "kg": ("g", _D(1000)),
    "g": ("g", _D(1)),
    "mg": ("g", _D("0.001")),
    "ug": ("g", _D("0.000001")),
    "[lb_av]": ("g", _D("453.59237")),
    "[oz_av]": ("g", _D("28.349523125")),
    "m": ("m", _D(1)),
    "cm": ("m", _D("0.01")),
    "mm": ("m", _D("0.001")),
    "[in_i]": ("m", _D("0.0254")),
    "[ft_i]": ("m", _D("0.3048")),
    "L": ("L", _D(1)),
    "dL": ("L", _D("0.1")),
    "mL": ("L", _D("0.001")),
    "[foz_us]": ("L", _D("0.0295735295625")),
    "week": ("second", _D(604800)),
    "day": ("second", _D(86400)),
    "hour": ("second", _D(3600)),
    "minute": ("second", _D(60)),
    "second": ("second", _D(1)),
    "millisecond": ("second", _D("0.001")),
    "year": ("month", _D(12)),
    "month": ("month", _D(1)),
}
"""UCUM code -> base unit and exact factor (international pound, inch, US fluid ounce: NIST SP 811)."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its UCUM code (or calendar word in the singular)."""

    value: Decimal
    unit: str

    @property
    def calendar(self) -> str | None:
        """The calendar word this unit stands for, when it is one of time."""
        return self.unit if self.unit in CALENDAR_WORDS else _CALENDAR_OF_UCUM.get(self.unit)

    def in_unit(self, unit: str) -> Decimal | None:
        """Convert, exactly where the factors are; None when the units measure different things.

        Raises EvaluationError for a unit whose factor is not known here.
        """
        if unit == self.unit:
            return self.value
        here, there = _factor(self.unit), _factor(unit)
        if here is None or there is None:
            return _temperature(self.value, self.unit, unit)
        if here[0] != there[0]:
            return None
        return EXACT.divide(EXACT.multiply(self.value, here[1]), there[1])


def _factor(unit: str) -> tuple[str, Decimal] | None:
    return _FACTORS.get(_CALENDAR_OF_UCUM.get(unit, unit))


def _temperature(value: Decimal, source: str, target: str) -> Decimal | None:
    if (source, target) == ("[degF]", "Cel"):
        return EXACT.divide(EXACT.multiply(value - 32, Decimal(5)), Decimal(9))
    if (source, target) == ("Cel", "[degF]"):
        return EXACT.divide(EXACT.multiply(value, Decimal(9)), Decimal(5)) + 32
    known = {*_FACTORS, *_CALENDAR_OF_UCUM, "[degF]", "Cel"}
    if source in known and target in known:
        return None
    raise impossible(
        tr("“{one}” and “{other}” cannot be converted into one another", one=source, other=target)
    )
