"""One filling of a form: answers in, what moved out; scores, flags, what is open, the response at the end."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from carenurse.clinical.fhir import Resource, new_id
from carenurse.errors import ExpectedError
from carenurse.forms.answers import read_typed
from carenurse.forms.carrying import carried_from, confirmed, marked, may_take
from carenurse.forms.commenting import comment_of, comment_on
from carenurse.forms.context import Context
from carenurse.forms.fhirpath.frame import Collection, Frame
from carenurse.forms.form import Form, Item, Unit
from carenurse.forms.graph import Graph, build_graph
from carenurse.forms.growing import branch_of_answer, grow, one_node, places_of, renumber, repetitions
from carenurse.forms.nodes import Node, Place
from carenurse.forms.outcome import Changes, Completion, IncompleteError, completion_of
from carenurse.forms.populated import name_again
from carenurse.forms.populating import observed, repeat_groups, sources_of
from carenurse.forms.prior import Prior
from carenurse.forms.reckoning import Reckoner
from carenurse.forms.responding import items_of, name_people, sign_response
from carenurse.forms.scoring import Flag, Score, flags_of, scores_of
from carenurse.forms.validation import Problem, is_open, open_place, problems_of
from carenurse.translations import tr


class Session:
    """A form being filled in.

    ``response``: an existing QuestionnaireResponse to go on with (kept losslessly); without one, initial
    answers are given once. ``now`` is today() and now() of the calculations; set it anew when the form
    stays open long. ``graph`` may be given to share the work between sessions of one form; ``allowance``
    bounds the steps of all calculations together, for a filling that nobody watches.

    A place is a ``Place`` or, outside repeating parts, simply the linkId.
    """

    def __init__(
        self,
        form: Form,
        response: Resource | None = None,
        context: Context | None = None,
        now: datetime | None = None,
        graph: Graph | None = None,
        *,
        allowance: int | None = None,
    ) -> None:
        self.form = form
        self._context = context or Context()
        self._root = grow(form, response)
        moment = now or datetime.now(UTC).astimezone()
        self._root.rules = form.constraints
        name_people(self._root.view, self._context)
        named = self._context.named()
        named = {**named, **sources_of(form, self._context.record, named, moment)}
        self._reckoner = Reckoner(
            form, graph or build_graph(form), self._root, named, moment, self._context.record, allowance
        )
        self._places: dict[Place, Node] = {}
        self._find_places()
        self._populations = {
            item.link: item.population for item in form.index.values() if item.population is not None
        }
        if response is not None and self._populations:
            name_again(self._root.below(), self._context.record, self._population)
        self._reckoner.begin()
        if response is None:
            self._begin_new()
        else:
            self._keep_overrides(response)

    def _begin_new(self) -> None:
        if self._populations and repeat_groups(self._root, self._population):
            self._reindex()
        observed(self._root.below(), self._context.record, self.now)
        self._reckoner.begin()
        self._reckoner.initial(self._root.below())
        self._reckoner.begin()

    def _population(self, node: Node) -> Collection:
        """Find what a group is begun with."""
        return self._reckoner.evaluate(self._populations[node.link], node)

    def _keep_overrides(self, response: Resource) -> None:
        """Where a person changed a calculated answer, what the person said stands."""
        earlier = grow(self.form, response)
        changed = False
        for before, node in zip(earlier.below(), self._root.below(), strict=True):
            item = node.item
            if item and item.calculated and not item.read_only and not item.hidden and before.answers:
                node.overridden = bool(node.answers) and before.answers != node.answers
                if node.overridden:
                    node.answers, changed = before.answers, True
        if changed:
            self._reckoner.begin()

    def _find_places(self) -> None:
        self._places = {node.place: node for node in self._root.below()}

    @property
    def now(self) -> datetime:
        """The time that the calculations go by."""
        return self._reckoner.now

    @now.setter
    def now(self, moment: datetime) -> None:
        self._reckoner.now = moment

    def _node(self, place: Place | str) -> Node:
        found = self._places.get(Place(place) if isinstance(place, str) else place)
        if found is None:
            link = place if isinstance(place, str) else place.link
            raise ExpectedError(
                tr("The form has no question “{link}”.", link=link), tr("Check the version of the form.")
            )
        return found

    def places(self, *, hidden: bool = False, locked: bool = False) -> tuple[Place, ...]:
        """Every place that is asked now, in order; with ``hidden``, those the form hides too.

        With ``locked``, those too that are not asked and stay in sight because the form wants it.
        """
        return places_of(self._root, hidden=hidden, locked=locked)

    def unasked(self) -> tuple[Place, ...]:
        """Places that are answered but not asked at the moment; completing leaves their answers out."""
        return tuple(node.place for node in self._root.below() if node.answers and not node.enabled)

    def item(self, place: Place | str) -> Item:
        """Give the form's item at a place as it is now: its words, limits and choices may be worked out."""
        item = self._node(place).living
        if item is None:
            raise ExpectedError(tr("The form has no question “{link}”.", link=""))
        return item

    def is_enabled(self, place: Place | str) -> bool:
        """Whether this place is asked now."""
        return self._node(place).enabled

    def answers(self, place: Place | str) -> tuple[Resource, ...]:
        """Give the answers at a place, as FHIR answers (``{"valueInteger": 3}``)."""
        return tuple(self._node(place).answers)

    def trouble(self, place: Place | str) -> str:
        """Why this place could not be calculated or decided; empty when all is well."""
        node = self._node(place)
        if not node.facts:
            return node.problem
        rules = {rule.name for rule in node.item.constraints} if node.item else set[str]()
        failed = (
            str(fact)
            for name, fact in node.facts.items()
            if isinstance(fact, Exception) and name not in rules
        )
        return node.problem or next(failed, "")

    def answer(self, place: Place | str, *answers: Resource) -> Changes:
        """Set the answers of a question (none clears it) and work out what follows.

        An answer to a calculated question that is not read-only stands until it is cleared. Raises
        ExpectedError for a group, or for a read-only calculation.
        """
        return self.answer_all({Place(place) if isinstance(place, str) else place: answers})

    def answer_all(self, given: Mapping[Place, Sequence[Resource]]) -> Changes:
        """Set the answers of many questions and work out once what follows; as ``answer`` for each."""
        nodes = {self._taking(place, answers): answers for place, answers in given.items()}
        self._reckoner.forget()
        for node, answers in nodes.items():
            self._put(node, [dict(one) for one in answers])
        self._reckoner.changed(*nodes)
        calculated = [
            node.link for node, answers in nodes.items() if not answers and node.item and node.item.calculated
        ]
        if calculated:
            self._reckoner.rebuilt(calculated)
        return self._changes()

    def _taking(self, place: Place, answers: Sequence[Resource]) -> Node:
        """Find the question that takes answers. Raises ExpectedError where none can be given."""
        node, item = self._node(place), self.item(place)
        if not item.is_question:
            raise ExpectedError(tr("“{link}” is a heading, not a question.", link=item.link))
        if item.calculated and (item.read_only or item.hidden):
            raise ExpectedError(tr("“{link}” is calculated and cannot be typed.", link=item.link))
        node.overridden = bool(item.calculated and answers)
        if item.calculated is None and item.enable is None:
            node.problem = ""
        return node

    def _set(self, node: Node, answers: list[Resource]) -> None:
        self._put(node, answers)
        self._reckoner.changed(node)

    def _put(self, node: Node, answers: list[Resource]) -> None:
        node.answers = answers
        item = node.item
        if item is not None and item.repeats and node.branches:
            count = max(1, len(answers))
            del node.branches[count:]
            for at in range(len(node.branches), count):
                node.branches.append(branch_of_answer(node, {}, at))
            self._reindex()

    def _reindex(self) -> None:
        self._reckoner.index()
        self._find_places()

    def type_in(self, place: Place | str, text: str, unit: Unit | None = None) -> Changes:
        """Set the answer of a question from typed text; nothing typed clears it. Raises UnreadableError."""
        answer = read_typed(self.item(place), text, unit)
        return self.answer(place, *(() if answer is None else (answer,)))

    def carriable(self, priors: Mapping[str, Prior]) -> int:
        """Count the questions that ``carry`` would fill now."""
        asked = (node for node in self._root.below() if node.link in priors) if priors else ()
        return sum(node.enabled and may_take(node, priors[node.link]) for node in asked)

    def carry(self, priors: Mapping[str, Prior], under: str = "") -> tuple[Place, ...]:
        """Take last time's answers over where that is allowed, in all or below one group.

        Each is marked with its day and counts as not answered until it is confirmed. Questions that are
        answered, or whose answer never carries, are left alone. Gives the places that were filled.
        """
        start = self._node(under) if under else self._root
        filled: list[Place] = []
        for node in tuple(start.below()):
            last = priors.get(node.link)
            if last is not None and may_take(node, last):
                self._set(node, [marked(answer, last.when) for answer in last.answers])
                filled.append(node.place)
        return tuple(filled)

    def carried_from(self, place: Place | str) -> str:
        """From when (as written) an answer stands here that nobody confirmed yet; empty: none does."""
        return carried_from(self._node(place).answers)

    def unconfirmed(self, under: str = "") -> tuple[Place, ...]:
        """Places whose carried answers wait to be confirmed, in all or below one group."""
        start = self._node(under) if under else self._root
        return tuple(node.place for node in start.below() if node.enabled and carried_from(node.answers))

    def confirm(self, *places: Place | str) -> Changes:
        """Make carried answers today's answers. Raises ExpectedError for a place the form does not have."""
        self._reckoner.forget()
        for node in [self._node(place) for place in places]:
            if carried_from(node.answers):
                self._set(node, [confirmed(answer) for answer in node.answers])
        return self._changes()

    def clear(self, place: Place | str) -> Changes:
        """Take the answer of a question back."""
        return self.answer(place)

    def comment(self, place: Place | str) -> str:
        """Give the comment beside a question; empty when there is none."""
        return comment_of(self._node(place))

    def comment_on(self, place: Place | str, text: str) -> None:
        """Keep a comment beside a question; an empty one is taken away."""
        comment_on(self._node(place), text)

    def extraction_nodes(self) -> Iterator[Node]:
        """Walk the form and every item that is asked and answered, for what is made of a filled form."""
        yield self._root
        yield from (node for node in self._root.below() if node.enabled and node.present)

    @property
    def names(self) -> frozenset[str]:
        """Names that expressions of this filling may use."""
        return frozenset({*self._context.named(), *self.form.contexts})

    def frame_at(self, node: Node, more: Mapping[str, Collection]) -> Callable[[Any], Frame]:
        """Give the surroundings of expressions at a node; the focus is the node unless another is given."""
        return self._reckoner.frame_at(node, more)

    def add(self, place: Place | str) -> Place:
        """Add a repetition after the last one of a repeating group; gives its place."""
        node = self._node(place)
        item, parent = self.item(place), node.parent
        if item.is_question or not item.repeats or parent is None:
            raise ExpectedError(tr("“{link}” cannot be repeated.", link=item.link))
        branch = next(one for one in parent.branches if node in one)
        last = max(at for at, one in enumerate(branch) if one.link == item.link)
        count = sum(1 for one in branch if one.link == item.link)
        if item.max_occurs is not None and count >= item.max_occurs:
            raise ExpectedError(tr("At most {count} of these fit here.", count=item.max_occurs))
        added = one_node(item, parent, {}, (*node.at[:-1], count))
        if item.population is not None:
            added.variables[item.population.name] = []
        branch.insert(last + 1, added)
        self._reindex()
        self._reckoner.initial([added, *added.below()])
        added.renew_all()
        parent.reconsider()
        self._reckoner.rebuilt(self.form.under(item.link))
        return added.place

    def may_add(self, place: Place | str) -> bool:
        """Say whether one more repetition of a group fits (``maxOccurs``)."""
        node = self._node(place)
        item = self.item(place)
        fits = item.max_occurs is None or len(repetitions(node)) < item.max_occurs
        return not item.is_question and item.repeats and fits

    def remove(self, place: Place | str) -> Changes:
        """Take a repetition of a group away with its answers; the last one left is emptied instead."""
        node = self._node(place)
        item, parent = self.item(place), node.parent
        if item.is_question or not item.repeats or parent is None:
            raise ExpectedError(tr("“{link}” cannot be repeated.", link=item.link))
        branch = next(one for one in parent.branches if node in one)
        at = branch.index(node)
        kept = [one for one in branch if one.link == item.link and one is not node]
        if not kept:
            branch[at] = one_node(item, parent, {}, node.at)
        else:
            del branch[at]
            for number, one in enumerate(kept):
                renumber(one, len(one.at) - 1, number)
        self._reckoner.forget()
        self._reindex()
        parent.renew_all()
        parent.reconsider()
        self._reckoner.rebuilt(self.form.under(item.link))
        return self._changes()

    def _changes(self) -> Changes:
        reckoner = self._reckoner
        changes = Changes(tuple(reckoner.shown), tuple(reckoner.hidden), tuple(reckoner.touched))
        reckoner.forget()
        return changes

    @property
    def scores(self) -> tuple[Score, ...]:
        """Every score of the form as it stands now."""
        return scores_of(self._reckoner)

    @property
    def score(self) -> Score | None:
        """The first score of the form; None for a form without one."""
        return next(iter(self.scores), None)

    @property
    def flags(self) -> tuple[Flag, ...]:
        """The red flags that are up now."""
        return flags_of(self._reckoner)

    def open_items(self) -> tuple[Place, ...]:
        """List required questions that are asked and not answered, in order (F8 goes through them)."""
        found = (open_place(node) for node in self._root.below() if is_open(node))
        return tuple(dict.fromkeys(found))

    def problems(self) -> tuple[Problem, ...]:
        """List what is wrong with answers that were given."""
        zone = self.now.tzinfo
        nodes = [self._root, *self._root.below()]
        return tuple(problem for node in nodes for problem in problems_of(node, zone))

    def problem(self, place: Place | str) -> str:
        """Say what is wrong with the answer at one place; empty when nothing is."""
        found = problems_of(self._node(place), self.now.tzinfo)
        return found[0].sentence if found else ""

    def completion(self, under: str = "") -> Completion:
        """How far the filling is, in all or below one group."""
        start = self._node(under) if under else self._root
        return completion_of(start, self.now.tzinfo)

    def to_response(
        self, status: str = "in-progress", *, author: str = "", authored: datetime | None = None
    ) -> Resource:
        """Write the QuestionnaireResponse. ``author`` is a reference.

        While in progress, answers to questions that are not asked at the moment are kept; a completed or
        amended response drops them (SDC). Raises IncompleteError for "completed" or "amended" while
        something is open.
        """
        final = status in ("completed", "amended")
        if final and not (completion := self.completion()).may_complete:
            raise IncompleteError(completion)
        base = {key: value for key, value in self._root.base.items() if key != "__strangers__"}
        response: Resource = {"resourceType": "QuestionnaireResponse", "id": new_id(), **base}
        response["questionnaire"] = base.get("questionnaire") or self.form.canonical
        response["status"] = status
        name_people(response, self._context)
        if author:
            response["author"] = {"reference": author}
        if authored is not None:
            response["authored"] = authored.isoformat(timespec="seconds")
        if final:
            sign_response(response, self.form.signatures, authored or self.now)
        items = items_of(self._root, drop_disabled=final)
        response.pop("item", None)
        if items:
            response["item"] = items
        self._root.base.setdefault("id", response["id"])
        return response
