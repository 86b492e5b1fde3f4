"""Exact arithmetic: Decimal at 34 digits; a result beyond any clinical number is an error."""

from collections.abc import Callable
from decimal import (
    ROUND_HALF_UP,
    Context,
    Decimal,
    DecimalException,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)

from carenurse.forms.fhirpath.failures import impossible
from carenurse.translations import tr

EXACT = Context(prec=34, rounding=ROUND_HALF_UP, traps=[DivisionByZero, InvalidOperation, Overflow])
"""The context of every division and power."""

LARGEST = 10**28
_WHOLE_POWER = 10_000


def is_number(value: object) -> bool:
    """Say whether a value counts (true and false do not)."""
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def bounded(value: int | Decimal) -> int | Decimal:
    """Refuse numbers no record can mean."""
    if abs(value) > LARGEST:
        raise impossible(tr("a number became too large"))
    return value


def total(one: int | Decimal, other: int | Decimal) -> int | Decimal:
    """Add two numbers exactly; whole numbers stay whole."""
    if isinstance(one, int) and isinstance(other, int):
        return one + other
    return _exact(EXACT.add, one, other)


def product(one: int | Decimal, other: int | Decimal) -> int | Decimal:
    """Multiply two numbers exactly; whole numbers stay whole."""
    if isinstance(one, int) and isinstance(other, int):
        return one * other
    return _exact(EXACT.multiply, one, other)


def _exact(work: Callable[[Decimal, Decimal], Decimal], one: int | Decimal, other: int | Decimal) -> Decimal:
    try:
        return work(Decimal(one), Decimal(other))
    except DecimalException:
        raise impossible(tr("a number became too large")) from None


def power(base: int | Decimal, exponent: int | Decimal) -> int | Decimal | None:
    """Raise to a power; None where there is no real result."""
    if abs(exponent) > _WHOLE_POWER:
        raise impossible(tr("a number became too large"))
    try:
        result = EXACT.power(Decimal(base), Decimal(exponent))
    except (Overflow, OverflowError):
        raise impossible(tr("a number became too large")) from None
    except DecimalException:
        return None
    whole = isinstance(base, int) and isinstance(exponent, int) and exponent >= 0
    return bounded(int(result) if whole else result)


def rounded(value: int | Decimal, places: int) -> int | Decimal:
    """Round half away from zero, as people do."""
    if isinstance(value, int):
        return value
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=EXACT)


def tidy(value: Decimal) -> Decimal:
    """Write a computed number without idle zeros or an exponent: 2.50 -> 2.5, 1E+1 -> 10."""
    if value == value.to_integral_value():
        return value.quantize(Decimal(1)) if abs(value) < LARGEST else value
    return value.normalize(EXACT)
