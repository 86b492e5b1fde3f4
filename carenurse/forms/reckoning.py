"""Works the rules of a form out: named values, what is asked, calculated answers; each only when it must."""

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from carenurse.clinical.fhir import Resource
from carenurse.errors import ExpectedError
from carenurse.forms.answers import calculated_answers
from carenurse.forms.elements import is_element
from carenurse.forms.enabling import wanted
from carenurse.forms.fhirpath import EvaluationError, ExpressionError, Frame, UnsupportedExpressionError
from carenurse.forms.fhirpath.failures import TooLongError, too_long
from carenurse.forms.fhirpath.frame import MOST_STEPS, Budget, Collection
from carenurse.forms.fhirpath.values import truth
from carenurse.forms.form import Form, Formula, Item
from carenurse.forms.formulas import USUAL_CONTEXTS
from carenurse.forms.graph import Graph, Rule
from carenurse.forms.moving import item_now
from carenurse.forms.nodes import Node, Place
from carenurse.forms.queries import LocalQuery, Record, bundle_of
from carenurse.forms.reaching import reach_of
from carenurse.forms.validation import refuses
from carenurse.translations import tr

_MOST_ROUNDS = 25
_MOST_TURNS = 20_000
_MOST_STEPS = 3_000_000
"""Steps of all evaluations that follow from one answer (some seconds): beyond lies no real form."""
_SLOW = 200_000
"""What an evaluation that had to be stopped costs the others; it is not tried again in this filling."""


