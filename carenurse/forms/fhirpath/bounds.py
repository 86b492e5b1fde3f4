"""How exactly a value is known: its precision, and the lowest and highest it can be."""

from calendar import monthrange
from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from carenurse.forms.fhirpath.calls import Function, each, with_values
from carenurse.forms.fhirpath.failures import impossible
from carenurse.forms.fhirpath.frame import Collection, Frame
from carenurse.forms.fhirpath.numeric import EXACT, LARGEST, is_number
from carenurse.forms.fhirpath.quantities import Quantity
from carenurse.forms.fhirpath.temporal import Temporal
from carenurse.forms.fhirpath.values import as_quantity, single
from carenurse.translations import tr

_USUAL_PLACES = 8
_MOST_PLACES = 31
_DIGITS: Mapping[str, tuple[int, ...]] = {
    "date": (4, 6, 8),
    "dateTime": (4, 6, 8, 10, 12, 14, 17),
    "time": (2, 4, 6, 9),
}
"""Digits of a date or time written as far as each of its parts (milliseconds as a part of their own)."""


def _places(value: Decimal | int) -> int:
    exponent = Decimal(value).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _number_bound(value: Decimal | int, places: int, *, high: bool) -> Decimal | None:
    """Half a unit of the last digit away, rounded outward; None for digits nobody can mean."""
    if not 0 <= places <= _MOST_PLACES or abs(value) > LARGEST:
        return None
    half = Decimal(5).scaleb(-_places(value) - 1)
    bound = EXACT.add(Decimal(value), half if high else -half)
    if len(bound.as_tuple().digits) + places > _MOST_PLACES:
        return None
    return bound.quantize(Decimal(1).scaleb(-places), ROUND_CEILING if high else ROUND_FLOOR, EXACT)


def _time_bound(value: Temporal, digits: int | None, *, high: bool) -> Temporal | None:
    """Fill the missing parts with the lowest or highest; an unknown offset counts as the farthest."""
    steps = _DIGITS[value.kind]
    wanted = steps[-1] if digits is None else digits
    if wanted not in steps:
        return None
    count = steps.index(wanted) + 1
    parts = _filled(value, high=high)[:count]
    clock = parts if value.kind == "time" else parts[3:]
    text = "-".join(parts[:3]) if value.kind != "time" else ""
    seconds = ":".join(clock[:3]) + (f".{clock[3]}" if len(clock) > 3 else "")  # noqa: PLR2004 - milliseconds
    if value.kind == "dateTime" and clock:
        text += "T" + seconds + (_offset(value) or ("-12:00" if high else "+14:00"))
    return Temporal.read(text or seconds)


def _filled(value: Temporal, *, high: bool) -> list[str]:
    """Give all parts as text: year, month, day, hour, minute, second, milliseconds."""
    known = [int(part) for part in value.fields]
    seconds = value.fields[-1] if len(known) == (3 if value.kind == "time" else 6) else None
    if value.kind != "time":
        known += ([12] if high else [1]) if len(known) < 2 else []  # noqa: PLR2004 - year, month
        last = monthrange(known[0], known[1])[1]
        known += ([last] if high else [1]) if len(known) < 3 else []  # noqa: PLR2004 - year, month, day
    whole = 3 if value.kind == "time" else 6
    hours = [23, 59, 59] if high else [0, 0, 0]
    known += hours[len(known) - whole :] if len(known) < whole else []
    rest = 999 if high and (seconds is None or (seconds == int(seconds) and "." not in value)) else 0
    milliseconds = int((Decimal(seconds) % 1) * 1000) if seconds is not None and "." in value else rest
    texts = [f"{part:02d}" for part in known] + [f"{milliseconds:03d}"]
    if value.kind != "time":
        texts[0] = f"{known[0]:04d}"
    return texts


def _offset(value: Temporal) -> str:
    if value.zone is None:
        return ""
    return "Z" if value.endswith("Z") else str(value)[-6:]


def _bound(name: str, *, high: bool) -> Function:
    def bound(_frame: Frame, focus: Collection, arguments: list[Collection]) -> Collection:
        value = single(focus, name)
        digits = single(arguments[0], name) if arguments else None
        if value is None or (digits is not None and not _whole(digits, name)):
            return []
        found = _bound_of(value, digits, name, high=high)
        return [] if found is None else [found]

    return with_values(bound, 0, 1)


def _whole(digits: Any, name: str) -> bool:
    if not isinstance(digits, int) or isinstance(digits, bool):
        raise impossible(tr("“{what}” needs a whole number", what=name))
    return True


def _bound_of(value: Any, digits: int | None, name: str, *, high: bool) -> Any:
    if isinstance(value, Temporal):
        return _time_bound(value, digits, high=high)
    places = _USUAL_PLACES if digits is None else digits
    if is_number(value):
        return _number_bound(value, places, high=high)
    quantity = as_quantity(value)
    if quantity is None:
        raise impossible(tr("“{what}” needs numbers", what=name))
    found = _number_bound(quantity.value, places, high=high)
    return None if found is None else Quantity(found, quantity.unit)


def _precision(value: Any, _arguments: list[Any]) -> int:
    if isinstance(value, Temporal):
        steps = _DIGITS[value.kind]
        return steps[len(value.fields) - 1 + ("." in value)]
    if not is_number(value):
        raise impossible(tr("“{what}” needs numbers", what="precision()"))
    return _places(value)


def _comparable(value: Any, arguments: list[Any]) -> bool:
    first, second = as_quantity(value), as_quantity(arguments[0])
    if first is None or second is None:
        raise impossible(tr("“{what}” needs quantities", what="comparable()"))
    return first.comparable(second)


BOUNDS: Mapping[str, Function] = {
    "lowBoundary": _bound("lowBoundary()", high=False),
    "highBoundary": _bound("highBoundary()", high=True),
    "precision": each("precision()", _precision),
    "comparable": each("comparable()", _comparable, 1),
}
"""Functions on how exactly a value is known."""
