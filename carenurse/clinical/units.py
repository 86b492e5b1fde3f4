"""Units of measurement (UCUM) and exact conversions between those that nurses meet.

All arithmetic is decimal and rounds half up: binary floats and banker's rounding can move a value over
a limit. The factors of plain units are those of ``ucum``; molar masses glucose 180.16 (18.016), cholesterol
386.7, creatinine 113.1 (88.42); hemoglobin A1c by the NGSP/IFCC master equation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from carenurse.clinical.ucum import scale_of
from carenurse.errors import BugError

_PLENTY: Final = 200
"""Digits, so that no readable number is too long to be rounded."""
_ONE: Final = Decimal(1)
_ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class _Line:
    """A straight line: ``(value + before) * times / over``, shown with so many decimals each way."""

    times: Decimal
    over: Decimal = _ONE
    before: Decimal = _ZERO
    decimals: int = 1
    back_decimals: int = 1

    def there(self, value: Decimal) -> Decimal:
        return (value + self.before) * self.times / self.over

    def back(self, value: Decimal) -> Decimal:
        return value * self.over / self.times - self.before


def _plain(unit: str, target: str, decimals: int = 1, back_decimals: int = 1) -> _Line:
    """Draw the line between two units that measure the same."""
    here, there = scale_of(unit), scale_of(target)
    if here is None or there is None or here.dimensions != there.dimensions:
        raise BugError(unit)
    factor = here.factor / there.factor
    return _Line(Decimal(factor.numerator), Decimal(factor.denominator), _ZERO, decimals, back_decimals)


_LINES: Final[Mapping[tuple[str, str, str], _Line]] = {
    ("[degF]", "Cel", ""): _Line(Decimal(5), Decimal(9), Decimal(-32)),
    ("[lb_av]", "kg", ""): _plain("[lb_av]", "kg"),
    ("g", "kg", ""): _plain("g", "kg", decimals=3, back_decimals=0),
    ("[in_i]", "cm", ""): _plain("[in_i]", "cm"),
    ("m", "cm", ""): _plain("m", "cm", decimals=1, back_decimals=2),
    ("mg/dL", "mmol/L", "glucose"): _Line(_ONE, Decimal("18.016"), back_decimals=0),
    ("mg/dL", "mmol/L", "cholesterol"): _Line(_ONE, Decimal("38.67"), decimals=2, back_decimals=0),
    ("mg/dL", "umol/L", "creatinine"): _Line(Decimal("88.42"), decimals=0),
    ("%", "mmol/mol", "a1c"): _Line(_ONE, Decimal("0.09148"), Decimal("-2.152"), decimals=0),
    ("mm[Hg]", "kPa", ""): _plain("mm[Hg]", "kPa", back_decimals=0),
    ("[foz_us]", "mL", ""): _plain("[foz_us]", "mL", decimals=0),
}

_SPELLINGS: Final[Mapping[str, str]] = {
    "mmhg": "mm[Hg]",
    "mm hg": "mm[Hg]",
    "c": "Cel",
    "°c": "Cel",
    "degc": "Cel",
    "f": "[degF]",
    "°f": "[degF]",
    "degf": "[degF]",
    "lb": "[lb_av]",
    "lbs": "[lb_av]",
    "pound": "[lb_av]",
    "pounds": "[lb_av]",
    "kgs": "kg",
    "in": "[in_i]",
    "inch": "[in_i]",
    "inches": "[in_i]",
    "bpm": "/min",
    "beats/min": "/min",
    "{beats}/min": "/min",
    "{breaths}/min": "/min",
    "breaths/min": "/min",
    "breaths/minute": "/min",
    "beats/minute": "/min",
    "{beats per minute}": "/min",
    "mg/dl": "mg/dL",
    "mmol/l": "mmol/L",
    "umol/l": "umol/L",
    "l/min": "L/min",
    "ml": "mL",
    "percent": "%",
    "[lb_us]": "[lb_av]",
    "[in_us]": "[in_i]",
}
"""How other systems write the units, in lower case."""

_SHOWN: Final[Mapping[str, str]] = {
    "mm[Hg]": "mmHg",
    "Cel": "°C",
    "[degF]": "°F",
    "[lb_av]": "lb",
    "[in_i]": "in",
    "[foz_us]": "fl oz",
    "kg/m2": "kg/m²",
    "umol/L": "µmol/L",
    "{score}": "",
    "{INR}": "",
}

_SUBSTANCES: Final[Mapping[str, str]] = {
    "41653-7": "glucose",
    "14743-9": "glucose",
    "2339-0": "glucose",
    "2345-7": "glucose",
    "15074-8": "glucose",
    "2093-3": "cholesterol",
    "13457-7": "cholesterol",
    "18262-6": "cholesterol",
    "2085-9": "cholesterol",
    "2160-0": "creatinine",
    "38483-4": "creatinine",
    "4548-4": "a1c",
    "59261-8": "a1c",
}
"""LOINC codes whose unit depends on the substance."""


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Round to so many decimals, a half away from zero, as a nurse rounds."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, Context(prec=_PLENTY))


def ucum(text: str) -> str:
    """Name a unit by its UCUM code where we know the spelling, else leave it as it is."""
    return _SPELLINGS.get(text.strip().casefold(), text.strip())


def shown(unit: str) -> str:
    """Write a UCUM unit the way it stands on a chart: mmHg, °C, lb; nothing for scores."""
    known = ucum(unit)
    return _SHOWN.get(known, "" if known.startswith("{") and known.endswith("}") else known)


def substance_of(code: str) -> str:
    """Name the substance that a LOINC code measures, where conversion depends on it."""
    return _SUBSTANCES.get(code, "")


def convert(value: Decimal, unit: str, target: str, substance: str = "") -> Decimal | None:
    """Convert without rounding; None between units that we cannot convert.

    ``substance`` (glucose, cholesterol, creatinine, a1c) is needed where mass becomes amount.
    """
    here, there = ucum(unit), ucum(target)
    if here == there:
        return value
    if line := _line(here, there, substance):
        return line.there(value)
    if line := _line(there, here, substance):
        return line.back(value)
    return None


def converted(value: Decimal, unit: str, target: str, substance: str = "") -> Decimal | None:
    """Convert and round half up to the decimals that are usual for the target (98.6 °F = 37.0 °C)."""
    here, there = ucum(unit), ucum(target)
    exact = convert(value, here, there, substance)
    if exact is None or here == there:
        return exact
    if line := _line(here, there, substance):
        return round_half_up(exact, line.decimals)
    line = _line(there, here, substance)
    return round_half_up(exact, line.back_decimals) if line else exact


def _line(here: str, there: str, substance: str) -> _Line | None:
    return _LINES.get((here, there, "")) or _LINES.get((here, there, substance))
