"""How a filling stands: everything that can be asked of it, and nothing that changes it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from carenurse.clinical.fhir import Resource
from carenurse.errors import ExpectedError
from carenurse.forms.carrying import carried_from, may_take
from carenurse.forms.commenting import comment_of
from carenurse.forms.context import Context
from carenurse.forms.fhirpath.frame import Collection, Frame
from carenurse.forms.form import Form, Item
from carenurse.forms.growing import places_of
from carenurse.forms.nodes import Node, Place
from carenurse.forms.offering import cut_short
from carenurse.forms.outcome import Completion, completion_of
from carenurse.forms.prior import Prior
from carenurse.forms.reckoning import Reckoner
from carenurse.forms.repeating import fits_one_more
from carenurse.forms.scoring import Flag, Score, flags_of, scores_of
from carenurse.forms.validation import Problem, is_open, open_place, problems_of
from carenurse.translations import tr


class Filling:
    """The answers of one form, to be read.

    A place is a ``Place`` or, outside repeating parts, simply the linkId.
    """

    def __init__(self, form: Form, root: Node, context: Context, reckoner: Reckoner) -> None:
        self.form = form
        self._context = context
        self._root = root
        self._reckoner = reckoner
        self._places: dict[Place, Node] = {}
        self._find_places()

    def _find_places(self) -> None:
        self._places = {node.place: node for node in self._root.below()}

    @property
    def turn(self) -> int:
        """A number that is another after each change: what was worked out of the form before is old."""
        return self._reckoner.turn

    @property
    def now(self) -> datetime:
        """The time that the calculations go by."""
        return self._reckoner.now

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
        return node.problem or next(failed, "") or cut_short(node.facts)

    def awaited(self, place: Place | str) -> str:
        """Say for how many answers a total waits here; empty where none does."""
        node = self._node(place)
        if node.awaits is None or not node.enabled:
            return ""
        return tr("{answered} of {count} answered", answered=node.awaits[0], count=node.awaits[1])

    def carriable(self, priors: Mapping[str, Prior]) -> int:
        """Count the questions that ``carry`` would fill now."""
        asked = (node for node in self._root.below() if node.link in priors) if priors else ()
        return sum(node.enabled and may_take(node, priors[node.link]) for node in asked)

    def carried_from(self, place: Place | str) -> str:
        """From when (as written) an answer stands here that nobody confirmed yet; empty: none does."""
        return carried_from(self._node(place).answers)

    def unconfirmed(self, under: str = "") -> tuple[Place, ...]:
        """Places whose carried answers wait to be confirmed, in all or below one group."""
        start = self._node(under) if under else self._root
        return tuple(node.place for node in start.below() if node.enabled and carried_from(node.answers))

    def comment(self, place: Place | str) -> str:
        """Give the comment beside a question; empty when there is none."""
        return comment_of(self._node(place))

    def extraction_nodes(self) -> Iterator[Node]:
        """Walk the form and every item that is asked and answered, for what is made of a filled form."""
        yield self._root
        yield from (node for node in self._root.below() if node.enabled and node.present)

    @property
    def patient(self) -> Resource | None:
        """Whom the form is filled in for, where that is known."""
        return self._context.patient

    @property
    def names(self) -> frozenset[str]:
        """Names that expressions of this filling may use."""
        return frozenset({*self._context.named(), *self.form.contexts})

    def frame_at(self, node: Node, more: Mapping[str, Collection]) -> Callable[[Any], Frame]:
        """Give the surroundings of expressions at a node; the focus is the node unless another is given."""
        return self._reckoner.frame_at(node, more)

    def may_add(self, place: Place | str) -> bool:
        """Say whether one more repetition of a group fits (``maxOccurs``)."""
        return fits_one_more(self._node(place))

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
