"""Which calculation follows from which answer: built once, so that an answer moves only what reads it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from carenurse.forms.awaiting import Reading, awaited
from carenurse.forms.form import Form, Formula, Item
from carenurse.forms.reads import Outline, Part, Reads, names_in, reads_of
from carenurse.forms.sharing import Shared, share

Kind = Literal["variable", "enable", "calculate", "fact"]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One thing to work out: a named value, whether an item is shown, a calculated answer, a moving fact.

    ``link`` is the item it stands on ("" is the form). ``rank`` orders rules so that each comes after what it
    reads; rules of one rank read one another.
    """

    number: int
    kind: Kind
    link: str
    formula: Formula | None
    links: frozenset[str]
    everything: bool
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Graph:
    """The rules of a form and, for every linkId and named value, the rules that read it."""

    rules: tuple[Rule, ...]
    by_link: dict[str, tuple[Rule, ...]]
    by_variable: dict[tuple[str, str], tuple[Rule, ...]]
    by_anything: tuple[Rule, ...]
    awaits: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    """The questions that must be answered before a calculated answer is given, by its linkId."""

    def after(self, links: Iterable[str]) -> set[Rule]:
        """Find the rules to work out again after these items changed."""
        found = {rule for link in links for rule in self.by_link.get(link, ())}
        return found.union(self.by_anything) if links else found


_FEW = 50
_MOST_READ = 300_000
"""linkIds that all rules of a form read together; beyond it, a rule that reads many counts as reading all."""


class _Draft:
    """Collects the rules with what they read, before their order is known."""

    def __init__(self, form: Form, shared: Shared) -> None:
        self.form = form
        self.shared = shared
        below: dict[str, tuple[str, ...]] = {"": tuple(item.link for item in form.items)}
        below |= {item.link: tuple(child.link for child in item.children) for item in form.index.values()}
        groups = frozenset(item.link for item in form.index.values() if item.kind == "group")
        self.outline = Outline(below, groups)
        self._room = _MOST_READ
        self.rules: list[Rule] = []
        self.names: list[frozenset[tuple[str, str]]] = []
        self.writes: list[tuple[str, str] | None] = []
        self._variables = {("", one.name): shared.of(one) for one in (*shared.parts, *form.variables)}
        for item in form.index.values():
            self._variables |= {(item.link, one.name): shared.of(one) for one in item.variables}
        self._parts: dict[tuple[str, str], Part | None] = {}

    def scope(self, link: str, name: str) -> tuple[str, str] | None:
        """Find the named value that an expression on this item means."""
        here: str | None = link
        while here is not None:
            if (here, name) in self._variables:
                return here, name
            here = None if here == "" else self.form.index[here].parent
        return None

    def reads(self, formula: Formula, link: str) -> Reads:
        start = Part("items", frozenset({link})) if link else Part("response")
        found = Reads()
        for tree in formula.trees:
            one = reads_of(tree, self.outline, start, lambda name: self._part(link, name))
            found = Reads(
                found.links | one.links,
                found.everything or one.everything,
                found.names | one.names,
                one.result,
            )
        found.names |= {name for one in formula.beside if one for name in names_in(one.tree)}
        return found

    def _part(self, link: str, name: str) -> Part | None:
        """Find what a named value stands for; one that leads back to itself stands for everything."""
        key = self.scope(link, name)
        if key is None:
            return None
        if key not in self._parts:
            self._parts[key] = Part("response")
            self._parts[key] = self.reads(self._variables[key], key[0]).result
        return self._parts[key]

    def add(
        self, kind: Kind, link: str, formula: Formula | None, extra: frozenset[str] = frozenset()
    ) -> None:
        found = self.reads(formula, link) if formula else Reads()
        links = set(found.links) | extra
        if found.result is not None:
            found.everything |= found.result.kind == "response"
            links |= self.outline.deep(found.result.links)
        self._room -= len(links)
        if self._room < 0 and len(links) > _FEW:
            found.everything, links = True, set[str]()
        keys = (self.scope(link, name) for name in found.names)
        self.names.append(frozenset(key for key in keys if key))
        self.writes.append((link, formula.name) if kind == "variable" and formula else None)
        self.rules.append(Rule(len(self.rules), kind, link, formula, frozenset(links), found.everything))


def build_graph(form: Form) -> Graph:
    """Build the graph of a form."""
    shared = share(_formulas(form))
    draft = _Draft(form, shared)
    for variable in (*shared.parts, *form.variables):
        draft.add("variable", "", shared.of(variable))
    for fact in form.facts:
        draft.add("fact", "", shared.of(fact))
    for item in form.index.values():
        _add_rules(draft, item)
    ranks = _ranks(draft)
    awaits = awaited(form, _readings(draft, ranks))
    rules = tuple(
        replace(
            one,
            links=one.links | awaits.get(one.link, _NONE) if one.kind == "calculate" else one.links,
            rank=ranks[one.number],
        )
        for one in draft.rules
    )
    return _graph(draft, rules, awaits)


