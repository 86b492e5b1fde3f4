"""Where a fact stands: inside an element, in one entry of an array, under one of several names."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from carenurse.clinical.facts import Fact, is_empty, keep_list
from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_list, as_object

T = TypeVar("T")


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


def swap(holder: Resource, name: str, gone: Callable[[Resource], bool], *added: Resource) -> None:
    """Take the objects that ``gone`` names out of an array and put others at its end."""
    listed = as_list(holder.get(name))
    left: list[Any] = [one for one in listed if not (isinstance(one, dict) and gone(as_object(one)))]
    keep_list(holder, name, [*left, *added])
