"""One filling of a form: answers in, what moved out; scores, flags, what is open, the response at the end."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from carenurse.clinical.fhir import Resource, new_id
from carenurse.errors import ExpectedError
from carenurse.forms.answers import read_typed
from carenurse.forms.carrying import carried_from, confirmed, marked, may_take
from carenurse.forms.commenting import comment_on
from carenurse.forms.context import Context
from carenurse.forms.fhirpath.frame import Collection
from carenurse.forms.filling import Filling
from carenurse.forms.form import Form, Unit
from carenurse.forms.graph import Graph, build_graph
from carenurse.forms.growing import branch_of_answer, grow
from carenurse.forms.nodes import Node, Place
from carenurse.forms.outcome import Changes, IncompleteError
from carenurse.forms.populated import name_again
from carenurse.forms.populating import observed, repeat_groups, sources_of
from carenurse.forms.prior import Prior
from carenurse.forms.reckoning import Reckoner
from carenurse.forms.repeating import Removed, one_more, put_back, take_away
from carenurse.forms.responding import items_of, name_people, sign_response
from carenurse.translations import tr


class Session(Filling):
    """A form being filled in.

    ``response``: an existing QuestionnaireResponse to go on with (kept losslessly); without one, initial
    answers are given once. ``now`` is today() and now() of the calculations; ``be_now`` sets it anew when the
    form stays open long. ``graph`` may be given to share the work between sessions of one form; ``allowance``
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
        known = context or Context()
        root = grow(form, response)
        moment = now or datetime.now(UTC).astimezone()
        root.rules = form.constraints
        name_people(root.view, known)
        named = known.named()
        named = {**named, **sources_of(form, known.record, named, moment)}
        reckoner = Reckoner(form, graph or build_graph(form), root, named, moment, known.record, allowance)
        super().__init__(form, root, known, reckoner)
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

    def be_now(self, moment: datetime) -> None:
        """Let the calculations go by another time."""
        self._reckoner.now = moment
        self._reckoner.turn += 1

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

    def comment_on(self, place: Place | str, text: str) -> None:
        """Keep a comment beside a question; an empty one is taken away."""
        comment_on(self._node(place), text)
        self._reckoner.turn += 1

    def add(self, place: Place | str) -> Place:
        """Add a repetition after the last one of a repeating group; gives its place."""
        added = one_more(self._node(place))
        self._reindex()
        self._reckoner.initial([added, *added.below()])
        added.renew_all()
        self._stands_anew(added)
        return added.place

    def remove(self, place: Place | str) -> Removed:
        """Take a repetition of a group away with its answers; the last one left is emptied instead."""
        removed = take_away(self._node(place))
        return replace(removed, changes=self._after_repeating(removed.node))

    def put_back(self, removed: Removed) -> Place:
        """Put a repetition back that was taken away, with its answers; gives its place."""
        node = put_back(removed)
        self._after_repeating(node)
        return node.place

    def _after_repeating(self, node: Node) -> Changes:
        self._reckoner.forget()
        self._reindex()
        if node.parent is not None:
            node.parent.renew_all()
        self._stands_anew(node)
        return self._changes()

    def _stands_anew(self, node: Node) -> None:
        """Work out what follows from a repetition that came or went."""
        if node.parent is not None:
            node.parent.reconsider()
        self._reckoner.rebuilt(self.form.under(node.link))

    def _changes(self) -> Changes:
        reckoner = self._reckoner
        changes = Changes(tuple(reckoner.shown), tuple(reckoner.hidden), tuple(reckoner.touched))
        reckoner.forget()
        return changes

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