_NONE = frozenset[str]()


def _readings(draft: _Draft, ranks: Sequence[int]) -> list[Reading]:
    """Say in their order what the named values and the calculated answers read."""
    by_name = {name: number for number, name in enumerate(draft.writes) if name}
    return [
        Reading(
            rule.number,
            rule.link if rule.kind == "calculate" else "",
            rule.formula,
            rule.links,
            [by_name[name] for name in draft.names[rule.number] if name in by_name],
            rule.everything,
        )
        for rule in sorted(draft.rules, key=lambda one: ranks[one.number])
        if rule.formula is not None and rule.kind in ("variable", "calculate")
    ]


def _add_rules(draft: _Draft, item: Item) -> None:
    for variable in item.variables:
        draft.add("variable", item.link, draft.shared.of(variable))
    if item.conditions or item.enable:
        enable = draft.shared.of(item.enable) if item.enable else None
        draft.add("enable", item.link, enable, frozenset(one.question for one in item.conditions))
    if item.calculated:
        draft.add("calculate", item.link, draft.shared.of(item.calculated))
    for fact in item.facts:
        draft.add("fact", item.link, draft.shared.of(fact))


def _formulas(form: Form) -> Iterator[Formula]:
    yield from form.variables
    for item in form.index.values():
        yield from item.variables
        yield from item.facts
        yield from (one for one in (item.enable, item.calculated) if one is not None)


def _graph(draft: _Draft, rules: tuple[Rule, ...], awaits: Mapping[str, frozenset[str]]) -> Graph:
    by_link: dict[str, list[Rule]] = {}
    by_variable: dict[tuple[str, str], list[Rule]] = {}
    for rule in rules:
        for link in rule.links:
            by_link.setdefault(link, []).append(rule)
        for key in draft.names[rule.number]:
            by_variable.setdefault(key, []).append(rule)
    return Graph(
        rules,
        {link: tuple(found) for link, found in by_link.items()},
        {key: tuple(found) for key, found in by_variable.items()},
        tuple(rule for rule in rules if rule.everything),
        awaits,
    )


def _ranks(draft: _Draft) -> list[int]:
    """Order the rules by what they read. Node ``len(rules)`` stands for "everything"."""
    everything = len(draft.rules)
    by_link: dict[str, list[int]] = {}
    by_name: dict[tuple[str, str], list[int]] = {}
    for rule, names in zip(draft.rules, draft.names, strict=True):
        for link in rule.links:
            by_link.setdefault(link, []).append(rule.number)
        for key in names:
            by_name.setdefault(key, []).append(rule.number)
    following: list[list[int]] = []
    for rule, written in zip(draft.rules, draft.writes, strict=True):
        if written is not None or rule.kind == "fact":
            following.append(by_name.get(written, []) if written else [])
            continue
        links = draft.outline.deep(frozenset({rule.link})) if rule.kind == "enable" else (rule.link,)
        following.append([*(number for link in links for number in by_link.get(link, ())), everything])
    following.append([rule.number for rule in draft.rules if rule.everything])
    return _layers(following)


def _layers(following: list[list[int]]) -> list[int]:
    """Find the strongly connected parts of a graph in its order (Tarjan's way, without recursion)."""
    order: list[int] = [-1] * len(following)
    low: list[int] = [0] * len(following)
    part: list[int] = [-1] * len(following)
    stack: list[int] = []
    counter = parts = 0
    for root in range(len(following)):
        if order[root] >= 0:
            continue
        work = [(root, 0)]
        while work:
            node, at = work.pop()
            if at == 0:
                order[node] = low[node] = counter
                counter += 1
                stack.append(node)
            if at < len(following[node]):
                work.append((node, at + 1))
                target = following[node][at]
                if order[target] < 0:
                    work.append((target, 0))
                elif part[target] < 0:
                    low[node] = min(low[node], order[target])
                continue
            if low[node] == order[node]:
                parts = _close(node, stack, part, parts)
            if work:
                above = work[-1][0]
                low[above] = min(low[above], low[node])
    return [parts - one for one in part]


def _close(node: int, stack: list[int], part: list[int], parts: int) -> int:
    """Take one finished part off the stack; parts are found last things first."""
    while True:
        member = stack.pop()
        part[member] = parts
        if member == node:
            return parts + 1
