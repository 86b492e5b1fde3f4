"""The medicines' page: the list at the left, what is written down at the right, allergies above it."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from carenurse.app.medicine_alike import Alike
from carenurse.app.medicine_allergies import compared
from carenurse.app.medicine_page import MedicineLine, MedicinesShown
from carenurse.app.medicine_typed import TypedMedicine
from carenurse.translations import tr
from ui.medicines.forms import MedicineForm, StopForm
from ui.medicines.lines import StoppedLine, TakenLine
from ui.medicines.presenter import MedicinesPresenter
from ui.widgets.boxes import column, empty_out, holder, row, scrolled, stand
from ui.widgets.buttons import Button
from ui.widgets.page import Desk, Page, Route
from ui.widgets.palette import Entry
from ui.widgets.panels import EmptyState, Panel
from ui.widgets.surface import Hairline, Surface
from ui.widgets.text import Label, Run
from ui.widgets.theme import theme

_SIDE, _TWO = 430, 820
"""Pixels before zoom: the right column, and the page that has room for both."""
_UNBOUNDED = 16_777_215
"""Qt's own largest size: no bound."""


class MedicinesPage(Page):
    """Pixels of the list and of its forms."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.presenter = MedicinesPresenter(self, desk)
        self._shown: MedicinesShown | None = None
        self._again: Mapping[str, Any] = {}
        """What stood in the form of a line before the vault was closed, until the list is there again."""
        self._stood: dict[str, str] = {}
        """What the open form offered by itself; nothing where it goes on with what was typed before."""
        self._on = Button(tr("Back to the chart"))
        self._on.clicked.connect(self.presenter.go_on)
        bar = Surface("surface", "b")
        title = Label(tr("Medicines"), "subject")
        bar.setLayout(row(title, None, self._on, space=8, margins=(16, 0, 16, 0)))
        bar.setFixedHeight(theme().size("tabRow"))
        self._taken, self._over = Panel(tr("On the list")), Panel(tr("No longer taken"))
        self._allergies = Panel(tr("Allergies"))
        self._allergies.add_link(tr("Put right")).clicked.connect(self.presenter.put_right)
        self.form, self.stopping = MedicineForm(), StopForm()
        self._connect()
        self._left = holder(column(self._taken, self._over, None, space=12))
        self._side = holder(column(self._allergies, self.form, self.stopping, None, space=12))
        self._columns = row(self._left, self._side, space=12, margins=(16, 12, 16, 12))
        self._columns.setStretch(0, 1)
        self.setLayout(column(bar, scrolled(holder(self._columns)), space=0))
        self.stopping.hide()
        self._over.hide()

    def _connect(self) -> None:
        self.form.kept.connect(self.primary)
        self.form.dropped.connect(self._drop)
        self.stopping.kept.connect(self.primary)
        self.stopping.dropped.connect(self._drop)

    @override
    def arrive(self, route: Route) -> None:
        """Load the person's list; the cursor is in the first field."""
        patient = route.subject or self.presenter.patient
        again = self.turn_to(patient)
        self.set_heading("", patient=patient)
        self.presenter.load(patient)
        self._open_form().begin()
        if again:
            self.take_up(again)

    @override
    def clear(self) -> None:
        """Take the list of the person before off the screen: none is said to take nothing meanwhile."""
        self._shown, self._again = None, {}
        for panel in (self._taken, self._over, self._allergies):
            empty_out(panel.body)
        self._taken.set_note("")
        self._over.hide()
        self._fill_form("", TypedMedicine())

    def forget_form(self, patient: str) -> None:
        """Let go of what was put away with this person: it was kept in the meantime."""
        self.put_away.pop(patient, None)

    def _open_form(self) -> MedicineForm | StopForm:
        return self.stopping if self.stopping.isVisibleTo(self) else self.form

    @override
    def unfinished(self) -> dict[str, Any]:
        """Give what stands in the open form, as far as anything of it is the nurse's."""
        form = self._open_form()
        words = {name: text for name, text in form.typed().items() if text.strip()}
        if not words or form.typed() == self._stood:
            return dict(self._again)
        line = self.stopping.line if form is self.stopping else None
        return {"typed": words, "stops": line.reference if line else "", "corrects": self.form.reference}

    @override
    def take_up(self, form: Mapping[str, Any]) -> None:
        """Write it again, once the list is there."""
        self._again = form
        if self._shown is not None:
            self._take_up()

    def _take_up(self) -> None:
        again, self._again = self._again, {}
        stops = str(again.get("stops", ""))
        line = next((one for one in self._lines() if one.reference == stops), None) if stops else None
        if line is not None:
            self._ask_stop(line)
            self.stopping.put_back(again.get("typed", {}))
        elif again and not stops:
            self._fill_form(str(again.get("corrects", "")), TypedMedicine(**again.get("typed", {})))
            self._stood = {}

    def _lines(self) -> tuple[MedicineLine, ...]:
        return self._shown.taken if self._shown else ()

    @override
    def primary(self) -> None:
        """Keep the open form."""
        line = self.stopping.line
        if self._open_form() is self.stopping and line is not None:
            typed = self.stopping.typed()
            self.presenter.save_stop(line.reference, typed["day"], typed["why"])
        else:
            self.presenter.save(self.form.medicine(), self.form.reference)

    @override
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Name the keys of the page."""
        return (
            (tr("Ctrl Enter"), tr("keep what is written down")),
            (tr("Esc"), tr("back to the chart, or to the visit that is open")),
        )

    @override
    def entries(self) -> tuple[Entry, ...]:
        """Name what can be done here, for "Find or do"."""
        begin = Entry(tr("Write down a medicine"), self._begin, "plus")
        return (begin, *self.to_put_back(self._desk))

    def _begin(self) -> None:
        self.show_form("", TypedMedicine())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Put an open question away with Esc, else go back."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.unfinished() or self._open_form() is self.stopping or self.form.reference:
            self._drop()
        else:
            self.presenter.go_on()

    def _drop(self) -> None:
        """Put the form away, or empty it; what was typed in it can be put back."""
        self.give_up(self._desk, self._here(), self.presenter.let_go)

    def _here(self) -> Route:
        return Route("medicines", self.presenter.patient)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the form under the list where there is no room beside it."""
        super().resizeEvent(event)
        worn = theme()
        single = self.width() < worn.px(_TWO)
        stand(self._columns, beside=not single)
        self._side.setMaximumWidth(_UNBOUNDED if single else worn.px(_SIDE))
        self._side.setMinimumWidth(0 if single else worn.px(_SIDE))

    def show_medicines(self, shown: MedicinesShown) -> None:
        """Show the list and the allergies."""
        self._on.set_words(tr("Back to the visit") if shown.visit else tr("Back to the chart"))
        if shown != self._shown:
            self._shown = shown
            self._fill(shown)
        if self._again:
            self._take_up()

    def _fill(self, shown: MedicinesShown) -> None:
        empty_out(self._taken.body)
        empty_out(self._over.body)
        empty_out(self._allergies.body)
        self._taken.set_note(str(len(shown.taken)) if shown.taken else "")
        for number, told in enumerate(shown.taken):
            if number:
                self._taken.add(Hairline())
            line = TakenLine(told)
            line.correcting.connect(self._correct)
            line.stopping.connect(self._ask_stop)
            self._taken.add(line)
        if not shown.taken:
            self._taken.add(column(_nothing(), margins=(12, 12, 12, 12)))
        for told in shown.stopped:
            self._over.add(StoppedLine(told))
        self._over.setVisible(bool(shown.stopped))
        told = Label(compared(), "caption", "textSecondary", wrap=True)
        self._allergies.add(column(_allergies(shown), told, space=6, margins=(14, 6, 14, 8)))

    def _correct(self, line: MedicineLine) -> None:
        self.presenter.begin_correct(line.reference)

    def _ask_stop(self, line: MedicineLine) -> None:
        self.give_up(self._desk, self._here())
        self.stopping.show_line(line)
        self._stood = self.stopping.typed()
        self.form.hide()
        self.stopping.show()
        self.stopping.begin()

    def show_form(self, reference: str, typed: TypedMedicine) -> None:
        """Open the fields of a line, or empty ones; what stood in others can be put back."""
        self.give_up(self._desk, self._here())
        self._fill_form(reference, typed)

    def _fill_form(self, reference: str, typed: TypedMedicine) -> None:
        self.form.show_medicine(reference, typed)
        self._stood = self.form.typed()
        self.stopping.hide()
        self.form.show()
        self.form.begin()

    def show_problems(self, wrong: Mapping[str, str]) -> None:
        """Say what is wrong under each field of the open form."""
        self._open_form().show_problems(wrong)

    def show_alike(self, found: Alike) -> None:
        """Show what looks like the one that is written down."""
        self.form.show_alike(found)

    def close_form(self) -> None:
        """Empty the fields for the next medicine."""
        self._fill_form("", TypedMedicine())


def _nothing() -> EmptyState:
    return EmptyState(
        tr("No medicine is on the list yet"),
        tr("Ask to see the boxes, and write each one down here as it is really taken."),
    )


def _allergies(shown: MedicinesShown) -> Label:
    if not shown.allergies:
        nothing = tr("None known") if shown.none_known else tr("Not asked yet")
        return Label(nothing, "secondary", "textSecondary", wrap=True)
    words = Label("", "secondary", wrap=True)
    words.set_runs(Run(", ".join(shown.allergies), strong=True, role="critical"))
    return words


def make_page(desk: Desk) -> Page:
    """Make the medicines' page for the window."""
    return MedicinesPage(desk)
