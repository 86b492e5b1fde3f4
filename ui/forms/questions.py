"""The rows that ask: made with their editors, shown as their answers stand, and told what is typed."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from carenurse.app.visit_facts import Flag, Level
from carenurse.app.visit_places import key_of
from carenurse.app.visit_rows import NOTHING, RowFacts, why_not_taken
from carenurse.forms.answers import words_of
from carenurse.forms.nodes import Place
from ui.forms.asking import SCALES, Answers, Standing, question_row
from ui.forms.editors import Editor, make_editor
from ui.forms.making import table_row
from ui.forms.pairing import paired
from ui.forms.rows import QuestionRow
from ui.forms.shapes import FormShape
from ui.forms.slots import Slot, Slots
from ui.forms.source import FormSource
from ui.forms.table_rows import TableRow, named_cell
from ui.widgets.fields.base import State
from ui.widgets.where import mark_question


class Questions(QObject):
    """The questions that have rows now: ``rows`` by the row's place, ``editors`` by the answer's."""

    moved = Signal()
    """Something was typed; the form may stand otherwise now."""
    went_on = Signal(object)
    same_wanted = Signal(object)

    def __init__(
        self, source: FormSource, shape: FormShape, asks: Slots, typed_before: dict[Place, tuple[str, str]]
    ) -> None:
        """Take what to ask; ``typed_before`` is what was typed earlier and is no answer, and why not."""
        super().__init__()
        self._source, self._shape, self._asks = source, shape, asks
        self._typed_before = typed_before
        self.rows: dict[Place, QuestionRow | TableRow] = {}
        self.editors: dict[Place, Editor] = {}
        self._shown: dict[Place, Answers] = {}
        self._stands: dict[Place, Standing] = {}

    def use(self, shape: FormShape) -> None:
        """Draw in other shapes from now on, because the room changed."""
        self._shape = shape

    def make(self, slot: Slot) -> QWidget:
        """Make the row of a question, or of the questions in a row of a table."""
        return self._table_row(slot.place) if slot.kind == "cells" else self._question(slot.place)

    def forget(self, row: Place) -> None:
        """Note that a row is gone, and its fields with it."""
        self.rows.pop(row, None)
        self._stands.pop(row, None)
        item = self._source.session.form.index[row.link]
        links = {item.link, *(child.link for child in item.children)}
        for place in [place for place in self.editors if place.link in links and place.at == row.at]:
            self.editors.pop(place)
            self._shown.pop(place, None)

    def _table_row(self, place: Place) -> QWidget:
        table = self._shape.tables.row_of(place.link)
        if table is None:
            return QWidget()
        shown = table_row(self._source.session, table, place, self._editor)
        shown.removed.connect(lambda: self._source.remove(place))
        self.rows[place] = shown
        return shown

    def _question(self, place: Place) -> QuestionRow:
        item = self._source.session.item(place)
        editors = [self._editor(one) for one in self._asks.pair(place) or (place,)]
        shown = question_row(self._source.session.form, self._shape, item, editors)
        shown.taken.connect(lambda: self.same_wanted.emit(place))
        self.rows[place] = shown
        return shown

    def _editor(self, place: Place, row: str = "") -> Editor:
        item = named_cell(self._source.session.item(place), row)
        unit = self._source.usual_unit(item)
        editor = make_editor(item, self._shape.shapes[item.link], unit)
        mark_question(editor, key_of(place))
        editor.typed.connect(partial(self._typed, place))
        editor.chosen.connect(partial(self._source.chosen, place))
        editor.left.connect(partial(self._left, place))
        editor.same_wanted.connect(partial(self.same_wanted.emit, place))
        editor.went_on.connect(partial(self.went_on.emit, place))
        self.editors[place] = editor
        if place in self._typed_before:
            editor.put_words(self._typed_before.pop(place)[0])
        return editor

    def _typed(self, place: Place, text: str) -> None:
        for at, part in self._asks.parts_of(place, text):
            self._asks.done_with.discard(at)
            problem = self._source.typed(at, part, self.editors[at].unit)
            if problem:
                self._asks.unread[at] = problem
            else:
                self._asks.unread.pop(at, None)
            if problem and at != place:
                self.editors[at].put_words(part)
        self.moved.emit()

    def reread(self) -> None:
        """Show what was typed and is no answer as it is kept now: undo brings it back and takes it away."""
        kept = self._source.unread()
        for place in {*self._asks.unread, *kept}:
            text, why = kept.get(place, ("", ""))
            if why:
                self._asks.unread[place] = why
            else:
                self._asks.unread.pop(place, None)
                self._shown.pop(place, None)
            if why and place in self.editors:
                self.editors[place].put_words(text)

    def _left(self, place: Place) -> None:
        """Say at once what cannot be right: a number that was typed to its end will not get better."""
        session = self._source.session
        there = place in session.places()  # a row that is taken away is left, too
        if there and place not in self._asks.done_with and session.problem(place):
            self._asks.done_with.add(place)
            self.moved.emit()
        self._source.left()

    def show(self, place: Place) -> None:
        """Show a question as it stands; one that stands as before costs next to nothing."""
        fields = self._asks.fields(place)
        session = self._source.session
        flags = tuple(flag for at in dict.fromkeys((place, *fields)) for flag in self._source.flags(at))
        standing: Standing = (
            tuple(session.answers(at) for at in fields),
            tuple(self._asks.problem(at) for at in fields),
            tuple(self._source.came_from(at) for at in fields),
            flags,
            tuple(editor.unit for editor in self.rows[place].editors),
            (*(session.is_enabled(at) for at in fields), self._asks.several(place)),
            tuple(session.awaited(at) for at in fields),
        )
        if self._stands.get(place) == standing:
            return
        self._stands[place] = standing
        for at, usable in zip(fields, standing[5], strict=False):
            self._show_editor(at)
            self.editors[at].setEnabled(usable)
        self._show_row(
            place,
            flags,
            answered=all(standing[0]) or not standing[5][0],
            came_from=next(filter(None, standing[2]), ""),
        )

    def _show_row(self, place: Place, flags: Sequence[Flag], *, answered: bool, came_from: str) -> None:
        shown = self.rows[place]
        graves = any(flag.level >= Level.NOTIFY for flag in flags)
        short = self._shape.shapes[place.link] in SCALES
        if isinstance(shown, TableRow):
            shown.show_standing(several=self._asks.several(place), urgent=graves)
            fields = self._asks.fields(place)
            shown.show_last([self._facts(at) for at in fields], self._source.session.now.date())
            return
        today = self._source.session.now.date()
        shown.show_facts(self._facts(place), out=graves, today=today, short=short)
        if short:
            session = self._source.session
            item = session.item(place)
            shown.show_chosen(", ".join(words_of(one, item) for one in session.answers(place)))
        shown.show_standing(answered=answered, came_from=came_from, urgent=graves)

    def _facts(self, place: Place) -> RowFacts:
        pair = self._asks.pair(place)
        if len(pair) > 1:
            return paired([self._facts(at) for at in pair])
        item = self._source.session.item(place)
        editor = self.editors.get(place)
        unit = editor.unit.code if editor and editor.unit else ""
        return NOTHING if item.kind == "group" else self._source.facts(item, unit)

    def _show_editor(self, place: Place) -> None:
        editor, answers = self.editors[place], self._source.session.answers(place)
        if self._shown.get(place) != answers and place not in self._asks.unread:
            self._shown[place] = answers
            editor.show_answers(answers)
        editor.show_waiting(self._source.session.awaited(place))
        editor.show_state(self._state(place), self._asks.problem(place))

    def _state(self, place: Place) -> State:
        beyond = any(flag.level >= Level.NOTIFY for flag in self._source.flags(place))
        return "out-of-limits" if beyond else "normal"

    def take_last(self, place: Place) -> str:
        """Take last time's answer where that is allowed; gives why it was not."""
        last = self._facts(place).last
        if last is None or not last.answers:
            return why_not_taken(last)
        self._asks.unread.pop(place, None)
        self._source.chosen(place, last.answers)
        if place in self.editors:
            self.editors[place].take_over(last.answers)
        self._source.left()
        return ""
