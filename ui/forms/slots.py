"""Which rows a form wants to show: questions with what belongs under them, headings that fold."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from carenurse.app.visit_facts import Flag
from carenurse.app.visit_places import key_of
from carenurse.forms.form import Form, Item
from carenurse.forms.nodes import Place
from carenurse.forms.proposals import Proposal, proposals_of
from carenurse.forms.scoring import Score
from carenurse.translations import tr
from ui.forms.shapes import FormShape, Shape
from ui.forms.source import FormSource
from ui.forms.tables import heading
from ui.forms.turning import Pages

Kind = Literal[
    "grid",
    "scale",
    "question",
    "text",
    "repeat",
    "flag",
    "problem",
    "carried",
    "proposal",
    "waiting",
    "prior",
    "comment",
    "columns",
    "cells",
    "tabs",
    "page",
    "turn",
    "summary",
    "locked",
    "end",
]


@dataclass(frozen=True, slots=True)
class Slot:
    """One row that the form wants to show; equal slots are the same row."""

    kind: Kind
    place: Place
    what: str = ""


END = Slot("end", Place(""))
"""What came out, and the way on, below the last question."""


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
        self.pages = Pages(form)

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
        """Say whether a heading above is folded, or another page is open."""
        folded = self._foldable and any(self.open_now(above) is False for above in self._groups.above(place))
        return bool(folded) or self.pages.hides(place)

    def reveal(self, place: Place) -> bool:
        """Open every heading and page above a question; says whether one was not open."""
        turned = self.pages.reveal(place)
        shut = [above for above in self._groups.above(place) if self.open_now(above) is False]
        for above in shut:
            self.turn(above)
        return turned or bool(shut)


class Slots:
    """Works out the rows; ``flags`` keeps the flag of each flag row, ``unread`` is what could not be read."""

    def __init__(self, source: FormSource, shape: FormShape, unread: dict[Place, str], folds: Folds) -> None:
        self._source, self._shape, self._folds = source, shape, folds
        self.unread = unread
        self.flags = dict[Slot, Flag]()
        self.commented = set[Place]()
        """Where the nurse opened a comment; those that are kept stand open anyway."""
        self._groups = Groups(source.session.form)
        form = source.session.form
        self._feet = frozenset(
            link for item in form.items if item.control == "footer" for link in form.under(item.link)
        )
        self._ends = dict[Place, list[Place]]()
        self._scores = dict[str, Score]()
        self._waiting: Mapping[Place, int] = {}
        """How many answers wait to be confirmed below a heading, where others wait elsewhere."""
        self.proposals: Mapping[Place, Proposal] = {}
        """Answers that would change the person's own data, by their place."""
        self._page_ends: Mapping[Place, str] = {}
        self.ended = False
        """Whether the nurse went on behind the last question: from then on the result stands below it."""
        self.told = False
        """Whether the nurse has left the form: from then on it says what is out of range or unfit."""
        self.done_with = {problem.place for problem in source.session.problems()}
        """The questions whose answer cannot be right and whose field was left: that is said until mended."""

    def use(self, shape: FormShape) -> None:
        """Draw in other shapes from now on, because the room changed."""
        self._shape = shape

    def visible(self, places: tuple[Place, ...]) -> tuple[Place, ...]:
        """Keep the places on open pages; what the form calls its footer comes last."""
        pages = self._folds.pages
        if pages.there:
            pages.settle(places)
            places = tuple(place for place in places if not pages.hides(place))
            self._page_ends = pages.ends(places)
        if not self._feet:
            return places
        feet = [place for place in places if place.link in self._feet]
        return (*(place for place in places if place.link not in self._feet), *feet)

    def wanted(self, places: tuple[Place, ...]) -> Iterator[Slot]:
        """Give the rows of a form from its beginning."""
        carriable, unconfirmed = self._source.may_carry(), self._source.session.unconfirmed()
        waiting = len(unconfirmed)
        inside = Counter(group for place in unconfirmed for group in self._groups.above(place))
        self._waiting = {group: count for group, count in inside.items() if count < waiting}
        if carriable or waiting:
            yield Slot("prior", Place(""), f"{carriable} {waiting}")
        if self.told and (left := (*self.wrong(), *self.open())):
            yield Slot("summary", Place(""), "|".join(f"{key}={words}" for key, words in left))
        if self._shape.grid:
            yield Slot("grid", Place(""))
        self._ends = self._groups.ends(self._source.session.places())
        self._scores = self._totals_of_parts()
        self.proposals = proposals_of(self._source.session, self._source.session.patient)
        for place in places:
            yield from self.of(place)

    def of(self, place: Place) -> Iterator[Slot]:
        """Give the rows of one place, the question first; where a repetition ends, the row to add another."""
        yield from self._own(place)
        for group in self._ends.get(place, ()):
            if self._folds.hides(group) or self._folds.open_now(group) is False or self._goes_on(group):
                continue
            yield Slot("repeat", group, str(self._source.session.may_add(group)))
        if page := self._page_ends.get(place, ""):
            yield Slot("turn", Place(page), self._folds.pages.words(page))

    def _goes_on(self, group: Place) -> bool:
        """Say whether a row of a table has another one below it: only the last has the button to add."""
        following = Place(group.link, (*group.at[:-1], group.at[-1] + 1))
        in_table = self._shape.shapes[group.link] is Shape.ROW
        return in_table and any(following in groups for groups in self._ends.values())

    def fields(self, place: Place) -> tuple[Place, ...]:
        """Give the questions whose fields stand in a row: one, the two of a pair, or the cells of a table."""
        table = self._shape.tables.row_of(place.link) if self._shape.tables.by_group else None
        if table is not None:
            return tuple(Place(link, place.at) for link in table.rows[place.link] if link)
        return self.pair(place) or (place,)

    def pair(self, place: Place) -> tuple[Place, ...]:
        """Give the two questions of a row that asks for a pair of numbers; nothing for any other row."""
        if self._shape.shapes[place.link] is not Shape.PAIR:
            return ()
        return tuple(Place(child.link, place.at) for child in self._source.session.item(place).children)

    def parts_of(self, place: Place, text: str) -> tuple[tuple[Place, str], ...]:
        """Part what was typed into the first of a pair at its stroke: "128/76" answers both."""
        parent = self._source.session.form.index[place.link].parent
        pair = self.pair(Place(parent, place.at)) if parent else ()
        first, stroke, second = text.partition("/")
        if not stroke or not pair or place != pair[0]:
            return ((place, text),)
        return ((place, first), (pair[-1], second)) if second.strip() else ((place, first),)

    def several(self, group: Place) -> bool:
        """Say whether a repetition has others beside it, so that it can be taken away."""
        if not group.at or not self._source.session.item(group).repeats:
            return False
        other = Place(group.link, (*group.at[:-1], 1))
        return any(other in groups for groups in self._ends.values())

    def _own(self, place: Place) -> Iterator[Slot]:
        session = self._source.session
        item = session.item(place)
        shape = self._shape.shapes[item.link]
        if (shape is Shape.HIDDEN and not item.is_question) or self._folds.hides(place):
            return
        if shape is Shape.ROW:
            yield from self._row_of_table(place, item)
        elif shape in (Shape.HEADING, Shape.TEXT):
            yield from self._heading(place, item)
        elif shape is not Shape.HIDDEN and item.link not in self._cells:
            if item.link in self._shape.heads:
                yield Slot("scale", place)
            yield Slot("question", place, _moving(item))
            if not session.is_enabled(place):
                yield Slot("locked", place)
        yield from self._below(place, item)
        yield from self._flagged(place)

    def _below(self, place: Place, item: Item) -> Iterator[Slot]:
        """Give what stands below a question: comment, where its answer is from, what is wrong with it."""
        session = self._source.session
        if item.is_question and (place in self.commented or session.comment(place)):
            yield Slot("comment", place)
        if when := session.carried_from(place):
            yield Slot("carried", place, when)
        if proposed := self.proposals.get(place):
            yield Slot("proposal", place, f"{proposed.agreed} {proposed.before}")
        if said := self.problem(place):
            yield Slot("problem", place, f"{heading(item)}: {said}" if item.link in self._cells else said)

    @property
    def _cells(self) -> Mapping[str, str]:
        return self._shape.cells

    def _heading(self, place: Place, item: Item) -> Iterator[Slot]:
        pages = self._folds.pages
        if pages.book_of(item.link) is not None and len(pages.pages(item.parent)) > 1:
            yield Slot("page", place, pages.words(item.link))
        said = item.text or item.look.media or self._folds.open_now(place) is not None
        if said and not pages.is_tabbed(item.parent):
            yield Slot("text", place, f"{_moving(item)}{self._folds.open_now(place)}{self._standing(item)}")
        if self._folds.open_now(place) is False:
            return
        if count := self._waiting.get(place, 0):
            yield Slot("waiting", place, str(count))
        if pages.is_tabbed(item.link):
            yield Slot("tabs", place, "|".join(pages.pages(item.link)))
        if item.link in self._shape.tables.by_group:
            yield Slot("columns", place)

    def _row_of_table(self, place: Place, item: Item) -> Iterator[Slot]:
        table = self._shape.tables.row_of(item.link)
        own = table is not None and table.group == item.link
        if own and not (place.at and item.repeats and place.at[-1]):
            yield from self._heading(place, item)
        if self._folds.open_now(place) is not False:
            moving = "".join(_moving(child) for child in item.children)
            yield Slot("cells", place, f"{_moving(item)}{moving}")

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
        """Say what is wrong: unreadable words and a calculation that failed at once, the rest once left."""
        session = self._source.session
        unfit = session.problem(place) if self.told or place in self.done_with else ""
        return self.unread.get(place) or unfit or session.trouble(place)

    def waiting_below(self, group: Place) -> tuple[Place, ...]:
        """Give the answers below a heading that wait to be confirmed."""
        return tuple(at for at in self._source.session.unconfirmed() if group in self._groups.above(at))

    def open(self) -> tuple[tuple[str, str], ...]:
        """Give the required questions that are not answered yet: the key of each, and the words for it."""
        index = self._source.session.form.index
        return tuple(
            (key_of(place), tr("{question}: not answered yet", question=heading(index[place.link])))
            for place in self._source.session.open_items()
        )

    def wrong(self) -> tuple[tuple[str, str], ...]:
        """Give everything that has to be put right: the key of the question, and the words for it."""
        session = self._source.session
        said = {problem.place: problem.sentence for problem in session.problems()} | self.unread
        index = session.form.index
        return tuple(
            (key_of(place), f"{heading(index[place.link])}: {words}")
            for place, words in said.items()
            if place.link in index
        )


def _moving(item: Item) -> str:
    """Mark what of a row comes from expressions: when it changes, the row is made anew."""
    if not item.facts:
        return ""
    return "|".join([item.text, str(item.read_only), *(option.text for option in item.options)])
