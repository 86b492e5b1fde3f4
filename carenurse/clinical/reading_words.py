"""A reading on one line: "Weight 76.9 kg", "Blood pressure 132/78 mmHg"."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from carenurse.clinical.units import round_half_up, shown
from carenurse.clinical.vital_sign import BLOOD_PRESSURE, DIASTOLIC, SYSTOLIC, Component, VitalSign
from carenurse.translations import tr

_MOST_DECIMALS: Final = 2
"""Other systems send digits that no scale has (76.92837465 kg); the record keeps them, a line does not."""

_NAMES: Final[Mapping[str, Callable[[], str]]] = {
    BLOOD_PRESSURE: lambda: tr("Blood pressure"),
    "8867-4": lambda: tr("Pulse"),
    "9279-1": lambda: tr("Breathing rate"),
    "8310-5": lambda: tr("Temperature"),
    "59408-5": lambda: tr("Oxygen saturation"),
    "29463-7": lambda: tr("Weight"),
    "8302-2": lambda: tr("Height"),
    "39156-5": lambda: tr("Body mass index"),
    "72514-3": lambda: tr("Pain"),
    "41653-7": lambda: tr("Blood glucose"),
}


def name_of(code: str, label: str) -> str:
    """Name what is measured: the nurse's short word, else the label that came with it."""
    named = _NAMES.get(code)
    return named() if named else label


def number_words(value: Decimal) -> str:
    """Write a number as it was written, but with no more than two decimals and no exponent."""
    exponent = value.as_tuple().exponent
    long = isinstance(exponent, int) and -exponent > _MOST_DECIMALS
    return f"{round_half_up(value, _MOST_DECIMALS) if long else value:f}"


def value_words(reading: VitalSign) -> str:
    """Say the value alone: number and unit, both pressures, or the words it was given in."""
    systolic, diastolic = reading.component(SYSTOLIC), reading.component(DIASTOLIC)
    if systolic or diastolic:
        unit = shown((systolic or diastolic or Component()).unit)
        return f"{_part(systolic)}/{_part(diastolic)} {unit}".strip()
    if reading.value is None:
        return reading.said
    number, unit = number_words(reading.value), shown(reading.unit)
    words = f"{number}{unit}" if unit == "%" else f"{number} {unit}".strip()
    return f"{reading.comparator} {words}".strip()


def reading_words(reading: VitalSign) -> str:
    """Say what was measured and the value; only its name where there is no value."""
    return f"{name_of(reading.code, reading.label)} {value_words(reading)}".strip()


def _part(component: Component | None) -> str:
    if component is None or component.value is None:
        return "-"
    return f"{component.comparator} {number_words(component.value)}".strip()
