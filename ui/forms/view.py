"""A whole form on the page: rows that come and go with the answers, flags under their questions.

Rows are made in portions, so that a form of hundreds of questions can be answered at once.
"""

from collections.abc import Iterator
from time import perf_counter

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from typing_extensions import override

from carenurse.app.visit_places import key_of, place_from
from carenurse.forms.nodes import Place
from carenurse.translations import tr
from ui.forms.editors import DigitsEditor
from ui.forms.ending import EndRow
from ui.forms.heads import runs
from ui.forms.leaving import TaskWatch
from ui.forms.making import Hooks, SideRows
from ui.forms.questions import Questions
from ui.forms.rows import HeadRow, QuestionRow
from ui.forms.shapes import FormShape, Shape, shape_of
from ui.forms.side_rows import CommentRow
from ui.forms.slots import END, Folds, Slot, Slots
from ui.forms.source import FormSource
from ui.forms.table_rows import TableRow
from ui.forms.tables import Tables, tables_of
from ui.widgets.fitted import FittedSurface
from ui.widgets.form_panel import FormPanel
from ui.widgets.frames import rounded
from ui.widgets.theme import theme
from ui.widgets.where import mark_question

NARROW = 640
"""Pixels before zoom under which the grid gives up its trends."""
LARGE = 150
"""Items of a form whose rows are laid out each by itself: it may have hundreds of them on the page."""
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
        self._folds = Folds(source.session.form)
        typed_before = dict(source.unread())
        unread = {at: why for at, (_text, why) in typed_before.items()}
        self._asks = Slots(source, self._shape, unread, self._folds)
        self._questions = Questions(source, self._shape, self._asks, typed_before)
        self._questions.moved.connect(self.refresh)
        self._questions.went_on.connect(self.go_on)
        self._questions.same_wanted.connect(self.take_last)
        self._sides = SideRows(
            source,
            self._shape,
            self._asks,
            self._folds,
            Hooks(self.refresh, self.turn_to, self.open_page, lambda at: self.focus_question(key_of(at))),
        )
        self._folds.pages.go_on_from(at.link for at in source.session.places() if source.session.answers(at))
        self._order: list[Slot] = []
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
        for one in (self._asks, self._sides, self._questions):
            one.use(self._shape)
        cursor = QApplication.focusWidget() or self
        here = next(
            (at for at, editor in self._questions.editors.items() if editor.isAncestorOf(cursor)), None
        )
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
        begun = self._source.session.completion().answered > 0
        self._asks.told = bool(self._asks.wrong() or (begun and self._asks.open()))
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
        if place in self._questions.rows:
            self._questions.show(place)

    def _asked(self) -> tuple[Place, ...]:
        """Give the places on open pages, in the order in which they stand."""
        return self._asks.visible(self._source.session.places(locked=True))

    @override
    def refresh(self) -> None:
        """Bring all rows up to the answers; rows that are there already stay where they are."""
        self._questions.reread()
        asked = self._asked()
        wanted = list(self._asks.wanted(asked[: self._limit]))
        if self._asks.ended and len(asked) <= self._limit:
            wanted.append(END)
        if wanted != self._order:
            self._arrange(wanted)
        for place in self._questions.rows:
            self._questions.show(place)
        self._sides.mark_tabs(self._slots)
        if isinstance(end := self._slots.get(END), EndRow):
            end.show_result(self._source.session)
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
            self._questions.forget(slot.place)

    def _make(self, slot: Slot) -> QWidget:
        widget = self._new(slot)
        mark_question(widget, key_of(slot.place))
        if isinstance(widget, FittedSurface) and len(self._source.session.form.index) > LARGE:
            widget.stand_alone()
        self._slots[slot] = widget
        return widget

    def _new(self, slot: Slot) -> QWidget:
        maker = self._questions if slot.kind in ("question", "cells") else self._sides
        return maker.make(slot)

    @override
    def focus_question(self, question: str) -> QWidget | None:
        """Put the cursor into a question, or into the first; gives its row, to be scrolled to."""
        place = place_from(question) if question else next(iter(self._questions.editors), None)
        if place is not None and not self._lets_in(place):
            return None
        if place is not None and self._folds.reveal(place):
            self.refresh()
        while place is not None and place not in self._questions.editors and self._limit < len(self._asked()):
            self._limit += PORTION
            self.refresh()
        editor = self._questions.editors.get(place) if place is not None else None
        if editor is None or place is None:
            return None
        editor.setFocus(Qt.FocusReason.TabFocusReason)
        return self._row_of(place)

    def _lets_in(self, place: Place) -> bool:
        """Say whether the nurse may go to a question; a form that keeps its order turns page by page."""
        pages = self._folds.pages
        return not pages.in_order or all(map(self.turn_to, pages.closed_above(place)))

    def _row_of(self, place: Place) -> QWidget | None:
        parent = self._source.session.form.index[place.link].parent
        return self._questions.rows.get(place) or self._questions.rows.get(Place(parent, place.at))

    @override
    def heads(self) -> Iterator[tuple[QWidget, QWidget]]:
        """Give the heads of columns with the last row under each."""
        return (
            (self._slots[head], self._slots[last]) for head, last in runs(self._order, self._shape.shapes)
        )

    @override
    def show_here(self, question: str) -> None:
        """Mark the row in which the cursor is; an empty word marks none."""
        here = (
            self._row_of(place_from(question))
            if question in {key_of(at) for at in self._questions.editors}
            else None
        )
        for place, shown in self._questions.rows.items():
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
        order = [at for at in self._source.session.places() if at in self._questions.editors]
        at = order.index(place) if place in order else -1
        if at + 1 < len(order):
            self._questions.editors[order[at + 1]].setFocus(Qt.FocusReason.TabFocusReason)
        elif following := self._folds.pages.after(place):
            self.open_page(following)
        else:
            self._end()

    def _end(self) -> None:
        """Stop at the result: what is typed next must not answer the next form."""
        self._source.left()
        self._asks.ended = True
        self.refresh()
        if isinstance(shown := self._slots.get(END), EndRow):
            shown.take_cursor()

    def turn_to(self, link: str) -> bool:
        """Turn to a page or tab; says whether the form lets her, which may want the open one done first."""
        pages = self._folds.pages
        book = pages.book_around(link)
        here = pages.opened(book) if book is not None else ""
        left = self._source.session.completion(here) if here and pages.in_order else None
        if left is not None and pages.is_ahead(link) and not left.may_complete:
            self._asks.told = True
            self.refresh()
            self.said.emit(tr("This form goes page by page: answer first what is open on this one."))
            return False
        if not pages.may_open(link):
            self.said.emit(tr("This form goes page by page: that page is not open to you now."))
            return False
        pages.turn(link)
        self.refresh()
        return True

    def open_page(self, link: str) -> None:
        """Turn to a page, and put the cursor into its first question."""
        if not self.turn_to(link):
            return
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
        why_not = self._questions.take_last(place)
        if why_not:
            self.said.emit(why_not)
        return not why_not

    @override
    def pick_none(self, place: Place) -> bool:
        """Answer "none" where the question has such an answer."""
        editor = self._questions.editors.get(place)
        return isinstance(editor, DigitsEditor) and editor.pick_none()
