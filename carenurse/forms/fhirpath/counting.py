"""Functions that compute: totals over collections, and mathematics on one number."""

from collections.abc import Callable, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, DecimalException
from typing import Any

from carenurse.forms.fhirpath import operators
from carenurse.forms.fhirpath.calls import Function, each, over_focus
from carenurse.forms.fhirpath.failures import impossible
from carenurse.forms.fhirpath.frame import Collection
from carenurse.forms.fhirpath.numeric import EXACT, bounded, is_number, power, rounded
from carenurse.forms.fhirpath.quantities import Quantity
from carenurse.forms.fhirpath.temporal import Temporal
from carenurse.forms.fhirpath.values import as_quantity
from carenurse.translations import tr

_MOST_PLACES = 20
_STEADY = Context(prec=30, rounding=ROUND_HALF_UP)
"""Fewer digits than the logarithms have, so that log2(16) is 4."""


def _values(focus: Collection) -> Collection:
    """Take the values out of answers, so that ``answer.sum()`` and ``answer.value.sum()`` mean the same."""
    found: Collection = []
    for one in focus:
        quantity = as_quantity(one)
        found.append(one if quantity is None else quantity)
    return found


def _sum(focus: Collection) -> Collection:
    """Add everything up. The sum of nothing is nothing: a missing answer never becomes a zero."""
    total: Any = None
    for one in _values(focus):
        total = operators.add(one, 0, 1) if total is None and is_number(one) else _plus(total, one)
    return [] if total is None else [total]


def _plus(total: Any, one: Any) -> Any:
    if total is None:
        if not isinstance(one, Quantity):
            raise impossible(tr("“{what}” needs numbers", what="sum()"))
        return one
    result = operators.plus(total, one)
    if result is None:
        raise impossible(tr("“{what}” got units that do not fit together", what="sum()"))
    return result


def _avg(focus: Collection) -> Collection:
    total = _sum(focus)
    return [operators.over(total[0], len(focus))] if total else []


def _extreme(name: str, wanted: str) -> Function:
    def extreme(focus: Collection) -> Collection:
        best: Collection = []
        for one in _values(focus):
            if not best or operators.compare(wanted, [one], best, None):
                best = [one]
            if not (is_number(one) or isinstance(one, str | Quantity | Temporal)):
                raise impossible(tr("“{what}” needs numbers", what=name))
        return best

    return over_focus(extreme)


def _number(
    name: str, work: Callable[[Any, list[Any]], Any], least: int = 0, most: int | None = None
) -> Function:
    def checked(value: Any, arguments: list[Any]) -> Any:
        if not all(is_number(one) for one in (value, *arguments)):
            raise impossible(tr("“{what}” needs numbers", what=name))
        for one in (value, *arguments):
            bounded(one)
        return work(value, arguments)

    return each(name, checked, least, most)


def _absolute(value: Any, _arguments: list[Any]) -> Any:
    quantity = as_quantity(value)
    if quantity is not None:
        return Quantity(abs(quantity.value), quantity.unit)
    if not is_number(value):
        raise impossible(tr("“{what}” needs numbers", what="abs()"))
    return abs(value)


def _round(value: Any, arguments: list[Any]) -> Any:
    places = arguments[0] if arguments else 0
    if not isinstance(places, int) or not 0 <= places <= _MOST_PLACES:
        raise impossible(tr("“{what}” needs a whole number", what="round()"))
    result = rounded(value, places)
    return int(result) if not arguments else result


def _towards(direction: str) -> Callable[[Any, list[Any]], Any]:
    return lambda value, _arguments: int(Decimal(value).to_integral_value(rounding=direction))


def _real(work: Callable[[Decimal], Decimal]) -> Callable[[Any, list[Any]], Any]:
    """Give nothing where mathematics has no real number (the root of -1, the logarithm of 0)."""

    def real(value: Any, _arguments: list[Any]) -> Any:
        try:
            result = work(Decimal(value))
        except (DecimalException, OverflowError):
            return None
        return result if result.is_finite() else None

    return real


def _log(value: Any, arguments: list[Any]) -> Any:
    top, bottom = _real(EXACT.ln)(value, []), _real(EXACT.ln)(arguments[0], [])
    return None if top is None or not bottom else _STEADY.divide(top, bottom)


COUNTING: Mapping[str, Function] = {
    "sum": over_focus(_sum),
    "avg": over_focus(_avg),
    "min": _extreme("min()", "<"),
    "max": _extreme("max()", ">"),
    "abs": each("abs()", _absolute),
    "round": _number("round()", _round, 0, 1),
    "floor": _number("floor()", _towards(ROUND_FLOOR)),
    "ceiling": _number("ceiling()", _towards(ROUND_CEILING)),
    "truncate": _number("truncate()", lambda value, _: int(value)),
    "sqrt": _number("sqrt()", _real(EXACT.sqrt)),
    "ln": _number("ln()", _real(EXACT.ln)),
    "exp": _number("exp()", _real(EXACT.exp)),
    "log": _number("log()", _log, 1),
    "power": _number("power()", lambda value, arguments: power(value, arguments[0]), 1),
}
"""Functions on numbers."""