class Reckoner:
    """The running calculation of one filling. ``touched``, ``shown``, ``hidden`` collect what moved.

    ``allowance``: steps for everything that is ever worked out in it; without one, each answer has its own.
    """

    def __init__(  # noqa: PLR0917 - what a filling stands on, given once
        self,
        form: Form,
        graph: Graph,
        root: Node,
        context: Mapping[str, Resource],
        now: datetime,
        record: Record | None = None,
        allowance: int | None = None,
    ) -> None:
        self.form = form
        self._allowance = allowance
        self.graph = graph
        self.root = root
        self.now = now
        self._context = context
        self._record = record
        self.nodes: dict[str, list[Node]] = {}
        self._steps = _MOST_STEPS
        self.turn = 0
        self._settling = False
        self._stopped: set[str] = set()
        self._reach = reach_of(form, root, context, record)
        self.touched: dict[Place, None] = {}
        self.shown: dict[Place, None] = {}
        self.hidden: dict[Place, None] = {}
        self.index()

    def index(self) -> None:
        """Find all nodes again, after repetitions were added or taken away."""
        self.nodes = {}
        for node in self.root.below():
            self.nodes.setdefault(node.link, []).append(node)

    def begin(self) -> None:
        """Work everything out for the first time."""
        for node in self.root.branches[0]:
            self._spread(node)
        self.root.renew_all()
        self._settle(self.graph.rules)
        self.forget()

    def forget(self) -> None:
        """Start collecting what moves anew."""
        self.touched, self.shown, self.hidden = {}, {}, {}

    def changed(self, *nodes: Node) -> None:
        """Follow up new answers to questions."""
        links = {link for node in nodes for link in (node.link, *self._renewed(node))}
        self._settle(self.graph.after(links))

    def rebuilt(self, links: Iterable[str]) -> None:
        """Follow up repetitions that were added or taken away."""
        found = set(links)
        self._settle({*self.graph.after(found), *(rule for rule in self.graph.rules if rule.link in found)})

    def _renewed(self, node: Node) -> set[str]:
        """Bring the view of a node up to date; questions below an answer appear and go with it."""
        moved: set[str] = set()
        for branch in node.branches if node.item and node.item.is_question else ():
            for child in branch:
                moved |= self._spread(child)
        node.reconsider()
        return moved

    def _settle(self, rules: Iterable[Rule]) -> None:
        self.turn += 1
        given = _MOST_STEPS if self._allowance is None else min(_MOST_STEPS, self._allowance)
        self._steps, self._settling = given, True
        try:
            self._work_through(rules)
        finally:
            if self._allowance is not None:
                self._allowance -= given - self._steps
            self._steps, self._settling = _MOST_STEPS, False

    def _work_through(self, rules: Iterable[Rule]) -> None:
        waiting = {rule.number for rule in rules}
        heap = [(self.graph.rules[number].rank, number) for number in waiting]
        heapq.heapify(heap)
        rounds: dict[int, int] = {}
        most = max(3, min(_MOST_ROUNDS, _MOST_TURNS // max(1, len(self.graph.rules))))
        while heap:
            _rank, number = heapq.heappop(heap)
            waiting.discard(number)
            rounds[number] = rounds.get(number, 0) + 1
            rule = self.graph.rules[number]
            if rounds[number] > most:
                self._circular(rule)
                continue
            for follower in self._work_out(rule):
                if follower.number not in waiting:
                    waiting.add(follower.number)
                    heapq.heappush(heap, (follower.rank, follower.number))

    def _circular(self, rule: Rule) -> None:
        for node in self._standing(rule):
            node.answers = node.answers if rule.kind == "enable" else []
            node.problem = tr("This form's calculations depend on one another in a circle.")
            node.reconsider()

    def _standing(self, rule: Rule) -> Sequence[Node]:
        return self.nodes.get(rule.link, ()) if rule.link else (self.root,)

    def _work_out(self, rule: Rule) -> Iterable[Rule]:
        """Evaluate one rule wherever it stands; give the rules that must follow."""
        moved: set[str] = set()
        renamed = False
        for node in self._standing(rule):
            if rule.kind == "variable" and rule.formula is not None:
                renamed |= self._name(node, rule.formula)
            elif rule.kind == "enable":
                moved |= self._enable(node, rule.formula)
            elif rule.kind == "fact" and rule.formula is not None:
                self._tell(node, rule.formula)
            elif rule.formula is not None:
                moved |= self._calculate(node, rule.formula)
        if renamed and rule.formula is not None:
            return self.graph.by_variable.get((rule.link, rule.formula.name), ())
        return self.graph.after(moved) if moved else ()

    def _name(self, node: Node, formula: Formula) -> bool:
        value = self._evaluated(formula, node)
        if formula.query is not None and isinstance(value, list):
            value = [bundle_of(value)]
        before = node.variables.get(formula.name)
        node.variables[formula.name] = value
        return not _same(before, value)

    def _evaluated(self, formula: Formula, node: Node) -> Collection | Exception:
        try:
            return self.evaluate(formula, node)
        except ExpressionError as problem:
            return problem

    def _tell(self, node: Node, formula: Formula) -> None:
        """Work out a moving fact of an item: a limit, a text, the choices, a rule over the answers."""
        value = self._evaluated(formula, node)
        if formula.name in node.facts and _same(node.facts[formula.name], value) and not formula.beside:
            return
        node.facts[formula.name] = value
        node.checked = None
        self.touched[node.place] = None
        if node.item is not None:
            node.living = item_now(node.item, node.facts, self._frame(node, Budget(MOST_STEPS)))

    def _enable(self, node: Node, formula: Formula | None) -> set[str]:
        item = node.item
        if item is None:
            return set()
        own = wanted(item, lambda link: self.answers_to(link, node), self.now.tzinfo)
        node.problem = ""
        if own and formula is not None:
            try:
                own = truth(self.evaluate(formula, node), "enableWhenExpression") is True
            except ExpressionError as problem:
                own, node.problem = True, str(problem)
        if own == node.own:
            return set()
        node.own = own
        return self._enabled_anew(node)

    def _enabled_anew(self, node: Node) -> set[str]:
        moved = self._spread(node)
        if moved and node.parent is not None:
            node.renew_all()
            node.parent.reconsider()
        return moved

    def _spread(self, node: Node) -> set[str]:
        """Work out whether a node and all below it are asked; give the linkIds that moved."""
        parent = node.parent
        enabled = node.own and (parent is None or (parent.enabled and _answered_above(node, parent)))
        moved: set[str] = set()
        if enabled != node.enabled:
            node.enabled = enabled
            moved.add(node.link)
            (self.shown if enabled else self.hidden)[node.place] = None
            (self.hidden if enabled else self.shown).pop(node.place, None)
        for branch in node.branches:
            for child in branch:
                moved |= self._spread(child)
        return moved

    def _calculate(self, node: Node, formula: Formula) -> set[str]:
        item = node.item
        if item is None or node.overridden:
            return set()
        problem = ""
        try:
            answers = [] if self._waits(node) else calculated_answers(item, self.evaluate(formula, node))
        except ExpectedError as failure:
            answers, problem = [], str(failure)
        if problem != node.problem:
            node.problem = problem
            self.touched[node.place] = None
        if _values(answers) == _values(node.answers):
            return set()
        node.answers = answers
        self.touched[node.place] = None
        return {node.link, *self._renewed(node)}

    def _waits(self, node: Node) -> bool:
        """Say whether a total waits for answers; one that cannot be right is none."""
        asked = [one for link in self.graph.awaits.get(node.link, ()) for one in self._near(link, node)]
        answered = sum(bool(one.confirmed) and not refuses(one, self.now.tzinfo) for one in asked)
        node.awaits = (answered, len(asked)) if answered < len(asked) else None
        return node.awaits is not None

    def _near(self, link: str, node: Node) -> Sequence[Node]:
        """Find the enabled nodes of a question, in repeating parts those nearest to a node."""
        found = [one for one in self.nodes.get(link, ()) if one.enabled]
        if len(found) < 2:  # noqa: PLR2004  # the only one is the nearest
            return found
        nearest = max(_shared(one.at, node.at) for one in found)
        return [one for one in found if _shared(one.at, node.at) == nearest]

    def evaluate(self, formula: Formula, node: Node) -> Collection:
        """Evaluate an expression where it stands. Raises ExpressionError with the sentence to show."""
        if formula.text in self._stopped or (self._settling and self._steps <= 0):
            raise too_long()
        budget = Budget(min(MOST_STEPS, self._steps))
        before = budget.left
        frame = self._frame(node, budget)
        try:
            if formula.query is not None:
                return [] if formula.quiet and self._record is None else self._asked(formula.query, frame)
            if formula.expression is None:
                raise UnsupportedExpressionError(formula.problem)
            return formula.expression.evaluate(frame)
        except TooLongError:
            budget.left -= _SLOW
            if before == MOST_STEPS:
                self._stopped.add(formula.text)
            raise
        finally:
            if self._settling:
                self._steps -= before - budget.left

    def _frame(self, node: Node, budget: Budget) -> Frame:
        context = node.view if node.item is not None else self.root.view
        return Frame(
            self.root.view,
            context,
            lambda name: self._named(name, node),
            self.now,
            budget,
            find=self._find,
            reach=self._reach,
        )

    def frame_at(self, node: Node, more: Mapping[str, Collection]) -> Callable[[Any], Frame]:
        """Give frames at a node, with more named values; the focus is the node unless another is given."""

        def frame(focus: Any) -> Frame:
            made = self._frame(node, Budget(MOST_STEPS))
            named = made.named
            made.named = lambda name: more[name] if name in more else named(name)
            if focus is not None:
                made.context = focus
            return made

        return frame

    def _asked(self, query: LocalQuery, frame: Frame) -> Collection:
        """Answer a query from the record that lies on the laptop."""
        if self._record is None:
            raise EvaluationError(tr("There is no record here to look it up in."))
        return [*query.answer(lambda part: part.evaluate(frame), self._record)]

    def _find(self, link: str, through_answers: bool) -> Collection:  # noqa: FBT001 - fixed by Frame.find
        """Find the views of one linkId; without ``through_answers``, those below groups only."""
        found = [node for node in self.nodes.get(link, ()) if node.present]
        return [node.view for node in found if through_answers or not node.below_answer]

    def _named(self, name: str, node: Node) -> Collection | None:
        here: Node | None = node
        while here is not None:
            if name in here.variables:
                value = here.variables[name]
                if isinstance(value, Exception):
                    raise EvaluationError(str(value))
                return value
            here = here.parent
        if name == "questionnaire":
            return [self.form.raw]
        if name == "qitem":
            return [node.item.raw] if node.item else []
        if name in self._context:
            return [self._context[name]]
        return [] if name in self.form.contexts or name in USUAL_CONTEXTS else None

    def answers_to(self, link: str, node: Node) -> Sequence[Resource]:
        """Give the answers of an enabled question, in repeating parts those nearest to a node."""
        return [answer for one in self._near(link, node) for answer in one.confirmed]

    def initial(self, nodes: Iterable[Node]) -> None:
        """Give the initial answers, once, to questions that have none."""
        for node in nodes:
            item = node.item
            if item is None or node.answers or not item.is_question:
                continue
            node.answers = [dict(answer) for answer in item.initial] or self._initial(node, item)

    def _initial(self, node: Node, item: Item) -> list[Resource]:
        if item.initial_formula is None or item.initial_formula.expression is None:
            return []
        try:
            return calculated_answers(item, self.evaluate(item.initial_formula, node))
        except ExpectedError as problem:
            node.problem = str(problem)
            return []


def _answered_above(node: Node, parent: Node) -> bool:
    """Ask a question below an answer only once that answer is there; show a note below it always."""
    if parent.item is None or not parent.item.is_question:
        return True
    if node.item is not None and node.item.kind == "display":
        return True
    return bool(parent.confirmed)


def _shared(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _values(answers: list[Resource]) -> list[Any]:
    return [{key: value for key, value in answer.items() if key.startswith("value")} for answer in answers]


def _same(before: Collection | Exception | None, now: Collection | Exception) -> bool:
    if isinstance(before, list) and isinstance(now, list):
        return len(before) == len(now) and all(
            one is two or (not is_element(one) and type(one) is type(two) and one == two)
            for one, two in zip(before, now, strict=True)
        )
    return isinstance(before, Exception) and isinstance(now, Exception) and str(before) == str(now)
