"""A value and its JSON object: a table of facts, one for each field, and nothing else.

``encode`` compares each field with what the object already says and writes only the fields that differ, so an
object that we did not change comes out as it came in, whatever else it holds.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import fields
from typing import Any, Generic, TypeVar, cast

from carenurse.clinical.facts import Fact, same
from carenurse.clinical.fhir import Resource
from carenurse.errors import BugError

V = TypeVar("V")


class Codec(Generic[V]):
    """Reads and writes one kind of value; it is a ``Fact`` itself, for values inside values.

    ``facts`` names a fact for every field of the value, in the order in which they are written.
    ``fresh`` is what a new object holds besides. Raises BugError when a field has no fact.
    """

    def __init__(self, value: type[V], facts: Mapping[str, Fact[Any]], fresh: Resource | None = None) -> None:
        """Check that fields and facts agree."""
        if {one.name for one in fields(cast("Any", value))} != set(facts):
            raise BugError(value.__name__)
        self._value = value
        self._facts = facts
        self._fresh = fresh or {}

    def read(self, holder: Resource) -> V:
        """Take a whole value out of its object."""
        return self._value(**{name: fact.read(holder) for name, fact in self._facts.items()})

    def glance(self, holder: Resource, *names: str) -> V:
        """Take only these fields out, for long lists; the value's own defaults stand for the others."""
        return self._value(**{name: self._facts[name].read(holder) for name in names})

    def write(self, holder: Resource, value: V) -> None:
        """Bring the object up to the value, touching only what differs."""
        for name, fact in self._facts.items():
            wanted = getattr(value, name)
            if not same(fact.read(holder), wanted):
                fact.write(holder, wanted)

    def encode(self, value: V, onto: Resource | None = None) -> Resource:
        """Make a new object of a value, or a changed copy of ``onto``."""
        holder = deepcopy(self._fresh if onto is None else onto)
        self.write(holder, value)
        return holder
