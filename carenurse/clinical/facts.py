"""One fact of a record and the JSON element that carries it, both ways.

A ``Fact`` reads a value out of a JSON object and writes it back by touching that element alone. What
cannot be read is an empty value; writing an empty value removes the element. Facts compose (``Inside``,
``First``, the lists in ``fact_lists``), so a noun of the record is a table of facts with no code of its own.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Generic, Protocol, TypeVar

from carenurse.clinical.dates import Moment, PartialDate, parse_instant
from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_list, as_number, as_object, as_text

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


@dataclass(frozen=True, slots=True)
class Inside(Generic[T]):
    """A fact inside a JSON object that is itself an element."""

    name: str
    fact: Fact[T]

    def read(self, holder: Resource) -> T:
        """Take the value out of the inner object."""
        return self.fact.read(as_object(holder.get(self.name)))

    def write(self, holder: Resource, value: T) -> None:
        """Put the value into the inner object, which comes and goes with its content."""
        inner = as_object(holder.get(self.name))
        self.fact.write(inner, value)
        if inner:
            holder[self.name] = inner
        elif isinstance(holder.get(self.name), dict):
            del holder[self.name]


def under(path: str, fact: Fact[T]) -> Fact[T]:
    """Place a fact under a dotted path of objects; ``name[]`` is the first object of an array."""
    for step in reversed(path.split(".")):
        fact = First(step.removesuffix("[]"), fact) if step.endswith("[]") else Inside(step, fact)
    return fact


def anything(entry: Resource) -> bool:
    """Accept every object."""
    del entry
    return True


@dataclass(frozen=True, slots=True)
class First(Generic[T]):
    """A fact inside the first object of an array that ``where`` accepts; ``seed`` begins a new one."""

    name: str
    fact: Fact[T]
    where: Callable[[Resource], bool] = anything
    seed: Resource = field(default_factory=dict[str, Any])

    def read(self, holder: Resource) -> T:
        """Take the value out of that object."""
        return self.fact.read(self._entry(as_list(holder.get(self.name))) or {})

    def write(self, holder: Resource, value: T) -> None:
        """Put the value into that object; one that has nothing but its seed goes."""
        listed = as_list(holder.get(self.name))
        entry = self._entry(listed)
        held = deepcopy(self.seed) if entry is None else entry
        self.fact.write(held, value)
        bare = not held or (bool(self.seed) and held == self.seed)
        if entry is None and not bare:
            listed.append(held)
        elif entry is not None and bare:
            listed[:] = [one for one in listed if one is not entry]
        keep_list(holder, self.name, listed)

    def _entry(self, listed: list[Any]) -> Resource | None:
        for one in listed:
            if isinstance(one, dict) and self.where(found := as_object(one)):
                return found
        return None


def having(**needed: str) -> Callable[[Resource], bool]:
    """Accept objects whose named members have exactly these values."""
    return lambda entry: all(entry.get(name) == value for name, value in needed.items())


def extension(url: str, fact: Fact[T]) -> Fact[T]:
    """Keep a fact in the extension of this url."""
    return First("extension", fact, having(url=url), {"url": url})


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """A fact that FHIR lets stand under several names (``onset[x]``), of which only one may be there.

    The first option is the one for a new value; a value that is there stays under its own name.
    """

    stem: str
    options: Mapping[str, Fact[T]]

    def read(self, holder: Resource) -> T:
        """Take the value out of the first option that has one."""
        found = [option.read(holder) for option in self.options.values()]
        return next((value for value in found if not is_empty(value)), found[0])

    def write(self, holder: Resource, value: T) -> None:
        """Put the value in; any other choice goes, since FHIR allows only one."""
        held = [name for name, option in self.options.items() if not is_empty(option.read(holder))]
        name = held[0] if held else next(iter(self.options))
        if not is_empty(value):
            for other in [one for one in holder if self._is_choice(one) and one.lstrip("_") != name]:
                del holder[other]
        self.options[name].write(holder, value)

    def _is_choice(self, name: str) -> bool:
        rest = name.lstrip("_").removeprefix(self.stem)
        return rest != name.lstrip("_") and rest[:1].isupper()


def _put(holder: Resource, name: str, value: object) -> None:
    if is_empty(value):
        holder.pop(name, None)
    else:
        holder[name] = value


def swap(holder: Resource, name: str, gone: Callable[[Resource], bool], *added: Resource) -> None:
    """Take the objects that ``gone`` names out of an array and put others at its end."""
    listed = as_list(holder.get(name))
    left: list[Any] = [one for one in listed if not (isinstance(one, dict) and gone(as_object(one)))]
    keep_list(holder, name, [*left, *added])


def keep_list(holder: Resource, name: str, listed: list[Any]) -> None:
    """Put an array in its place; an array that became empty goes."""
    if listed:
        holder[name] = listed
    elif isinstance(holder.get(name), list):
        del holder[name]
