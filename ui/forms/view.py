"""A whole form on the page: rows that come and go with the answers, flags under their questions.

Rows are made in portions, so that a form of hundreds of questions can be answered at once.
"""

from collections.abc import Sequence
from functools import partial
from time import perf_counter

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from typing_extensions import override

from carenurse.app.visit_facts import Flag, Level
from carenurse.app.visit_places import key_of, place_from
from carenurse.app.visit_rows import NOTHING, RowFacts, why_not_taken
from carenurse.forms.nodes import Place
from ui.forms.asking import SCALES, Answers, Standing, question_row
from ui.forms.editors import DigitsEditor, Editor, make_editor
from ui.forms.leaving import TaskWatch
from ui.forms.making import Hooks, SideRows, table_row
from ui.forms.pairing import paired
from ui.forms.rows import HeadRow, QuestionRow
from ui.forms.shapes import FormShape, Shape, shape_of
from ui.forms.side_rows import CommentRow
from ui.forms.slots import Folds, Slot, Slots
from ui.forms.source import FormSource
from ui.forms.table_rows import TableRow, named_cell
from ui.forms.tables import Tables, tables_of
from ui.widgets.fields.base import State
from ui.widgets.form_panel import FormPanel
from ui.widgets.style import rounded
from ui.widgets.theme import theme
from ui.widgets.where import mark_question

NARROW = 640
"""Pixels before zoom under which the grid gives up its trends."""
PORTION = 24
"""Questions that are there at once, a window full; the next follow when the nurse comes near their end."""
_FEW = 2
_SLICE_MS = 10
"""So many questions more are made at a time, and for so long at a time: the window must not stand still."""
NEAR_END = 1_800
"""Pixels before zoom below what is seen: two windows full are there before she scrolls to them."""


