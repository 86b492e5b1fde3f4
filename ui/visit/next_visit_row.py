"""The next visit: keep the one that is planned, or agree another, or say why there is none."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carenurse.app.day_words import clock_time, week_day
from carenurse.app.visit_when import moment, read_clock, read_visit_day, visit_day_problem
from carenurse.app.visit_worksheet import NextVisit, Worksheet
from carenurse.translations import tr
from ui.visit.sheet_section import Change, line, show_text
from ui.widgets.boxes import column, holder, row
from ui.widgets.buttons import Button
from ui.widgets.chips import Chip
from ui.widgets.fields.base import Field
from ui.widgets.fields.date import DateField
from ui.widgets.fields.text import TextField
from ui.widgets.text import Label
from ui.widgets.theme import theme

_DAY_WIDTH, _TIME_WIDTH = 190, 130
"""Pixels before zoom."""


@dataclass(frozen=True, slots=True)
class Planned:
    """The next visit that the calendar already holds."""

    appointment: str
    start: datetime
    reason: str


class NextVisitRow(QWidget):
    """Day and time as typed, what for, what to bring; ``changed`` carries a ``Change``."""

    changed = Signal(object)
    left = Signal()

    def __init__(self, today: date, zone: tzinfo | None, planned: Planned | None) -> None:
        super().__init__()
        self._today, self._zone, self._planned = today, zone, planned
        self.day = DateField(tr("Next visit: day"))
        self.time = TextField(tr("Time"), placeholder=tr("such as 9:30"))
        self.reason = TextField(tr("What for"))
        self.bring = TextField(tr("What to bring"))
        self.none = TextField(tr("No next visit because"), placeholder=tr("Only if there is none"))
        self.day.setFixedWidth(theme().px(_DAY_WIDTH))
        self.time.setFixedWidth(theme().px(_TIME_WIDTH))
        self._settled = Chip("", "ok", icon="check")
        self._settled.hide()
        upper = row(self.day, self.time, self.reason, space=12)
        upper.setStretch(2, 1)
        pieces: list[QWidget] = [holder(upper), holder(row(self.bring, self.none, space=12))]
        if planned is not None:
            pieces.insert(0, self._keep(planned))
        surface = line(holder(row(Label(tr("Next visit"), "bodyStrong"), self._settled, None)), *pieces)
        self.setLayout(column(surface, space=0))
        self._connect()

    def _keep(self, planned: Planned) -> QWidget:
        when = self._said(planned.start)
        words = Label(tr("Already planned: {when}", when=when), "secondary", wrap=True)
        keep = Button(tr("Keep it"))
        keep.clicked.connect(lambda: self._take(planned))
        layout = row(words, keep, space=10)
        layout.setStretch(0, 1)
        return holder(layout)

    def _said(self, start: datetime) -> str:
        return tr("{day} at {time}", day=week_day(start.date(), self._today), time=clock_time(start))

    def _take(self, planned: Planned) -> None:
        self._tell(
            lambda plan: replace(
                plan,
                start=planned.start,
                planned=f"Appointment/{planned.appointment}",
                reason=plan.reason or planned.reason,
                none_because="",
            )
        )
        self.left.emit()

    def _connect(self) -> None:
        for field in (self.day, self.time):
            field.edited.connect(self._moment_typed)
            field.left.connect(self._say_problem)
        self._keep_text(self.reason, lambda plan, text: replace(plan, reason=text))
        self._keep_text(self.bring, lambda plan, text: replace(plan, bring=text))
        self._keep_text(self.none, lambda plan, text: replace(plan, none_because=text))
        for field in (self.day, self.time, self.reason, self.bring, self.none):
            field.left.connect(self.left)

    def _keep_text(self, field: Field, put: Callable[[NextVisit, str], NextVisit]) -> None:
        def edited(text: str) -> None:
            self._tell(lambda plan: put(plan, text))

        field.edited.connect(edited)

    def _tell(self, put: Callable[[NextVisit], NextVisit]) -> None:
        def change(sheet: Worksheet) -> Worksheet:
            return replace(sheet, next_visit=put(sheet.next_visit))

        made: Change = change
        self.changed.emit(made)

    def _moment_typed(self) -> None:
        start = self._typed()
        self._tell(lambda plan: replace(plan, start=start, planned=""))

    def _typed(self) -> datetime | None:
        day, clock = read_visit_day(self.day.text(), self._today), read_clock(self.time.text())
        return moment(day, clock, self._zone) if day and clock else None

    def _say_problem(self) -> None:
        day = self.day.text()
        self.day.show_problem(visit_day_problem(day, self._today) if day else "")
        clock = self.time.text()
        known = not clock or read_clock(clock) is not None
        self.time.show_problem("" if known else tr("Say a time, such as 9:30"))

    def show_plan(self, plan: NextVisit) -> None:
        """Show what was agreed."""
        if plan.start is not None and plan.start != self._typed():
            self.day.set_text(week_day(plan.start.date(), self._today))
            self.time.set_text(clock_time(plan.start))
        show_text(self.reason, plan.reason)
        show_text(self.bring, plan.bring)
        show_text(self.none, plan.none_because)
        self._settled.setVisible(plan.settled)
        if plan.start is not None:
            self._settled.say(self._said(plan.start), "ok", icon="check")
        elif plan.none_because:
            self._settled.say(tr("None"), "ok", icon="check")
