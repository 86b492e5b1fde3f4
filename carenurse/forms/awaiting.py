"""Which calculated answers wait until every question that they score is answered.

A missing answer never becomes a zero: a sum over the points of nine choices is no score after the first of
them. Forms of our own say which questions count; in any other form it is read out of its expressions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from carenurse.forms.fhirpath.syntax import Call, Literal, Member, Node, children
from carenurse.forms.form import Form, Formula, Item

_POINTS = frozenset({"ordinal", "weight"})
_MARKS = ("ordinalValue", "itemWeight")
_MOST = 300_000
"""linkIds that all calculations of a form wait for together; beyond it lies no form that anybody fills in."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one calculation or named value reads, in the order in which they are worked out.

    ``links`` are linkIds and ``names`` the numbers of named values; ``everything``: any answer of the form.
    """

    number: int
    calculates: str
    formula: Formula
    links: frozenset[str]
    names: Sequence[int]
    everything: bool


@dataclass(frozen=True, slots=True)
class _Found:
    scores: bool
    questions: frozenset[str]


def awaited(form: Form, readings: Sequence[Reading]) -> Mapping[str, frozenset[str]]:
    """Say which questions have to be answered before each calculated answer that is made of points."""
    scored = frozenset(link for link, item in form.index.items() if _gives_points(item))
    own = {rule.link: frozenset(rule.counts) for rule in form.scores}
    found: dict[str, frozenset[str]] = {}
    read: dict[int, _Found] = {}
    room = _MOST
    for one in readings:
        inner = [read[number] for number in one.names if number in read]
        totals = [found[link] for link in one.links if link in found]
        direct = scored if one.everything else one.links & scored
        questions = direct.union(*(part.questions for part in inner), *totals)
        scores = bool(totals) or any(part.scores for part in inner) or reads_points(one.formula)
        room -= len(questions)
        if room < 0:
            break
        read[one.number] = _Found(scores, questions)
        waits = own.get(one.calculates) or (questions if scores else None)
        if one.calculates and waits:
            found[one.calculates] = waits
    return found


def _gives_points(item: Item) -> bool:
    """Say whether a question must be answered for its points; ticks that may all be left out need not be."""
    choice = item.kind in ("choice", "open-choice") and not item.calculated
    return (
        choice and (item.required or not item.repeats) and any(one.score is not None for one in item.options)
    )


def reads_points(formula: Formula) -> bool:
    """Say whether an expression takes the points of choices, by function or by extension."""
    waiting = list(formula.trees)
    while waiting:
        node = waiting.pop()
        if _takes_points(node):
            return True
        waiting.extend(children(node))
    return False


def _takes_points(node: Node) -> bool:
    match node:
        case Call(_, name, _):
            return name in _POINTS or name == "extension"
        case Member(_, name):
            return name == "extension"
        case Literal(value):
            return isinstance(value, str) and value.endswith(_MARKS)
        case _:
            return False
