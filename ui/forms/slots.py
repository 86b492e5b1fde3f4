"""Which rows a form wants to show: questions with what belongs under them, headings that fold."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from carenurse.app.visit_facts import Flag
from carenurse.forms.form import Form, Item
from carenurse.forms.nodes import Place
from carenurse.forms.scoring import Score
from ui.forms.shapes import FormShape, Shape
from ui.forms.source import FormSource

Kind = Literal["grid", "scale", "question", "text", "repeat", "flag", "problem", "carried", "prior"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One row that the form wants to show; equal slots are the same row."""

    kind: Kind
    place: Place
    what: str = ""


class Groups:
    """The groups above each item, so that a place can be asked which repetitions it stands in."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._known: dict[str, tuple[tuple[str, int], ...]] = {}
        self.repeating = frozenset(
            link for link, item in form.index.items() if item.kind == "group" and item.repeats
        )

    def above(self, place: Place) -> tuple[Place, ...]:
        """Give the groups above a place, the nearest first, each in the repetition it is in."""
        return tuple(Place(link, place.at[:depth]) for link, depth in self._chain(place.link))

    def _chain(self, link: str) -> tuple[tuple[str, int], ...]:
        if link not in self._known:
            found: list[tuple[str, int]] = []
            here = self._form.index[link].parent if link in self._form.index else ""
            while here:
                item = self._form.index[here]
                if item.kind == "group":
                    found.append((here, self._depth(item)))
                here = item.parent
            self._known[link] = tuple(found)
        return self._known[link]

    def _depth(self, item: Item) -> int:
        """Count the repeating items from the top down to this one: so many numbers has its place."""
        count, here = 0, item
        while True:
            count += here.repeats
            if not here.parent:
                return count
            here = self._form.index[here.parent]

    def ends(self, places: tuple[Place, ...]) -> dict[Place, list[Place]]:
        """Say after which place each repetition of a group ends, the inner ones first."""
        if not self.repeating:
            return {}
        last: dict[Place, Place] = {}
        for place in places:
            for group in (place, *self.above(place)):
                if group.link in self.repeating:
                    last[group] = place
        ends: dict[Place, list[Place]] = {}
        for group, place in last.items():
            ends.setdefault(place, []).insert(0, group)
        return ends


class Folds:
    """Which headings are folded away; a form says which may be, and how they begin."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._groups = Groups(form)
        self._foldable = {
            link
            for link, item in form.index.items()
            if item.kind == "group" and item.look.collapsible in ("default-open", "default-closed")
        }
        self._turned: set[Place] = set()

    def open_now(self, place: Place) -> bool | None:
        """Say whether a heading is open; None for one that does not fold."""
        if place.link not in self._foldable:
            return None
        begins = self._form.index[place.link].look.collapsible == "default-open"
        return begins is not (place in self._turned)

    def turn(self, place: Place) -> None:
        """Fold a heading's questions away, or show them again."""
        self._turned ^= {place}

    def hides(self, place: Place) -> bool:
        """Say whether a heading above is folded."""
        return bool(self._foldable) and any(
            self.open_now(above) is False for above in self._groups.above(place)
        )

    def reveal(self, place: Place) -> bool:
        """Open every heading above a question; says whether one was folded."""
        shut = [above for above in self._groups.above(place) if self.open_now(above) is False]
        for above in shut:
            self.turn(above)
        return bool(shut)


class Slots:
    """Works out the rows; ``flags`` keeps the flag of each flag row, ``unread`` is what could not be read."""

    def __init__(self, source: FormSource, shape: FormShape, unread: dict[Place, str], folds: Folds) -> None:
        self._source, self._shape, self._unread, self._folds = source, shape, unread, folds
        self.flags = dict[Slot, Flag]()
        self._groups = Groups(source.session.form)
        self._ends = dict[Place, list[Place]]()
        self._scores = dict[str, Score]()

    def wanted(self, places: tuple[Place, ...]) -> Iterator[Slot]:
        """Give the rows of a form from its beginning."""
        carriable, waiting = self._source.may_carry(), len(self._source.session.unconfirmed())
        if carriable or waiting:
            yield Slot("prior", Place(""), f"{carriable} {waiting}")
        if self._shape.grid:
            yield Slot("grid", Place(""))
        self._ends = self._groups.ends(self._source.session.places())
        self._scores = self._totals_of_parts()
        for place in places:
            yield from self.of(place)

    def of(self, place: Place) -> Iterator[Slot]:
        """Give the rows of one place, the question first; where a repetition ends, the row to add another."""
        yield from self._own(place)
        for group in self._ends.get(place, ()):
            if not self._folds.hides(group) and self._folds.open_now(group) is not False:
                yield Slot("repeat", group, str(self._source.session.may_add(group)))

    def _own(self, place: Place) -> Iterator[Slot]:
        session = self._source.session
        item = session.item(place)
        shape = self._shape.shapes[item.link]
        if (shape is Shape.HIDDEN and not item.is_question) or self._folds.hides(place):
            return
        if shape in (Shape.HEADING, Shape.TEXT):
            if not item.text and not item.look.media and self._folds.open_now(place) is None:
                return
            yield Slot("text", place, f"{_moving(item)}{self._folds.open_now(place)}{self._standing(item)}")
        elif shape is not Shape.HIDDEN:
            if item.link in self._shape.heads:
                yield Slot("scale", place)
            yield Slot("question", place, _moving(item))
        if when := session.carried_from(place):
            yield Slot("carried", place, when)
        if self.problem(place):
            yield Slot("problem", place, self.problem(place))
        yield from self._flagged(place)

    def _totals_of_parts(self) -> dict[str, Score]:
        """Give the totals of a form that has several, by the group in which each stands."""
        form = self._source.session.form
        if len(form.scores) < 2:  # noqa: PLR2004  # a single total stands at the head of the form
            return {}
        last_first = reversed(self._source.session.scores)
        return {form.index[score.link].parent: score for score in last_first}

    def score_at(self, link: str) -> Score | None:
        """Give the total that belongs to a heading, if one does."""
        return self._scores.get(link)

    def _standing(self, item: Item) -> str:
        """Mark what of a heading changes with the answers: its total."""
        score = self._scores.get(item.link)
        return "" if score is None else f" {score.total} {score.so_far}"

    def _flagged(self, place: Place) -> Iterator[Slot]:
        for flag in self._source.flags(place):
            slot = Slot("flag", place, f"{flag.key} {flag.why}")
            self.flags[slot] = flag
            yield slot

    def problem(self, place: Place) -> str:
        """Say what is wrong: unreadable words, an answer that cannot stand, a calculation that failed."""
        session = self._source.session
        return self._unread.get(place) or session.problem(place) or session.trouble(place)


def _moving(item: Item) -> str:
    """Mark what of a row comes from expressions: when it changes, the row is made anew."""
    if not item.facts:
        return ""
    return "|".join([item.text, str(item.read_only), *(option.text for option in item.options)])
