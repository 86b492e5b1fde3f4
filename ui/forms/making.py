"""Makes the rows of a form that ask nothing, and connects them to whoever fills the form in."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QWidget

from carenurse.app.day_words import short_day
from carenurse.app.visit_facts import Flag
from carenurse.app.visit_places import place_from
from carenurse.app.visit_readings import number_of
from carenurse.clinical.dates import Moment
from carenurse.forms.answers import quantity_answer
from carenurse.forms.nodes import Place
from carenurse.forms.proposals import with_agreement
from carenurse.forms.session import Session
from carenurse.translations import tr
from ui.forms.editors import DIGIT_GAP, DIGIT_WIDTH, Editor
from ui.forms.ending import EndRow
from ui.forms.leaving import SummaryRow
from ui.forms.rows import FlagRow, HeadRow, way_to
from ui.forms.shapes import FormShape, Shape
from ui.forms.side_rows import (
    CarriedRow,
    CommentRow,
    PriorRow,
    ProposalRow,
    RepeatRow,
    TextRow,
    WaitingRow,
    locked_row,
    problem_row,
)
from ui.forms.slots import Folds, Slot, Slots
from ui.forms.source import FormSource
from ui.forms.table_rows import Cell, ColumnsRow, TableRow, row_name
from ui.forms.tables import Table
from ui.forms.turning import TabRow, TurnRow
from ui.widgets.buttons import Button


@dataclass(frozen=True, slots=True)
class Hooks:
    """What rows ask of the form they stand in."""

    refresh: Callable[[], None]
    turn_to: Callable[[str], bool]
    open_page: Callable[[str], None]
    go_to: Callable[[Place], object]


def table_row(session: Session, table: Table, place: Place, edit: Callable[[Place, str], Editor]) -> TableRow:
    """Make a row of a table. ``edit`` makes the editor of a cell, named with the row."""
    item = session.item(place)
    name = row_name(item, place.at[-1] if item.repeats and place.at else None)
    spoken = name if table.named and not table.down else ""
    linked = zip(table.rows[place.link], table.widths, strict=True)
    cells = [Cell(edit(Place(link, place.at), spoken) if link else None, width) for link, width in linked]
    first = session.item(Place(table.rows[place.link][0], place.at)) if table.down else None
    lines = [option.text for option in first.options] if first else ()
    return TableRow(item, name, cells, lines=lines, named=table.named)


class SideRows:
    """Makes rows by their slots; ``hooks`` bring the form up after a heading was folded or a page turned."""

    def __init__(self, source: FormSource, shape: FormShape, asks: Slots, folds: Folds, hooks: Hooks) -> None:
        self._source, self._shape, self._asks = source, shape, asks
        self._folds, self._hooks = folds, hooks

    def use(self, shape: FormShape) -> None:
        """Draw in other shapes from now on, because the room changed."""
        self._shape = shape

    def make(self, slot: Slot) -> QWidget:
        """Make the row of a slot; questions are made by the form itself."""
        makers: dict[str, Callable[[Slot], QWidget]] = {
            "grid": lambda _slot: HeadRow.grid(),
            "flag": self._flag_row,
            "problem": lambda slot: problem_row(slot.what),
            "text": self._text_row,
            "repeat": lambda slot: self._repeat_row(slot.place),
            "carried": self._carried_row,
            "waiting": lambda slot: self._waiting_row(slot.place),
            "proposal": lambda slot: self._proposal_row(slot.place),
            "prior": lambda _slot: self._prior_row(),
            "comment": lambda slot: self._comment_row(slot.place),
            "scale": lambda slot: self._scale(slot.place),
            "columns": lambda slot: self._columns(slot.place),
            "tabs": self._tabs,
            "locked": lambda _slot: locked_row(),
            "summary": lambda _slot: self._summary(),
            "page": lambda slot: TurnRow(slot.what, "", ""),
            "turn": self._turning,
            "end": lambda _slot: self._end(),
        }
        return makers[slot.kind](slot)

    def _flag_row(self, slot: Slot) -> FlagRow:
        flag = self._asks.flags[slot]
        ways = [way_to(form, self._source.take_form) for form in self._source.next_forms(flag)]
        ways += self._ways_to_unit(slot.place, flag)
        shown = FlagRow(flag, self._source.act, ways)
        shown.speak()
        return shown

    def _ways_to_unit(self, place: Place, flag: Flag) -> Iterator[Button]:
        """Offer to take a doubtful number, with the digits typed, in the unit that was perhaps meant."""
        item = self._source.session.item(place)
        unit = next((one for one in item.all_units if flag.meant and one.code == flag.meant), None)
        given = [number_of(item, answer) for answer in self._source.session.answers(place)]
        if unit is None or item.kind != "quantity" or not given or given[0] is None:
            return
        value = given[0][0]

        def take() -> None:
            self._source.chosen(place, [quantity_answer(value, unit)])
            self._source.left()
            self._hooks.go_to(place)

        way = Button(tr("It is {value} {unit}", value=f"{value:f}", unit=unit.text))
        way.clicked.connect(take)
        yield way

    def _text_row(self, slot: Slot) -> TextRow:
        item = self._source.session.item(slot.place)
        shown = TextRow(item, self._asks.score_at(item.link), open_now=self._folds.open_now(slot.place))
        shown.folded.connect(partial(self._fold, slot.place))
        return shown

    def _fold(self, place: Place) -> None:
        self._folds.turn(place)
        self._hooks.refresh()

    def _summary(self) -> SummaryRow:
        shown = SummaryRow(
            self._asks.wrong(), self._asks.open(), lambda key: self._hooks.go_to(place_from(key))
        )
        shown.speak()
        return shown

    def _end(self) -> EndRow:
        return EndRow(self._source.session, self._source.following(), self._source.finished)

    def _columns(self, place: Place) -> ColumnsRow:
        table, index = self._shape.tables.by_group[place.link], self._source.session.form.index
        cells = next(iter(table.rows.values()))
        return ColumnsRow(table, [bool(cell) and index[cell].required for cell in cells])

    def _title(self, link: str) -> str:
        return (self._source.session.form.index[link].text or link) if link else ""

    def _tabs(self, slot: Slot) -> TabRow:
        pages, book = self._folds.pages, slot.place.link
        shown = TabRow(tuple((link, self._title(link)) for link in pages.pages(book)), pages.opened(book))
        shown.chosen.connect(self._open_tab)
        return shown

    def _open_tab(self, link: str) -> None:
        if not self._hooks.turn_to(link):
            self._hooks.refresh()

    def mark_tabs(self, shown: Mapping[Slot, QWidget]) -> None:
        """Mark the tabs that are open now, whoever opened them."""
        for slot, widget in shown.items() if self._folds.pages.there else ():
            if isinstance(widget, TabRow):
                widget.choose(self._folds.pages.opened(slot.place.link))

    def _turning(self, slot: Slot) -> TurnRow:
        pages, link = self._folds.pages, slot.place.link
        before, after = pages.beside(link, -1), pages.beside(link, 1)
        before = before if before and pages.may_open(before) else ""
        shown = TurnRow(slot.what, self._title(before), self._title(after))

        def turn(step: int) -> None:
            self._hooks.open_page(after if step > 0 else before)

        shown.turned.connect(turn)
        return shown

    def _carried_row(self, slot: Slot) -> CarriedRow:
        moment = Moment.parse(self._source.session.carried_from(slot.place))
        day = moment.date.exact if moment and moment.date else None
        shown = CarriedRow(short_day(day) if day else tr("an earlier visit"))
        shown.confirmed.connect(partial(self._source.confirm, slot.place))
        return shown

    def _waiting_row(self, group: Place) -> WaitingRow:
        waiting = self._asks.waiting_below(group)
        shown = WaitingRow(len(waiting), self._source.session.item(group).text)
        shown.confirmed.connect(lambda: self._source.confirm(*waiting))
        return shown

    def _proposal_row(self, place: Place) -> ProposalRow:
        proposed = self._asks.proposals[place]
        shown = ProposalRow(proposed.before, agreed=proposed.agreed)

        def turn() -> None:
            answers = self._source.session.answers(place)
            self._source.chosen(place, [with_agreement(one, on=not proposed.agreed) for one in answers])
            self._source.left()

        shown.turned.connect(turn)
        return shown

    def _comment_row(self, place: Place) -> CommentRow:
        session = self._source.session
        shown = CommentRow(session.item(place).text, session.comment(place))
        shown.typed.connect(partial(self._source.comment, place))
        shown.left.connect(self._source.left)
        return shown

    def _prior_row(self) -> PriorRow:
        shown = PriorRow(self._source.may_carry(), len(self._source.session.unconfirmed()))
        shown.taken.connect(self._source.carry_over)
        shown.confirmed.connect(self._source.confirm)
        return shown

    def _repeat_row(self, place: Place) -> RepeatRow:
        several = sum(1 for one in self._source.session.places() if one.link == place.link) > 1
        shown = RepeatRow(
            self._source.session.item(place).text,
            removable=several and self._shape.shapes[place.link] is not Shape.ROW,
            addable=self._source.session.may_add(place),
        )
        shown.added.connect(lambda: self._add(place))
        shown.removed.connect(lambda: self._source.remove(place))
        return shown

    def _add(self, place: Place) -> None:
        """Add a repetition; in a table the cursor goes on in its first cell."""
        self._source.add(place)
        if self._shape.shapes[place.link] is Shape.ROW:
            cells = self._shape.tables.by_group[place.link].rows[place.link]
            self._hooks.go_to(Place(cells[0], (*place.at[:-1], place.at[-1] + 1)))

    def _scale(self, place: Place) -> HeadRow:
        item = self._source.session.item(place)
        options = self._shape.heads[item.link]
        last = self._source.facts(item, "").last
        day = short_day(last.day, self._source.session.now.date()) if last and last.day else ""
        above = item.instructions or self._shape.leads.get(item.link, "")
        return HeadRow.scale(above, [option.text for option in options], DIGIT_WIDTH, DIGIT_GAP, day)
