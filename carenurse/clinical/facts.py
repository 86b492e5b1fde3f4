"""One fact of a record and the JSON element that carries it, both ways.

A ``Fact`` reads a value out of a JSON object and writes it back by touching that element alone. What
cannot be read is an empty value; writing an empty value removes the element. Facts compose (``fact_places``,
``fact_lists``), so a noun of the record is a table of facts with hardly any code of its own.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Generic, Protocol, TypeVar

from carenurse.clinical.dates import Moment, PartialDate, parse_instant
from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_number, as_text

T = TypeVar("T")

_LARGEST_INTEGER: Final = 2**31
"""FHIR integers have 32 bits."""


class Fact(Protocol[T]):
    """A value that a JSON object carries."""

    def read(self, holder: Resource) -> T:
        """Take the value out; an empty one where there is none or its shape is wrong."""
        ...

    def write(self, holder: Resource, value: T) -> None:
        """Put the value in, changing only the element that carries it; an empty value removes it."""
        ...


def is_empty(value: object) -> bool:
    """Say whether a value means that nothing was said (a number zero and False do say something)."""
    return value is None or value in ("", ())


def same(one: object, other: object) -> bool:
    """Say whether two values state the same, to the digit.

    72.5 and 72.50 are equal numbers but different statements, as is one instant under two offsets.
    """
    return one == other and repr(one) == repr(other)


@dataclass(frozen=True, slots=True)
class Text:
    """A string, code, uri or markdown element; nothing is ""."""

    name: str

    def read(self, holder: Resource) -> str:
        """Take the string out."""
        return as_text(holder.get(self.name))

    def write(self, holder: Resource, value: str) -> None:
        """Put the string in."""
        _put(holder, self.name, value)


@dataclass(frozen=True, slots=True)
class Number:
    """A decimal or integer element, to the digit as written."""

    name: str

    def read(self, holder: Resource) -> Decimal | None:
        """Take the number out."""
        return as_number(holder.get(self.name))

    def write(self, holder: Resource, value: Decimal | None) -> None:
        """Put the number in."""
        _put(holder, self.name, value)


@dataclass(frozen=True, slots=True)
class Whole:
    """An integer element."""

    name: str

    def read(self, holder: Resource) -> int | None:
        """Take the integer out; a number with a fraction is none."""
        number = as_number(holder.get(self.name))
        if number is None or abs(number) > _LARGEST_INTEGER or number != number.to_integral_value():
            return None
        return int(number)

    def write(self, holder: Resource, value: int | None) -> None:
        """Put the integer in."""
        _put(holder, self.name, value)


@dataclass(frozen=True, slots=True)
class Truth:
    """A boolean element; None when nobody said."""

    name: str

    def read(self, holder: Resource) -> bool | None:
        """Take the boolean out."""
        found = holder.get(self.name)
        return found if isinstance(found, bool) else None

    def write(self, holder: Resource, value: bool | None) -> None:  # noqa: FBT001 - it is the value itself
        """Put the boolean in."""
        _put(holder, self.name, value)


@dataclass(frozen=True, slots=True)
class Day:
    """A ``date`` element."""

    name: str

    def read(self, holder: Resource) -> PartialDate | None:
        """Take the date out, to the precision it was written with."""
        return PartialDate.parse(holder.get(self.name))

    def write(self, holder: Resource, value: PartialDate | None) -> None:
        """Put the date in."""
        _put(holder, self.name, str(value) if value else None)


@dataclass(frozen=True, slots=True)
class Time:
    """A ``dateTime`` element, as written."""

    name: str

    def read(self, holder: Resource) -> Moment | None:
        """Take the moment out."""
        return Moment.parse(holder.get(self.name))

    def write(self, holder: Resource, value: Moment | None) -> None:
        """Put the moment in."""
        _put(holder, self.name, value.text if value else None)


@dataclass(frozen=True, slots=True)
class Instant:
    """An ``instant`` (or a dateTime whose hour was said) as an aware datetime."""

    name: str

    def read(self, holder: Resource) -> datetime | None:
        """Take the instant out; None when only a date was said."""
        return parse_instant(holder.get(self.name))

    def write(self, holder: Resource, value: datetime | None) -> None:
        """Put the aware instant in, with its own offset."""
        _put(holder, self.name, value.isoformat() if value else None)


@dataclass(frozen=True, slots=True)
class Fixed(Generic[T]):
    """A fact that is read and never changed, such as the resource type."""

    fact: Fact[T]

    def read(self, holder: Resource) -> T:
        """Take the value out."""
        return self.fact.read(holder)

    def write(self, holder: Resource, value: T) -> None:
        """Leave everything as it is."""


def _put(holder: Resource, name: str, value: object) -> None:
    if is_empty(value):
        holder.pop(name, None)
    else:
        holder[name] = value


def keep_list(holder: Resource, name: str, listed: list[Any]) -> None:
    """Put an array in its place; an array that became empty goes."""
    if listed:
        holder[name] = listed
    elif isinstance(holder.get(name), list):
        del holder[name]
