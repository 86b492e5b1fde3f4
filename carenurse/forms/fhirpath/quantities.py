"""Numbers with a unit inside expressions: compared and added only when the units allow it, exactly.

A calendar month or year is no fixed stretch of time: it is never equal to one of UCUM's (``'mo'``, ``'a'``),
and less or more only where that holds for every month and year there is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from carenurse.clinical import ucum
from carenurse.forms.fhirpath.failures import impossible
from carenurse.forms.fhirpath.numeric import EXACT
from carenurse.translations import tr

CALENDAR_WORDS: Mapping[str, str] = {
    word + plural: word
    for word in ("year", "month", "week", "day", "hour", "minute", "second", "millisecond")
    for plural in ("", "s")
}
"""Calendar units as they may be written; kept in the singular."""

_FIXED: Mapping[str, str] = {
    "week": "wk",
    "day": "d",
    "hour": "h",
    "minute": "min",
    "second": "s",
    "millisecond": "ms",
}
"""Calendar words that mean the same as a UCUM unit."""

_WORD_OF: Mapping[str, str] = {code: word for word, code in _FIXED.items()}
_MONTHS: Mapping[str, int] = {"year": 12, "month": 1}
_DAYS: Mapping[str, tuple[int, int]] = {"year": (365, 366), "month": (28, 31)}
"""The shortest and the longest of each."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its UCUM code (or calendar word in the singular)."""

    value: Decimal
    unit: str

    @property
    def calendar(self) -> str | None:
        """The calendar word this unit stands for, when it is one that dates can be moved by."""
        return self.unit if self.unit in CALENDAR_WORDS else _WORD_OF.get(self.unit)

    def in_unit(self, unit: str) -> Decimal | None:
        """Convert, exactly where the factors are; None when the units measure different things.

        Raises EvaluationError for a unit that is not known here.
        """
        if unit == self.unit:
            return self.value
        if self.unit in _MONTHS or unit in _MONTHS:
            return self._in_months(unit)
        here, there = _code(self.unit), _code(unit)
        if not (ucum.known(here) and ucum.known(there)):
            raise impossible(
                tr("“{one}” and “{other}” cannot be converted into one another", one=self.unit, other=unit)
            )
        return ucum.convert(self.value, here, there)

    def _in_months(self, unit: str) -> Decimal | None:
        if self.unit not in _MONTHS or unit not in _MONTHS:
            return None
        return EXACT.divide(self.value * _MONTHS[self.unit], Decimal(_MONTHS[unit]))

    def order(self, other: "Quantity") -> int | None:
        """Order two: -1, 0, 1, or None when the units leave it open. Raises as ``in_unit``."""
        converted = self.in_unit(other.unit)
        if converted is not None:
            return (converted > other.value) - (converted < other.value)
        mine, theirs = self._days(), other._days()  # noqa: SLF001 - of the same class
        if mine is None or theirs is None:
            return None
        return -1 if mine[1] < theirs[0] else 1 if mine[0] > theirs[1] else None

    def _days(self) -> tuple[Decimal, Decimal] | None:
        """Give the shortest and the longest this stretch of time can be, in days."""
        if self.unit in _DAYS:
            first, second = (self.value * days for days in _DAYS[self.unit])
            return min(first, second), max(first, second)
        fixed = ucum.convert(self.value, _code(self.unit), "d")
        return None if fixed is None else (fixed, fixed)

    def times(self, other: "Quantity", sign: int) -> "Quantity | None":
        """Multiply, or with sign -1 divide; the units go along. None when dividing by zero.

        Raises EvaluationError for a unit that is not known here, calendar months and years among them.
        """
        if sign < 0 and other.value == 0:
            return None
        if sign < 0 and (converted := self._same_kind(other)) is not None:
            return Quantity(EXACT.divide(converted, other.value), "1")
        unit = ucum.multiplied(_code(self.unit), _code(other.unit), sign)
        if unit is None:
            raise impossible(
                tr("“{one}” and “{other}” cannot be multiplied or divided", one=self.unit, other=other.unit)
            )
        work = EXACT.multiply if sign > 0 else EXACT.divide
        return Quantity(work(self.value, other.value), unit)

    def _same_kind(self, other: "Quantity") -> Decimal | None:
        if self.unit == other.unit:
            return self.value
        if self.unit in _MONTHS or other.unit in _MONTHS:
            return self._in_months(other.unit)
        return ucum.convert(self.value, _code(self.unit), _code(other.unit))

    def comparable(self, other: "Quantity") -> bool:
        """Whether the two measure the same kind of thing."""
        return self._same_kind(other) is not None


def _code(unit: str) -> str:
    return _FIXED.get(unit, unit)
