"""Functions that turn one kind of value into another; what cannot be turned gives nothing."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from carenurse.forms.fhirpath.calls import Function, each
from carenurse.forms.fhirpath.numeric import LARGEST, is_number, tidy
from carenurse.forms.fhirpath.quantities import CALENDAR_WORDS, Quantity
from carenurse.forms.fhirpath.temporal import Temporal
from carenurse.forms.fhirpath.values import as_quantity

_INTEGER = re.compile(r"[+-]?\d{1,20}\Z")
_DECIMAL = re.compile(r"[+-]?\d{1,20}(\.\d{1,20})?\Z")
_QUANTITY = re.compile(r"([+-]?\d{1,20}(?:\.\d{1,20})?)\s*(?:'([^']+)'|([a-z]+))?\Z")
_YES = frozenset({"true", "t", "yes", "y", "1", "1.0"})
_NO = frozenset({"false", "f", "no", "n", "0", "0.0"})


def to_integer(value: Any) -> int | None:
    """Read a whole number out of a boolean, a number or text."""
    if isinstance(value, int):
        return int(value)
    return int(value) if isinstance(value, str) and _INTEGER.match(value) else None


def to_decimal(value: Any) -> Decimal | None:
    """Read a decimal number out of a boolean, a number or text."""
    if isinstance(value, int | Decimal):
        return Decimal(value)
    return Decimal(str(value)) if isinstance(value, str) and _DECIMAL.match(value) else None


def to_text(value: Any) -> str | None:
    """Write a value as FHIRPath writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return str(value)
    if is_number(value):
        return f"{value:f}" if isinstance(value, Decimal) and abs(value) < LARGEST else str(value)
    quantity = as_quantity(value)
    if quantity is None:
        return None
    plain = quantity.unit in CALENDAR_WORDS
    return f"{quantity.value:f} {quantity.unit}" if plain else f"{quantity.value:f} '{quantity.unit}'"


def to_boolean(value: Any) -> bool | None:
    """Read yes or no out of a boolean, 0, 1, or the usual words."""
    if isinstance(value, bool):
        return value
    word = str(tidy(Decimal(value))) if is_number(value) else str(value).lower()
    return True if word in _YES else False if word in _NO else None


def to_quantity(value: Any) -> Quantity | None:
    """Read a quantity out of a number, a FHIR Quantity or text such as ``5 'mg'``."""
    if isinstance(value, bool):
        return Quantity(Decimal(value), "1")
    if is_number(value):
        return Quantity(Decimal(value), "1")
    found = _QUANTITY.match(value) if isinstance(value, str) else None
    if found is None:
        return as_quantity(value)
    unit = found[2] or (CALENDAR_WORDS.get(found[3]) if found[3] else "1")
    return Quantity(Decimal(found[1]), unit) if unit else None


def _to_temporal(kind: str) -> Callable[[Any], Temporal | None]:
    def convert(value: Any) -> Temporal | None:
        read = (
            value if isinstance(value, Temporal) else Temporal.read(value) if isinstance(value, str) else None
        )
        if read is None or (read.kind == "time") != (kind == "time"):
            return None
        if kind == "date" and read.kind == "dateTime":
            return Temporal.read(str(read)[:10])
        return read

    return convert


_CONVERSIONS: Mapping[str, Callable[[Any], Any]] = {
    "Integer": to_integer,
    "Decimal": to_decimal,
    "String": to_text,
    "Boolean": to_boolean,
    "Quantity": to_quantity,
    "Date": _to_temporal("date"),
    "DateTime": _to_temporal("dateTime"),
    "Time": _to_temporal("time"),
}


def _to(name: str, convert: Callable[[Any], Any]) -> Function:
    return each(f"to{name}()", lambda value, _arguments: convert(value))


def _can(name: str, convert: Callable[[Any], Any]) -> Function:
    return each(f"convertsTo{name}()", lambda value, _arguments: convert(value) is not None)


CONVERTING: Mapping[str, Function] = {
    **{f"to{name}": _to(name, convert) for name, convert in _CONVERSIONS.items()},
    **{f"convertsTo{name}": _can(name, convert) for name, convert in _CONVERSIONS.items()},
}
"""Functions that convert."""
