"""Asking back where a number was perhaps typed in another unit, or is too far from last time to be true.

No clinical rule stands behind it: it only says what the number would be in the other unit, and never
judges. The share of 5 % is that of ``plausibility`` (``vitals.md``); that a value half as large again, or a
third less, is asked about is ours and not clinically approved.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from carenurse.clinical.plausibility import judge_jump
from carenurse.clinical.units import convert, converted, shown, substance_of, ucum
from carenurse.clinical.vitals import Vital
from carenurse.translations import tr

_OTHERS: Final[Mapping[str, str]] = {
    "kg": "[lb_av]",
    "[lb_av]": "kg",
    "Cel": "[degF]",
    "[degF]": "Cel",
    "mg/dL": "mmol/L",
    "mmol/L": "mg/dL",
}
_FAR: Final = Decimal("1.5")
_SLOW: Final = frozenset({"weight", "height"})
"""Measures that do not change by half between two visits."""


def other_unit(unit: str) -> str:
    """Give the unit that is easily meant instead of another (UCUM codes); empty where there is none."""
    return _OTHERS.get(ucum(unit), "")


def doubt(vital: Vital, value: Decimal, unit: str, last: Decimal | None) -> str:
    """Ask about the unit or the number in a sentence; empty where nothing is doubtful.

    ``last`` is the last value in the same unit. In doubt are: a number that is impossible in its unit and
    usual in the other one, one of a slow measure that fits last time only in the other unit, and one of a
    slow measure that is half as large again as last time or a third smaller.
    """
    other = other_unit(unit)
    meant = tr("Did you mean {value} {unit}?", value=f"{value:f}", unit=shown(other)) if other else ""
    if other and not _holds(vital, value, unit) and _usual(vital, value, other):
        return _with_conversion(vital, value, other, unit, meant)
    if last is None or last <= 0 or vital.key not in _SLOW or not _holds(vital, value, unit):
        return ""
    if other and judge_jump(value, last) and _fits(vital, value, other, unit, last):
        return f"{_far(value, last, unit)} {meant}"
    if value / last > _FAR or last / value > _FAR:
        return f"{_far(value, last, unit)} {meant} {tr('Read the scale again.')}".replace("  ", " ")
    return ""


def _far(value: Decimal, last: Decimal, unit: str) -> str:
    facts = {"value": f"{value:f}", "last": f"{last:f}", "unit": shown(unit)}
    return tr("{value} {unit} is far from last time ({last} {unit}).", **facts)


def _with_conversion(vital: Vital, value: Decimal, other: str, unit: str, meant: str) -> str:
    there = converted(value, other, unit, substance_of(vital.code))
    if there is None:
        return meant
    facts = {"value": f"{value:f}", "other": shown(other), "there": f"{there:f}", "unit": shown(unit)}
    return f"{meant} {tr('{value} {other} is {there} {unit}.', **facts)}"


def _kept(vital: Vital, value: Decimal, unit: str) -> Decimal | None:
    return convert(value, unit or vital.unit, vital.unit, substance_of(vital.code))


def _holds(vital: Vital, value: Decimal, unit: str) -> bool:
    kept = _kept(vital, value, unit)
    return kept is not None and vital.possible.holds(kept)


def _usual(vital: Vital, value: Decimal, unit: str) -> bool:
    kept = _kept(vital, value, unit)
    return kept is not None and vital.usual.holds(kept)


def _fits(vital: Vital, value: Decimal, other: str, unit: str, last: Decimal) -> bool:
    """Say whether the number, taken as the other unit, is within 5 % of last time."""
    there = convert(value, other, unit, substance_of(vital.code))
    return there is not None and judge_jump(there, last) is None
