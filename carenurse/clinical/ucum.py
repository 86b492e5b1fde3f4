"""UCUM unit codes as what they measure: which units fit together, and the exact factor between them.

Reads codes such as ``kg/m2``, ``mm[Hg]``, ``10*9/L``, ``{beats}/min``. Factors: UCUM 2.1 and NIST SP 811
(pound, inch, foot, US fluid ounce; conventional millimeter of mercury; thermochemical calorie). Equivalents,
osmoles, enzyme and international units stay apart from moles: nobody may turn one into another unawares.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final, TypeAlias

from carenurse.clinical.whole import whole

Terms: TypeAlias = tuple[tuple[str, int], ...]
"""The simple units of a code with their exponents: ``kg/m2`` is ``(("kg", 1), ("m", -2))``."""

_DIGITS: Final = Context(prec=34, rounding=ROUND_HALF_UP)
_LONGEST: Final = 60
_HIGHEST: Final = 18
_TOKEN: Final = re.compile(r"\{[^{}]*\}|[./()]|10[*^]|\d+|(?:[A-Za-z%'*^]|\[[^\[\]]+\])+")
_EXPONENT: Final = re.compile(r"[+-]?[0-9]{1,9}")

_PREFIXES: Final[Mapping[str, int]] = {
    "T": 12,
    "G": 9,
    "M": 6,
    "k": 3,
    "h": 2,
    "da": 1,
    "d": -1,
    "c": -2,
    "m": -3,
    "u": -6,
    "n": -9,
    "p": -12,
    "f": -15,
}


@dataclass(frozen=True, slots=True)
class Scale:
    """What a unit measures: so many of its base units, the base units with their exponents."""

    factor: Fraction
    dimensions: frozenset[tuple[str, int]]


def _metric(factor: str, **dimensions: int) -> tuple[Fraction, bool, dict[str, int]]:
    """Describe a unit that takes prefixes (mg, mL)."""
    return Fraction(factor), True, dimensions


def _fixed(factor: str, **dimensions: int) -> tuple[Fraction, bool, dict[str, int]]:
    """Describe a unit that takes none."""
    return Fraction(factor), False, dimensions


_ATOMS: Final[Mapping[str, tuple[Fraction, bool, dict[str, int]]]] = {
    "m": _metric("1", m=1),
    "g": _metric("1", g=1),
    "s": _metric("1", s=1),
    "mol": _metric("1", mol=1),
    "K": _metric("1", K=1),
    "L": _metric("0.001", m=3),
    "l": _metric("0.001", m=3),
    "Pa": _metric("1000", g=1, m=-1, s=-2),
    "bar": _metric("100000000", g=1, m=-1, s=-2),
    "m[Hg]": _metric("133322000", g=1, m=-1, s=-2),
    "m[H2O]": _metric("9806650", g=1, m=-1, s=-2),
    "N": _metric("1000", g=1, m=1, s=-2),
    "J": _metric("1000", g=1, m=2, s=-2),
    "cal": _metric("4184", g=1, m=2, s=-2),
    "W": _metric("1000", g=1, m=2, s=-3),
    "Hz": _metric("1", s=-1),
    "eq": _metric("1", eq=1),
    "osm": _metric("1", osm=1),
    "U": _metric("1", U=1),
    "[iU]": _metric("1", iU=1),
    "[IU]": _metric("1", iU=1),
    "[pH]": _fixed("1", pH=1),
    "[drp]": _fixed("1", drop=1),
    "min": _fixed("60", s=1),
    "h": _fixed("3600", s=1),
    "d": _fixed("86400", s=1),
    "wk": _fixed("604800", s=1),
    "mo": _fixed("2629800", s=1),
    "a": _fixed("31557600", s=1),
    "[in_i]": _fixed("0.0254", m=1),
    "[ft_i]": _fixed("0.3048", m=1),
    "[yd_i]": _fixed("0.9144", m=1),
    "[mi_i]": _fixed("1609.344", m=1),
    "[oz_av]": _fixed("28.349523125", g=1),
    "[lb_av]": _fixed("453.59237", g=1),
    "[stone_av]": _fixed("6350.29318", g=1),
    "[tsp_us]": _fixed("0.00000492892159375", m=3),
    "[tbs_us]": _fixed("0.00001478676478125", m=3),
    "[foz_us]": _fixed("0.0000295735295625", m=3),
    "[cup_us]": _fixed("0.0002365882365", m=3),
    "[pt_us]": _fixed("0.000473176473", m=3),
    "[qt_us]": _fixed("0.000946352946", m=3),
    "[gal_us]": _fixed("0.003785411784", m=3),
    "%": _fixed("0.01"),
    "[ppm]": _fixed("0.000001"),
    "10*": _fixed("10"),
    "10^": _fixed("10"),
    "deg": _fixed("1", angle=1),
}


class _UnreadableError(Exception):
    """The text is no unit code that is known here."""


@lru_cache(maxsize=512)
def terms_of(code: str) -> Terms | None:
    """Take a code apart into simple units; None for a code that is not known here."""
    if not code or len(code) > _LONGEST:
        return None
    try:
        return _merged(_Reader(code).whole())
    except _UnreadableError:
        return None


_SIGNS: Final = ("/", ".")


class _Reader:
    """Reads one code from left to right; ``/`` counts for the next unit or bracket only, as UCUM says."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._at = 0

    def whole(self) -> list[tuple[str, int]]:
        found = self._row()
        if self._at != len(self._code):
            raise _UnreadableError
        return found

    def _next(self) -> str:
        found = _TOKEN.match(self._code, self._at)
        return found[0] if found else ""

    def _row(self) -> list[tuple[str, int]]:
        found: list[tuple[str, int]] = []
        sign, before = 1, ""
        while (word := self._next()) not in ("", ")"):
            self._at += len(word)
            _must_follow(word, before)
            before = word
            if word in _SIGNS:
                sign = -1 if word == "/" else 1
            elif word == "(":
                found += [(unit, sign * power) for unit, power in self._bracket()]
                sign = 1
            else:
                found += self._simple(word, sign)
                sign = sign if word.startswith("{") else 1
        _must_follow("", before)
        return found

    def _bracket(self) -> list[tuple[str, int]]:
        inside = self._row()
        if self._next() != ")":
            raise _UnreadableError
        self._at += 1
        return inside

    def _simple(self, word: str, sign: int) -> list[tuple[str, int]]:
        if word.startswith("{") or word == "1":
            return []
        if _atom(word) is None:
            raise _UnreadableError
        power = _EXPONENT.match(self._code, self._at) if whole(word) is None else None
        if power is None:
            return [(word, sign)]
        self._at += len(power[0])
        if abs(int(power[0])) > _HIGHEST:
            raise _UnreadableError
        return [(word, sign * int(power[0]))]


