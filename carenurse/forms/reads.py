"""Finds out, once and without evaluating it, which answers an expression reads.

The tree is walked with a notion of what each part stands for: the response, items with certain linkIds, their
answers, or plain values. ``%resource.item.where(linkId='a').answer.value`` reads only ``a``. Whatever is not
understood counts as reading everything, so that nothing is ever left uncalculated.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal as OneOf

from carenurse.forms.fhirpath.engine import build
from carenurse.forms.fhirpath.failures import ExpressionError, TooLongError
from carenurse.forms.fhirpath.frame import Budget, Frame
from carenurse.forms.fhirpath.shortcuts import about_link_only, links_asked
from carenurse.forms.fhirpath.syntax import Call, Index, Literal, Member, Name, Node, Operation, children

_KEEPING = frozenset({"first", "last", "tail", "take", "skip", "single", "distinct", "trace", "ofType", "as"})
_JUDGING = frozenset({"count", "empty", "hasValue", "isDistinct", "not"})
_MOST_TRIES = 60_000
_STATIC_NAMES = frozenset({"%questionnaire", "%qitem", "%ucum", "%loinc", "%sct", "$index"})


@dataclass(frozen=True, slots=True)
class Part:
    """What a piece of an expression stands for: the whole response, items, or the answers of items."""

    kind: OneOf["response", "items", "answers"]
    links: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Outline:
    """The shape of a form: which items stand directly below which ("" is the form), and which are groups."""

    below: dict[str, tuple[str, ...]]
    groups: frozenset[str]
    _deep: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    _tries: list[int] = field(default_factory=lambda: [_MOST_TRIES])

    def may_try(self, count: int) -> bool:
        """Whether so many linkIds may still be tried on criteria; beyond it, everything counts as read."""
        self._tries[0] -= count
        return self._tries[0] >= 0

    def give_up(self) -> None:
        """Try no more: a criterion was too slow."""
        self._tries[0] = 0

    def children(self, links: frozenset[str]) -> frozenset[str]:
        """Items directly below any of these."""
        return frozenset(child for link in links for child in self.below.get(link, ()))

    def deep(self, links: frozenset[str]) -> frozenset[str]:
        """Give these items and all below them."""
        return links.union(*(self._deep_of(link) for link in links))

    def _deep_of(self, link: str) -> frozenset[str]:
        if link not in self._deep:
            found, waiting = {link}, [link]
            while waiting:
                fresh = [child for child in self.below.get(waiting.pop(), ()) if child not in found]
                found.update(fresh)
                waiting.extend(fresh)
            self._deep[link] = frozenset(found)
        return self._deep[link]


@dataclass(slots=True)
class Reads:
    """What an expression reads: linkIds (or everything), and named values."""

    links: set[str] = field(default_factory=set[str])
    everything: bool = False
    names: set[str] = field(default_factory=set[str])
    result: Part | None = None


def names_in(tree: Node) -> frozenset[str]:
    """Find the named values that an expression mentions, without what it reads of the answers."""
    waiting, found = [tree], set[str]()
    while waiting:
        node = waiting.pop()
        waiting.extend(children(node))
        if isinstance(node, Name) and node.name.startswith("%"):
            found.add(node.name[1:])
    return frozenset(found)


def reads_of(tree: Node, outline: Outline, start: Part, named: Callable[[str], Part | None]) -> Reads:
    """Find what an expression reads; ``start`` is its context, ``named`` resolves named values."""
    reader = _Reader(outline, start, named)
    reader.reads.result = reader.scan(tree, start)
    return reader.reads


class _Reader:
    def __init__(self, outline: Outline, start: Part, named: Callable[[str], Part | None]) -> None:
        self._outline = outline
        self._start = start
        self._named = named
        self.reads = Reads()

    def scan(self, node: Node, focus: Part | None) -> Part | None:  # noqa: PLR0911 - one per kind of node
        match node:
            case Name(name):
                return self._name(name, focus)
            case Member(base, name):
                return self._member(focus if base is None else self.scan(base, focus), name)
            case Call(base, name, arguments):
                return self._call(focus if base is None else self.scan(base, focus), name, arguments, focus)
            case Index(base, position):
                self._deeply(self.scan(position, focus))
                return self._noted(self.scan(base, focus))
            case Operation("|", left, right):
                return self._joined(self.scan(left, focus), self.scan(right, focus))
            case Literal():
                return None
            case _:
                for child in children(node):
                    self._deeply(self.scan(child, focus))
                return None

    def _name(self, name: str, focus: Part | None) -> Part | None:
        if name in ("$this", "$total"):
            return focus
        if name in ("%resource", "%rootResource", "%QuestionnaireResponse"):
            return Part("response")
        if name == "%context":
            return self._start
        if name in _STATIC_NAMES:
            return None
        self.reads.names.add(name[1:])
        return self._named(name[1:])

    def _member(self, part: Part | None, name: str) -> Part | None:
        if name == "QuestionnaireResponse":
            return Part("response")
        if part is None:
            return None
        if name == "item":
            inside = frozenset({""}) if part.kind == "response" else part.links
            return Part("items", self._outline.children(inside))
        if part.kind == "items":
            self._note(part)
            return Part("answers", part.links) if name == "answer" else None
        return None

    def _call(
        self, part: Part | None, name: str, arguments: tuple[Node, ...], focus: Part | None
    ) -> Part | None:
        if part is None:
            for argument in arguments:
                self._deeply(self.scan(argument, focus))
            return None
        if name in ("where", "exists", "all"):
            kept = self._filtered(part, arguments)
            return self._noted(kept) if name == "where" and arguments else self._done(kept)
        if name in ("select", "repeat", "descendants"):
            return self._led_on(part, name, arguments)
        if name in _KEEPING:
            return self._noted(part)
        return self._done(part) if name in _JUDGING else self._unknown(part, arguments)

    def _led_on(self, part: Part, name: str, arguments: tuple[Node, ...]) -> Part | None:
        if name != "select":
            return self._descendants(part, name, arguments)
        self._note(part)
        return self.scan(arguments[0], part)

    def _unknown(self, part: Part, arguments: tuple[Node, ...]) -> None:
        self._deeply(part)
        for argument in arguments:
            self._deeply(self.scan(argument, part))

    def _descendants(self, part: Part, name: str, arguments: tuple[Node, ...]) -> Part | None:
        if name == "repeat" and not _only_items(arguments[0]):
            return self._unknown(part, arguments)
        top = frozenset({""}) if part.kind == "response" else part.links
        found = self._outline.deep(top)
        return Part("items", found - {""})

    def _filtered(self, part: Part, arguments: tuple[Node, ...]) -> Part:
        """Narrow items down by what a criterion says about linkId; read whatever else it asks."""
        if not arguments:
            return part
        for test in _conjuncts(arguments[0]):
            if part.kind == "items" and about_link_only(test):
                part = Part("items", _matching(test, part.links, self._outline))
            else:
                self._note(part)
                self._deeply(self.scan(test, part))
        return part

    def _noted(self, part: Part | None) -> Part | None:
        """Go on with a part whose presence matters when several linkIds may be in it."""
        if part is not None and (part.kind != "items" or len(part.links) != 1):
            self._note(part)
        return part

    def _done(self, part: Part) -> None:
        self._note(part)

    def _joined(self, left: Part | None, right: Part | None) -> Part | None:
        if left is not None and right is not None and left.kind == right.kind != "response":
            return Part(left.kind, left.links | right.links)
        self._deeply(left)
        self._deeply(right)
        return None

    def _note(self, part: Part) -> None:
        """Note that presence and answers are read; a group is present when anything in it is answered."""
        if part.kind == "response":
            self.reads.everything = True
            return
        groups = part.links & self._outline.groups
        self.reads.links |= part.links - groups
        self.reads.links |= self._outline.deep(groups)

    def _deeply(self, part: Part | None) -> None:
        """Anything in or below this part may be read."""
        if part is None:
            return
        if part.kind == "response":
            self.reads.everything = True
        self.reads.links |= self._outline.deep(part.links)


def _only_items(node: Node) -> bool:
    match node:
        case Member(None, "item") | Member(Member(None, "answer"), "item"):
            return True
        case Operation("|", left, right):
            return _only_items(left) and _only_items(right)
        case _:
            return False


def _conjuncts(node: Node) -> list[Node]:
    match node:
        case Operation("and", left, right):
            return [*_conjuncts(left), *_conjuncts(right)]
        case _:
            return [node]


def _matching(test: Node, links: frozenset[str], outline: Outline) -> frozenset[str]:
    """Try the criterion on every linkId; when in doubt, the item counts as read."""
    asked = links_asked((test,))
    if asked is not None:
        return links & asked
    if not outline.may_try(len(links)):
        return links
    run = build(test)
    found: set[str] = set()
    frame = Frame({}, {}, lambda _name: [], datetime(2000, 1, 1, tzinfo=UTC))
    for link in links:
        item = {"linkId": link}
        frame.resource, frame.context, frame.this, frame.budget = item, item, [item], Budget()
        try:
            said = run(frame, [item])
        except TooLongError:
            outline.give_up()
            return links
        except ExpressionError:
            said = [True]
        if said != [False] and said:
            found.add(link)
    return frozenset(found)
