"""What one evaluation stands on: the response, the item, named values, the time, a limit on the work."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from carenurse.forms.fhirpath.failures import too_long

Collection: TypeAlias = list[Any]
"""FHIRPath's only kind of value: an ordered list, empty for "not known"."""

MOST_STEPS = 400_000
"""Steps one evaluation may take (about a second): an expression bomb ends in a sentence, not in a hang."""


@dataclass(slots=True)
class Budget:
    """Counts the work of one evaluation."""

    left: int = MOST_STEPS

    def spend(self, steps: int) -> None:
        """Take steps off; raise EvaluationError when none are left."""
        self.left -= steps
        if self.left < 0:
            raise too_long()


@dataclass(frozen=True, slots=True)
class Reach:
    """What an expression can look up beyond its own resource; whoever evaluates it says where.

    ``resolve(reference)`` gives the resource that a reference names, or None; ``member(coding, url)`` says
    whether a coding is in a value set, or None when that value set is not at hand.
    """

    resolve: Callable[[str], Any]
    member: Callable[[Any, str], bool | None]


NOTHING = Reach(lambda _reference: None, lambda _coding, _url: None)
"""For an expression that stands alone."""


@dataclass(slots=True)
class Frame:
    """The surroundings of one evaluation; ``inner`` makes those of one turn of where(), select()...

    ``named`` answers ``%name`` with a collection, or None when nothing has that name. ``find(linkId,
    through_answers)``, where there is one, gives the items of the resource by linkId without a walk.
    ``defined`` are the values that defineVariable() named on the way.
    """

    resource: Any
    context: Any
    named: Callable[[str], Collection | None]
    now: datetime
    budget: Budget = field(default_factory=Budget)
    this: Collection = field(default_factory=list[Any])
    index: int = 0
    total: Collection = field(default_factory=list[Any])
    find: Callable[[str, bool], Collection] | None = None
    reach: Reach = NOTHING
    defined: Mapping[str, Collection] = field(default_factory=dict[str, Collection])

    def inner(self, this: Collection) -> "Frame":
        """Go one level in, with another ``$this``."""
        return Frame(
            self.resource,
            self.context,
            self.named,
            self.now,
            self.budget,
            this,
            self.index,
            self.total,
            self.find,
            self.reach,
            self.defined,
        )


Compiled: TypeAlias = Callable[[Frame, Collection], Collection]
"""One compiled piece: surroundings and focus in, collection out."""
