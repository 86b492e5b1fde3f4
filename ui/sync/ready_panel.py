"""Ready to leave: for each of tomorrow's people whether what the visit needs is on this laptop."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from carenurse.app.day_words import clock_time, week_day
from carenurse.app.sync_ready import Part, Ready, ReadyPatient
from carenurse.app.sync_words import moment
from carenurse.translations import tr
from ui.widgets.boxes import column, empty_out, row
from ui.widgets.buttons import Button
from ui.widgets.fitted import fitted
from ui.widgets.panels import Panel
from ui.widgets.picture import Picture
from ui.widgets.surface import Hairline
from ui.widgets.text import Label


class ReadyPanel(Panel):
    """One line a person, with a tick or a warning for each part in words."""

    def __init__(self, open_chart: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(tr("Ready to leave"), icon="car", parent=parent)
        self._open_chart = open_chart
        self._lines = column(space=0, margins=(13, 6, 13, 10))
        self.add(fitted(self._lines))

    def show_ready(self, told: Ready, now: datetime) -> None:
        """Show what is here for the next day with visits."""
        empty_out(self._lines)
        if told.day is None:
            self.set_note("")
            words = (
                tr("Whom you visit after today does not open before this laptop has met its office.")
                if told.closed
                else tr("No visits are planned for the next seven days.")
            )
            self._lines.addWidget(Label(words, "secondary", "textSecondary", wrap=True))
            return
        complete = tr("{number} of {all} complete", number=told.complete, all=len(told.people))
        self.set_note(f"{week_day(told.day, now.date())} · {complete}")
        as_of = (
            tr("As the office had it: {when}.", when=moment(told.as_of, now))
            if told.as_of
            else tr("As it stands on this laptop; the office was never asked.")
        )
        self._lines.addWidget(Label(as_of, "caption", "textSecondary", wrap=True))
        for place, one in enumerate(told.people):
            if place:
                self._lines.addWidget(Hairline())
            self._lines.addWidget(self._person(one))

    def _person(self, one: ReadyPatient) -> QWidget:
        when = clock_time(one.start) if one.start else ""
        name = Label(one.name, "bodyStrong", wrap=True)
        chart = Button(tr("Chart"), "text")
        chart.setAccessibleName(tr("Open the chart of {name}", name=one.name))
        chart.clicked.connect(partial(self._open, one.patient))
        head = row(Label(when, "body", "textSecondary", tabular=True), name, chart, space=10)
        head.setStretch(1, 1)
        parts = column(*(_part(part) for part in one.parts), space=0)
        return fitted(column(head, parts, space=0, margins=(0, 6, 0, 6)))

    def _open(self, patient: str, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self._open_chart(patient)


def _part(part: Part) -> QWidget:
    icon = Picture(
        "check" if part.here else "triangle-alert", "ok" if part.here else "caution", place="caption"
    )
    said = Label(f"{part.label}: {part.words}", "caption", "text" if part.here else "caution", wrap=True)
    line = row(icon, said, space=6)
    line.setStretch(1, 1)
    line.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
    return fitted(line)
