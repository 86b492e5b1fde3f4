"""How a function of FHIRPath is described to the compiler."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from carenurse.forms.fhirpath.frame import Collection, Compiled, Frame
from carenurse.forms.fhirpath.values import single


@dataclass(frozen=True, slots=True)
class Function:
    """``make(arguments)`` compiles one call; ``least``..``most`` arguments are allowed."""

    make: Callable[[list[Compiled]], Compiled]
    least: int = 0
    most: int = 0
    takes_type: bool = False


def over_focus(work: Callable[[Collection], Collection]) -> Function:
    """Describe a function without arguments that works on the whole focus."""
    return Function(lambda _arguments: lambda _frame, focus: work(focus))


def with_frame(work: Callable[[Frame, Collection], Collection]) -> Function:
    """Describe a function without arguments that needs the surroundings (the time, the budget)."""
    return Function(lambda _arguments: work)


def with_values(
    work: Callable[[Frame, Collection, list[Collection]], Collection], least: int, most: int | None = None
) -> Function:
    """Describe a function whose arguments are worked out first, seen from outside the focus."""

    def make(arguments: list[Compiled]) -> Compiled:
        return lambda frame, focus: work(frame, focus, [one(frame, frame.this) for one in arguments])

    return Function(make, least, least if most is None else most)


def each(
    name: str, work: Callable[[Any, list[Any]], Any], least: int = 0, most: int | None = None
) -> Function:
    """Describe a function on one value with single arguments: anything empty gives nothing."""

    def run(_frame: Frame, focus: Collection, arguments: list[Collection]) -> Collection:
        value = single(focus, name)
        singles = [single(one, name) for one in arguments]
        if value is None or any(one is None for one in singles):
            return []
        result = work(value, singles)
        return [] if result is None else [result]

    return with_values(run, least, most)