class FormView(FormPanel):
    """The rows of one form."""

    def __init__(self, source: FormSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._tables = tables_of(source.session.form)
        self._shape: FormShape = shape_of(
            source.session.form, tables=self._tables.fitting(theme().unscaled(self.width()))
        )
        self._slots: dict[Slot, QWidget] = {}
        self._rows: dict[Place, QuestionRow | TableRow] = {}
        self._editors: dict[Place, Editor] = {}
        self._shown: dict[Place, Answers] = {}
        self._typed_before = dict(source.unread())
        self._unread: dict[Place, str] = {at: why for at, (_text, why) in self._typed_before.items()}
        self._folds = Folds(source.session.form)
        self._asks = Slots(source, self._shape, self._unread, self._folds)
        self._sides = SideRows(
            source,
            self._shape,
            self._asks,
            self._folds,
            Hooks(self.refresh, self.open_page, lambda at: self.focus_question(key_of(at))),
        )
        self._order: list[Slot] = []
        self._stands: dict[Place, Standing] = {}
        self._limit = PORTION
        self._whole = True
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(1, 1, 1, 1)
        self._box.setSpacing(0)
        self._box.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._box.setVerticalSizeConstraint(
            QVBoxLayout.SizeConstraint.SetMinimumSize
        )  # no row gives way to a new one
        self._more = QTimer(self)
        self._more.setSingleShot(True)
        self._more.timeout.connect(self._next_portion)
        self._watch = TaskWatch(self, self._left_it)
        self.refresh()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up columns where there is no room for them."""
        super().resizeEvent(event)
        self._fit()
        fitting = self._tables.fitting(theme().unscaled(self.width()))
        if fitting != self._shape.tables:
            self._reshape(fitting)

    def _reshape(self, tables: Tables) -> None:
        """Make tables where there is room for them now, and lines where there is none any more."""
        before, self._shape = self._shape, shape_of(self._source.session.form, tables=tables)
        self._asks.use(self._shape)
        self._sides.use(self._shape)
        cursor = QApplication.focusWidget() or self
        here = next((at for at, editor in self._editors.items() if editor.isAncestorOf(cursor)), None)
        moved = {link for link, shape in self._shape.shapes.items() if before.shapes[link] is not shape}
        groups = {*tables.by_group, *tables.across, *before.tables.by_group, *before.tables.across}
        moved |= {link for group in groups for link in self._source.session.form.under(group)}
        for slot in [slot for slot in self._slots if slot.place.link in moved]:
            self._drop(slot)
        self._order = [slot for slot in self._order if slot in self._slots]
        self.refresh()
        if here is not None:
            self.focus_question(key_of(here))

    def _left_it(self) -> None:
        """Say what could be put right later, now that the nurse has left the form."""
        self._asks.told = bool(self._asks.wrong())
        self.refresh()

    def _fit(self) -> None:
        if not self._shape.grid:
            return
        narrow = self.width() < theme().px(NARROW)
        for shown in self._slots.values():
            if isinstance(shown, QuestionRow | HeadRow):
                shown.be_narrow(narrow=narrow)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the edge around the rows."""
        rounded(QPainter(self), self.rect(), "surface", "hairlineStrong", radius="chip")
        if not self._whole and event.rect().bottom() > self.height() - theme().px(NEAR_END):
            self._more.start(0)

    def _next_portion(self) -> None:
        """Add rows at the end for a moment, then let the window live; painting calls for the rest."""
        asked = self._asked()
        began = perf_counter()
        while self._limit < len(asked) and (perf_counter() - began) * 1000 < _SLICE_MS:
            for place in asked[self._limit : self._limit + _FEW]:
                self._append(place)
            self._limit += _FEW
        self._whole = len(asked) <= self._limit

    def _append(self, place: Place) -> None:
        narrow = self._shape.grid and self.width() < theme().px(NARROW)
        for slot in self._asks.of(place):
            widget = self._slots.get(slot) or self._make(slot)
            self._box.addWidget(widget)
            self._order.append(slot)
            if narrow and isinstance(widget, QuestionRow | HeadRow):
                widget.be_narrow(narrow=True)
        if place in self._rows:
            self._show(place)

    def _asked(self) -> tuple[Place, ...]:
        """Give the places on open pages, in the order in which they stand."""
        return self._asks.visible(self._source.session.places(locked=True))

    @override
    def refresh(self) -> None:
        """Bring all rows up to the answers; rows that are there already stay where they are."""
        asked = self._asked()
        wanted = list(self._asks.wanted(asked[: self._limit]))
        if wanted != self._order:
            self._arrange(wanted)
        for place in self._rows:
            self._show(place)
        self._sides.mark_tabs(self._slots)
        self._whole = len(asked) <= self._limit

    def _arrange(self, wanted: list[Slot]) -> None:
        """Put the rows into their order; what stands right already is not touched."""
        kept = frozenset(wanted)
        for slot in [slot for slot in self._slots if slot not in kept]:
            self._drop(slot)
        standing = [slot for slot in self._order if slot in kept]
        for at, slot in enumerate(wanted):
            if at < len(standing) and standing[at] == slot:
                continue
            new = slot not in self._slots
            widget = self._slots.get(slot) or self._make(slot)
            self._box.insertWidget(at, widget)
            standing = [*standing[:at], slot, *standing[at:]] if new or at >= len(standing) else wanted
        self._order = wanted
        self._fit()

    def _drop(self, slot: Slot) -> None:
        widget = self._slots.pop(slot)
        self._box.removeWidget(widget)
        widget.hide()
        widget.deleteLater()
        self._asks.flags.pop(slot, None)
        if slot.kind in ("question", "cells"):
            self._rows.pop(slot.place, None)
            self._stands.pop(slot.place, None)
            for place in [place for place in self._editors if place.link in self._links(slot.place)]:
                if place.at == slot.place.at:
                    self._editors.pop(place)
                    self._shown.pop(place, None)

    def _links(self, place: Place) -> set[str]:
        item = self._source.session.form.index[place.link]
        return {item.link, *(child.link for child in item.children)}

    def _make(self, slot: Slot) -> QWidget:
        widget = self._new(slot)
        mark_question(widget, key_of(slot.place))
        self._slots[slot] = widget
        return widget

    def _new(self, slot: Slot) -> QWidget:
        if slot.kind == "cells":
            return self._table_row(slot.place)
        return self._question(slot.place) if slot.kind == "question" else self._sides.make(slot)

    def _table_row(self, place: Place) -> QWidget:
        table = self._shape.tables.row_of(place.link)
        if table is None:
            return QWidget()
        shown = table_row(self._source.session, table, place, self._editor)
        shown.removed.connect(lambda: self._source.remove(place))
        self._rows[place] = shown
        return shown

    def _question(self, place: Place) -> QuestionRow:
        item = self._source.session.item(place)
        editors = [self._editor(one) for one in self._asks.pair(place) or (place,)]
        shown = question_row(self._source.session.form, self._shape, item, editors)
        shown.taken.connect(lambda: self.take_last(place))
        self._rows[place] = shown
        return shown

    def _editor(self, place: Place, row: str = "") -> Editor:
        item = named_cell(self._source.session.item(place), row)
        unit = self._source.usual_unit(item)
        editor = make_editor(item, self._shape.shapes[item.link], unit)
        mark_question(editor, key_of(place))
        editor.typed.connect(partial(self._typed, place))
        editor.chosen.connect(partial(self._source.chosen, place))
        editor.left.connect(self._source.left)
        editor.same_wanted.connect(partial(self.take_last, place))
        editor.went_on.connect(partial(self.go_on, place))
        self._editors[place] = editor
        if place in self._typed_before:
            editor.put_words(self._typed_before.pop(place)[0])
        return editor

    def _typed(self, place: Place, text: str) -> None:
        problem = self._source.typed(place, text, self._editors[place].unit)
        if problem:
            self._unread[place] = problem
        else:
            self._unread.pop(place, None)
        self.refresh()

    def _show(self, place: Place) -> None:
        """Show a question as it stands; one that stands as before costs next to nothing."""
        fields = self._asks.fields(place)
        session = self._source.session
        flags = tuple(flag for at in dict.fromkeys((place, *fields)) for flag in self._source.flags(at))
        standing: Standing = (
            tuple(session.answers(at) for at in fields),
            tuple(self._asks.problem(at) for at in fields),
            tuple(self._source.carried(at) for at in fields),
            flags,
            tuple(editor.unit for editor in self._rows[place].editors),
            (*(session.is_enabled(at) for at in fields), self._asks.several(place)),
        )
        if self._stands.get(place) == standing:
            return
        self._stands[place] = standing
        for at, usable in zip(fields, standing[5], strict=False):
            self._show_editor(at)
            self._editors[at].setEnabled(usable)
        self._show_row(
            place, flags, answered=all(standing[0]) or not standing[5][0], carried=any(standing[2])
        )

    def _show_row(self, place: Place, flags: Sequence[Flag], *, answered: bool, carried: bool) -> None:
        shown = self._rows[place]
        graves = any(flag.level >= Level.NOTIFY for flag in flags)
        short = self._shape.shapes[place.link] in SCALES
        if isinstance(shown, TableRow):
            shown.show_standing(several=self._asks.several(place), urgent=graves)
            return
        today = self._source.session.now.date()
        shown.show_facts(self._facts(place), out=graves, today=today, short=short)
        shown.show_standing(answered=answered, carried=carried, urgent=graves)

    def _facts(self, place: Place) -> RowFacts:
        pair = self._asks.pair(place)
        if len(pair) > 1:
            return paired([self._facts(at) for at in pair])
        item = self._source.session.item(place)
        editor = self._editors.get(place)
        unit = editor.unit.code if editor and editor.unit else ""
        return NOTHING if item.kind == "group" else self._source.facts(item, unit)

    def _show_editor(self, place: Place) -> None:
        editor, answers = self._editors[place], self._source.session.answers(place)
        if self._shown.get(place) != answers and place not in self._unread:
            self._shown[place] = answers
            editor.show_answers(answers)
        editor.show_state(self._state(place), self._asks.problem(place))

    def _state(self, place: Place) -> State:
        beyond = any(flag.level >= Level.NOTIFY for flag in self._source.flags(place))
        return "out-of-limits" if beyond else "normal"

    @override
    def focus_question(self, question: str) -> QWidget | None:
        """Put the cursor into a question, or into the first; gives its row, to be scrolled to."""
        place = place_from(question) if question else next(iter(self._editors), None)
        if place is not None and self._folds.reveal(place):
            self.refresh()
        while place is not None and place not in self._editors and self._limit < len(self._asked()):
            self._limit += PORTION
            self.refresh()
        editor = self._editors.get(place) if place is not None else None
        if editor is None or place is None:
            return None
        editor.setFocus(Qt.FocusReason.TabFocusReason)
        return self._row_of(place)

    def _row_of(self, place: Place) -> QWidget | None:
        parent = self._source.session.form.index[place.link].parent
        return self._rows.get(place) or self._rows.get(Place(parent, place.at))

    @override
    def show_here(self, question: str) -> None:
        """Mark the row in which the cursor is; an empty word marks none."""
        here = (
            self._row_of(place_from(question)) if question in {key_of(at) for at in self._editors} else None
        )
        for place, shown in self._rows.items():
            if isinstance(shown, TableRow):
                shown.show_here(here=shown is here)
            else:
                asked = shown.item.is_question
                shown.show_here(
                    here=shown is here, answered=bool(self._source.session.answers(place)) or not asked
                )

    def go_on(self, place: Place) -> None:
        """Go to the question after this one."""
        if not self._whole:
            self._next_portion()
        order = [at for at in self._source.session.places() if at in self._editors]
        at = order.index(place) if place in order else -1
        if at + 1 < len(order):
            self._editors[order[at + 1]].setFocus(Qt.FocusReason.TabFocusReason)
        elif following := self._folds.pages.after(place):
            self.open_page(following)
        else:
            self._source.finished()

    def open_page(self, link: str) -> None:
        """Turn to a page, and put the cursor into its first question."""
        self._folds.pages.turn(link)
        self.refresh()
        inside = self._source.session.form.under(link)
        asked = (
            at for at in self._asked() if at.link in inside and self._source.session.item(at).is_question
        )
        first = next((at for at in asked if self._shape.shapes[at.link] is not Shape.HIDDEN), None)
        if first is not None:
            self.focus_question(key_of(first))

    @override
    def comment(self, place: Place) -> None:
        """Open the comment of a question and put the cursor into it."""
        self._asks.commented.add(place)
        self.refresh()
        if isinstance(shown := self._slots.get(Slot("comment", place)), CommentRow):
            shown.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @override
    def take_last(self, place: Place) -> bool:
        """Take last time's answer where that is allowed; says whether it was, and why not."""
        last = self._facts(place).last
        if last is None or not last.answers:
            self.said.emit(why_not_taken(last))
            return False
        self._unread.pop(place, None)
        self._source.chosen(place, last.answers)
        if place in self._editors:
            self._editors[place].take_over(last.answers)
        self._source.left()
        return True

    @override
    def pick_none(self, place: Place) -> bool:
        """Answer "none" where the question has such an answer."""
        editor = self._editors.get(place)
        return isinstance(editor, DigitsEditor) and editor.pick_none()
