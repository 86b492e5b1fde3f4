"""Finding people: the search has the focus, arrows move the selection, Enter opens the chart."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHeaderView, QStackedLayout, QTableView, QWidget
from typing_extensions import override

from carenurse.app.caseload import Found, Snapshot
from carenurse.translations import tr, trn
from ui.patients.people_model import PeopleModel
from ui.patients.presenter import PeoplePresenter
from ui.patients.register import RegisterPanel
from ui.patients.snapshot import SnapshotPane
from ui.widgets.boxes import column, holder, row
from ui.widgets.buttons import Button
from ui.widgets.message import Message
from ui.widgets.page import Desk, Page, Route
from ui.widgets.palette import Entry
from ui.widgets.panels import EmptyState
from ui.widgets.search_field import SearchField
from ui.widgets.text import Label
from ui.widgets.theme import theme
from ui.widgets.two_line import set_up_list

_SIDE = 376
_TWO_COLUMNS = 940
_SEARCH = 520
"""Widths in pixels before zoom."""


class PatientsPage(Page):
    """Pixels of the list."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.presenter = PeoplePresenter(self, desk)
        self.set_heading(tr("Patients"))
        self.finds = False
        self.search = SearchField(
            tr("Name, birth date, street, phone, or a problem such as wound"), key=tr("Ctrl F")
        )
        self.search.setMaximumWidth(theme().px(_SEARCH))
        self.search.searched.connect(self.presenter.search)
        self.search.moved.connect(self._move)
        self.search.shows("")
        self.search.taken.connect(lambda: self._activated(self.list.currentIndex()))
        new = Button(tr("New patient"), icon="plus")
        new.clicked.connect(partial(self.register, ""))
        self.top_left, self.top_right = self.search, (new,)
        self._model = PeopleModel()
        self.list = self._make_list()
        self._count = Label("", "caption", "textSecondary")
        self.code_button = Button(tr("Enter a code"), "text")
        """The way to those who do not open now, beside a search that found nobody."""
        self.code_button.clicked.connect(self._enter_code)
        self.code_button.hide()
        self._side = SnapshotPane()
        self._side.setFixedWidth(theme().px(_SIDE))
        self._side.opened.connect(self.primary)
        self._form: RegisterPanel | None = None
        """The form in front."""
        self._begun: dict[str, RegisterPanel] = {}
        """Forms that were left before they were kept, by whose they are; "" for somebody new."""
        self._going_on = self._make_going_on()
        self._shown: tuple[Found, date, bool] | None = None
        self._nobody = self._make_nobody()
        left = column(
            self._going_on,
            self._nobody,
            self.list,
            row(self._count, self.code_button, None, space=10, margins=(16, 6, 16, 6)),
            space=0,
        )
        layout = row(space=0)
        layout.addLayout(left, 1)
        layout.addWidget(self._side)
        self._listing = holder(layout)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self._to_search)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._listing)

    def _make_going_on(self) -> QWidget:
        asked = Message(
            "info",
            tr("Somebody new is not registered yet."),
            tr("What you typed is kept."),
            action=tr("Go on with it"),
        )
        asked.acted.connect(partial(self.register, ""))
        shown = holder(column(asked, margins=(16, 12, 16, 4)))
        shown.hide()
        return shown

    def _make_nobody(self) -> QWidget:
        take = Button(tr("Take over records"), "primary", icon="download")
        take.clicked.connect(lambda: self._desk.go(Route("office")))
        told = tr("Take over the records of another system from its files, or register somebody by hand.")
        nobody = EmptyState(tr("Nobody is on your list yet"), told, take)
        shown = holder(column(nobody, None, margins=(16, 16, 16, 0)))
        shown.hide()
        return shown

    def _make_list(self) -> QTableView:
        table = QTableView()
        table.setModel(self._model)
        set_up_list(table, tr("People"))
        head = table.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for place, width in ((0, 200), (2, 110), (3, 160)):
            head.resizeSection(place, theme().px(width))
        head.setStretchLastSection(False)
        table.activated.connect(self._activated)
        table.doubleClicked.connect(self._activated)
        table.selectionModel().currentRowChanged.connect(self._selected)
        return table

    @override
    def arrive(self, route: Route) -> None:
        """Read the list again and put the focus into the search."""
        self.presenter.load()
        QTimer.singleShot(0, self, self._to_search)
        if route.part != "edit" and (form := self.put_away.pop("", None)):
            self.register("", form.get("typed"))
        elif route.part == "new":
            self.register()
        if route.part == "edit":
            self.register(route.subject)

    @override
    def make_ready(self) -> None:
        """Read the list: the first reading of the day takes far longer than those after it."""
        self.presenter.load()

    def _to_search(self) -> None:
        """Put the focus into the search, once the bar above has it."""
        if self._form is None:
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.selectAll()

    @override
    def leave(self) -> None:
        """Put the form aside with what stands in it: it is offered when the nurse comes back."""
        form, self._form = self._form, None
        if form is None:
            return
        self._stack.setCurrentWidget(self._listing)
        if form.typed():
            self._begun[form.patient] = form
        else:
            self._drop(form)
        self._going_on.setVisible("" in self._begun)

    def _drop(self, form: RegisterPanel) -> None:
        self._stack.removeWidget(form)
        form.hide()
        form.deleteLater()

    @override
    def primary(self) -> None:
        """Open the chart of the one selected, or register the new one."""
        if self._form is not None:
            self._form.save()
        else:
            self.search.take()

    @override
    def unfinished(self) -> dict[str, Any]:
        """Give what stands in the form, and what is looked for."""
        open_one = self._form or self._begun.get("")
        typed = open_one.typed() if open_one else {}
        form = {"patient": open_one.patient, "typed": typed} if open_one and typed else {}
        return {**form, "search": self.search.text()}

    @override
    def elsewhere(self, *, front: bool) -> dict[str, Any]:
        """Give the registrations that were left before they were kept, but the one that is told otherwise."""
        told = self._form or self._begun.get("") if front else None
        begun = {whose: one for whose, one in self._begun.items() if one is not told and one.typed()}
        return {
            **self.put_away,
            **{whose: {"patient": whose, "typed": one.typed()} for whose, one in begun.items()},
        }

    @override
    def take_up_nobodys(self) -> None:
        """Take up nothing: ``arrive`` opens the form of somebody new, unless another is put right."""

    @override
    def take_up(self, form: Mapping[str, Any]) -> None:
        """Look for the same again, and open the form with what stood in it."""
        self.search.setText(str(form.get("search", "")))
        if "typed" in form:
            self.register(str(form.get("patient", "")), form["typed"])

    def register(self, patient: str = "", typed: Mapping[str, str] | None = None) -> None:
        """Open the form for somebody new, or to put right what is recorded of a known person.

        ``typed``: what stood in it before the vault was closed.
        """
        if self._form is not None and self._form.patient != patient:
            self.leave()
        form = self._form or self._begun.pop(patient, None)
        put_away = self.put_away.pop(patient, {})
        words = typed or (form.typed() if form else None) or put_away.get("typed")
        if form is None:
            form = RegisterPanel(self._desk, patient)
            close = partial(self._close_form, form)
            form.closed.connect(close)
            form.dropped.connect(partial(self.give_up, self._desk, Route("patients"), close))
            self._stack.addWidget(form)
        self._form = form
        self._going_on.setVisible("" in self._begun)
        self._stack.setCurrentWidget(form)
        form.begin(words)

    def _close_form(self, form: RegisterPanel) -> None:
        """Be done with a form: it was kept, or is not wanted."""
        self._begun = {whose: one for whose, one in self._begun.items() if one is not form}
        self._going_on.setVisible("" in self._begun)
        self._drop(form)
        if form is self._form:
            self._form = None
            self._stack.setCurrentWidget(self._listing)
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Name the keys of the list."""
        return (
            (tr("Up, Down"), tr("the person above or below, while typing too")),
            (tr("Enter"), tr("open the chart")),
            (tr("Esc"), tr("empty the search")),
        )

    @override
    def entries(self) -> tuple[Entry, ...]:
        """Name the way back to a form that was canceled, for "Find or do"."""
        return self.to_put_back(self._desk)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the right column where there is no room for two."""
        super().resizeEvent(event)
        self._side.setVisible(self.width() >= theme().px(_TWO_COLUMNS))

    def show_people(self, found: Found, now: datetime, *, searched: bool) -> None:
        """Show the people found for the words of now and select the one that was selected, else the first."""
        shown = (found, now.date(), searched)
        if shown != self._shown:
            self._shown = shown
            self._fill(found, now, searched=searched)
        self.search.shows(self.search.text())

    def _fill(self, found: Found, now: datetime, *, searched: bool) -> None:
        person = self._model.person(self.list.currentIndex().row())
        kept = "" if searched or person is None else person.patient
        self._size_heads("twoLine")
        self._nobody.setVisible(not found.rows and not searched)
        self.list.setHidden(not found.rows and not searched)
        self._model.show_people(found.rows, now, grouped=not searched)
        self.list.clearSpans()
        for head in self._model.heads():
            self.list.setSpan(head, 0, 1, self._model.columnCount())
        self._size_heads("groupHead")
        self.list.doItemsLayout()
        line = self._model.line_of(kept)
        if line >= 0:
            self._choose(line)
        else:
            self.presenter.select("")
        self._count.set_text(_counted(found, searched=searched))
        opens_more = found.closed and searched and not found.rows and self._desk.lease is not None
        self.code_button.setVisible(opens_more)

    def _size_heads(self, row: str) -> None:
        """Give the lines that are heads now this height, unheard: Qt would draw the whole list once more."""
        sides = self.list.verticalHeader()
        heard = sides.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        for head in self._model.heads():
            sides.resizeSection(head, theme().row(row))
        sides.blockSignals(heard)

    def _enter_code(self) -> None:
        if self._desk.lease is not None:
            self._desk.lease.ask_for_code()

    def show_snapshot(self, told: Snapshot | None) -> None:
        """Show what must not be missed about the one selected."""
        self._side.show_person(told)

    def _choose(self, line: int) -> None:
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.list.selectionModel().setCurrentIndex(self._model.index(line, 0), flags)

    def _move(self, by: int) -> None:
        line = self.list.currentIndex().row() + by
        while self._model.person(line) is None and 0 <= line < self._model.rowCount():
            line += by
        if self._model.person(line) is not None:
            self._choose(line)

    def _selected(self, current: QModelIndex) -> None:
        person = self._model.person(current.row())
        self.presenter.select(person.patient if person else "")

    def _activated(self, index: QModelIndex) -> None:
        person = self._model.person(index.row())
        self.presenter.open(person.patient if person else "")


def _counted(found: Found, *, searched: bool) -> str:
    number = len(found.rows)
    if found.cut_off:
        return tr("The best {number} are shown. Type more to narrow it down.", number=number)
    if searched and number:
        return trn("{number} person found", "{number} people found", number)
    if searched:
        return (
            tr("Nobody of today's people; the others do not open now") if found.closed else tr("Nobody found")
        )
    return trn("{number} person on your list", "{number} people on your list", found.mine or number)
