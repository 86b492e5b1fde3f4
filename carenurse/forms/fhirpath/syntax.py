"""The parts of speech of FHIRPath, as the parser finds them."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from typing_extensions import override


@dataclass(frozen=True, slots=True, eq=False)
class Literal:
    """A value written down: number, text, true, date, quantity; or nothing, ``{}``.

    Two literals are the same only when they are written the same (to Python, ``1``, ``1.0`` and ``true``
    are equal).
    """

    value: Any
    empty: bool = False

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Literal) and self._written() == other._written()

    @override
    def __hash__(self) -> int:
        return hash(self._written())

    def _written(self) -> tuple[str, str, bool]:
        return type(self.value).__name__, repr(self.value), self.empty


@dataclass(frozen=True, slots=True)
class Name:
    """``%name``, or ``$this``, ``$index``, ``$total``."""

    name: str


@dataclass(frozen=True, slots=True)
class Member:
    """``base.name``; without a base, the name starts from the focus."""

    base: "Node | None"
    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """``base.name(arguments)``."""

    base: "Node | None"
    name: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Index:
    """``base[position]``."""

    base: "Node"
    position: "Node"


@dataclass(frozen=True, slots=True)
class Sign:
    """``-operand``, ``+operand``."""

    operator: str
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Operation:
    """``left operator right``."""

    operator: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class TypeTest:
    """``left is Type`` or ``left as Type``."""

    operator: str
    left: "Node"
    type_name: str


Node: TypeAlias = Literal | Name | Member | Call | Index | Sign | Operation | TypeTest


def children(node: Node) -> tuple[Node, ...]:  # noqa: PLR0911 - one return per kind of node
    """List the parts of one node, for whoever walks the tree."""
    match node:
        case Member(base, _):
            return () if base is None else (base,)
        case Call(base, _, arguments):
            return arguments if base is None else (base, *arguments)
        case Index(base, position):
            return (base, position)
        case Sign(_, operand):
            return (operand,)
        case Operation(_, left, right):
            return (left, right)
        case TypeTest(_, left, _):
            return (left,)
        case _:
            return ()
