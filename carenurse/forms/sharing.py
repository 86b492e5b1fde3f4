"""What several calculations of a form have in common is worked out once for all of them.

Published forms repeat the same path in dozens of totals. A part that stands by itself (it starts from
``%resource`` and needs nothing of the item it stands on) and occurs at least twice becomes a named value of
the form, with a name that no author can write.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from carenurse.forms.fhirpath.engine import Expression, build
from carenurse.forms.fhirpath.syntax import (
    Call,
    Index,
    Literal,
    Member,
    Name,
    Node,
    Operation,
    Sign,
    TypeTest,
    children,
)
from carenurse.forms.form import Formula

_TURNING = frozenset({"where", "select", "all", "exists", "repeat", "aggregate"})
_FREE = frozenset({"$this", "$index", "$total"})
_LARGEST = 2_000


@dataclass(frozen=True, slots=True)
class Shared:
    """The formulas with their common parts taken out, by the identity of the original, and those parts."""

    formulas: dict[int, Formula]
    parts: tuple[Formula, ...]

    def of(self, formula: Formula) -> Formula:
        """Give the formula to work out in place of this one."""
        return self.formulas.get(id(formula), formula)


def share(formulas: Iterable[Formula]) -> Shared:
    """Take the common parts out of these formulas."""
    trees = {id(one): (one, one.expression) for one in formulas if one.expression is not None}
    sizes = {key: sum(1 for _ in _walk(expression.tree)) for key, (_, expression) in trees.items()}
    usable = {key: pair for key, pair in trees.items() if sizes[key] <= _LARGEST}
    counts = Counter(
        node for _, expression in usable.values() for node in _walk(expression.tree) if _worth_it(node)
    )
    common = {node: f"shared {number}" for number, (node, count) in enumerate(counts.items()) if count > 1}
    if not common:
        return Shared({}, ())
    used: dict[Node, str] = {}
    changed: dict[int, Formula] = {}
    for key, (formula, expression) in usable.items():
        tree = _replaced(expression.tree, common, used)
        if tree is not expression.tree:
            changed[key] = replace(formula, expression=Expression(expression.text, tree, build(tree)))
    parts = tuple(Formula(name, Expression(name, node, build(node)), name) for node, name in used.items())
    return Shared(changed, parts)


def _walk(node: Node) -> Iterable[Node]:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(children(one))


def _worth_it(node: Node) -> bool:
    """Recognize a call over the response that gives plain values, whatever it stands on."""
    return isinstance(node, Call) and node.name in _PLAIN and _reaches(node) and _alone(node, turning=False)


_PLAIN = frozenset({"sum", "count", "exists", "empty", "ordinal", "weight", "avg", "min", "max", "all"})
"""Functions that give values rather than items: only such results tell by themselves whether they changed."""


def _reaches(node: Node) -> bool:
    return any(isinstance(one, Name) and one.name == "%resource" for one in _walk(node))


def _alone(node: Node, *, turning: bool) -> bool:
    """Say whether a part needs nothing from outside but the response."""
    match node:
        case Literal():
            return True
        case Name(name):
            return name == "%resource" or (turning and name in _FREE)
        case Member(None, _):
            return turning
        case Call(None, _, arguments):
            return turning and all(_alone(one, turning=True) for one in arguments)
        case Call(base, name, arguments) if base is not None:
            inside = turning or name in _TURNING
            return _alone(base, turning=turning) and all(_alone(one, turning=inside) for one in arguments)
        case _:
            return all(_alone(one, turning=turning) for one in children(node))


def _replaced(node: Node, common: dict[Node, str], used: dict[Node, str]) -> Node:
    """Put names in the place of common parts, the largest first."""
    if node in common and _worth_it(node):
        used[node] = common[node]
        return Name("%" + common[node])
    parts = children(node)
    fresh = tuple(_replaced(one, common, used) for one in parts)
    if all(new is old for new, old in zip(fresh, parts, strict=True)):
        return node
    return _rebuilt(node, fresh)


def _rebuilt(node: Node, parts: tuple[Node, ...]) -> Node:  # noqa: PLR0911 - one return per kind of node
    match node:
        case Member():
            return replace(node, base=parts[0])
        case Call(None, _, _):
            return replace(node, arguments=parts)
        case Call():
            return replace(node, base=parts[0], arguments=parts[1:])
        case Index():
            return Index(parts[0], parts[1])
        case Sign():
            return replace(node, operand=parts[0])
        case Operation():
            return replace(node, left=parts[0], right=parts[1])
        case TypeTest():
            return replace(node, left=parts[0])
        case _:
            return node