def _must_follow(word: str, before: str) -> None:
    """Refuse a sign with no unit behind it, and a point with none before it (a row may begin with ``/``)."""
    if word in ("", *_SIGNS) and (before in _SIGNS or (word == "." and not before)):
        raise _UnreadableError


def _merged(found: list[tuple[str, int]]) -> Terms:
    powers: Counter[str] = Counter()
    for unit, power in found:
        powers[unit] += power
    return tuple((unit, power) for unit, power in powers.items() if power)


def _atom(word: str) -> tuple[Fraction, Mapping[str, int]] | None:
    """Find a simple unit, with or without a metric prefix."""
    if (number := whole(word)) is not None:
        return Fraction(number), {}
    if word in _ATOMS:
        factor, _, dimensions = _ATOMS[word]
        return factor, dimensions
    for length in (2, 1):
        prefix, rest = word[:length], word[length:]
        if prefix in _PREFIXES and rest in _ATOMS and _ATOMS[rest][1]:
            return _ATOMS[rest][0] * Fraction(10) ** _PREFIXES[prefix], _ATOMS[rest][2]
    return None


@lru_cache(maxsize=512)
def scale_of(code: str) -> Scale | None:
    """Say what a unit measures, and how much of it; None for a code that is not known here."""
    terms = terms_of(code)
    if terms is None:
        return None
    factor, powers = Fraction(1), Counter[str]()
    for word, power in terms:
        atom = _atom(word)
        if atom is None or atom[0] == 0:
            return None
        factor *= atom[0] ** power
        for dimension, exponent in atom[1].items():
            powers[dimension] += exponent * power
    return Scale(factor, frozenset((name, power) for name, power in powers.items() if power))


def known(code: str) -> bool:
    """Whether this unit can be computed with."""
    return code in ("Cel", "[degF]") or scale_of(code) is not None


def convert(value: Decimal, unit: str, target: str) -> Decimal | None:
    """Convert, to 34 digits; None when the units measure different things or one is not known."""
    if unit == target:
        return value
    if (unit, target) == ("[degF]", "Cel"):
        return _decimal((Fraction(value) - 32) * Fraction(5, 9))
    if (unit, target) == ("Cel", "[degF]"):
        return _decimal(Fraction(value) * Fraction(9, 5) + 32)
    here, there = scale_of(unit), scale_of(target)
    if here is None or there is None or here.dimensions != there.dimensions:
        return None
    return _decimal(Fraction(value) * here.factor / there.factor)


def multiplied(one: str, other: str, sign: int = 1) -> str | None:
    """Write the unit of a product, or with sign -1 of a quotient; None when one is not known."""
    left, right = terms_of(one), terms_of(other)
    if left is None or right is None:
        return None
    return _written(_merged([*left, *((unit, sign * power) for unit, power in right)]))


def _written(terms: Terms) -> str:
    above = ".".join(_powered(unit, power) for unit, power in terms if power > 0)
    below = "".join("/" + _powered(unit, -power) for unit, power in terms if power < 0)
    return above + below or "1"


def _powered(unit: str, power: int) -> str:
    return unit if power == 1 else f"{unit}{power}"


def _decimal(value: Fraction) -> Decimal:
    return _DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))
