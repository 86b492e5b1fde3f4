"""The visit's clock before signing: drive, arrival, and how to put them right."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carenurse.app.day_words import clock_time
from carenurse.app.visit_sections import VisitHead
from carenurse.app.visit_when import moment, read_clock
from carenurse.translations import tr
from ui.widgets.boxes import column, holder, row
from ui.widgets.buttons import Button
from ui.widgets.fields.time import TimeField
from ui.widgets.panels import Panel
from ui.widgets.picture import Picture
from ui.widgets.text import Label, Run

_NOT_YET = "\u2013"


class ClockPanel(Panel):
    """``corrected`` carries the drive's beginning (or None), the arrival, and when she left (or None)."""

    corrected = Signal(object, object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._head: VisitHead | None = None
        self._words = Label("", "secondary", "textSecondary", wrap=True)
        correct = Button(tr("Correct"), "text")
        correct.clicked.connect(self.ask)
        line = row(Picture("clock"), self._words, correct, space=10, margins=(14, 6, 14, 6))
        line.setStretch(1, 1)
        self.drive, self.began, self.gone = (
            TimeField(tr("Drive began")),
            TimeField(tr("Arrived")),
            TimeField(tr("Left")),
        )
        keep = Button(tr("Keep these times"))
        keep.clicked.connect(self._keep)
        fields = row(
            self.drive, self.began, self.gone, column(None, keep), None, space=12, margins=(14, 0, 14, 12)
        )
        self._fields = holder(fields)
        self._fields.hide()
        self.add(line, self._fields)

    def show_clock(self, head: VisitHead) -> None:
        """Say the times."""
        self._head = head
        drive = clock_time(head.drive_started) if head.drive_started else _NOT_YET
        began = clock_time(head.began) if head.began else _NOT_YET
        self._words.set_runs(
            Run(tr("Drive ")),
            Run(drive, strong=True, role="text"),
            Run(tr("     Arrived ")),
            Run(began, strong=True, role="text"),
            *_left(head),
        )

    def unfinished(self) -> dict[str, str]:
        """Give the times as they are typed, while they are asked for."""
        if self._fields.isHidden():
            return {}
        return {"drive": self.drive.text(), "began": self.began.text(), "gone": self.gone.text()}

    def put_back(self, form: Mapping[str, str]) -> None:
        """Ask again, with what was typed."""
        if "began" in form:
            self._fields.show()
            self.drive.set_text(form["drive"])
            self.began.set_text(form["began"])
            self.gone.set_text(form.get("gone", ""))

    def ask(self) -> None:
        """Show the fields, with the times as they are recorded; what is typed in them already stays."""
        head = self._head
        if head is None:
            return
        if not self._fields.isHidden():
            self.began.setFocus()
            return
        self.drive.set_text(clock_time(head.drive_started) if head.drive_started else "")
        self.began.set_text(clock_time(head.began) if head.began else "")
        self.gone.set_text(clock_time(head.completed) if head.completed else "")
        self._fields.show()
        self.began.setFocus()

    def ask_when_left(self) -> None:
        """Ask for the times, and stand where the leaving is written."""
        self.ask()
        self.gone.setFocus()

    def _keep(self) -> None:
        drive, began, left = (self._typed(one) for one in (self.drive, self.began, self.gone))
        if left and began and left < began:
            left += timedelta(days=1)
        wrong = {
            self.drive: bool(self.drive.text()) and drive is None,
            self.began: began is None,
            self.gone: bool(self.gone.text()) and left is None,
        }
        for field, nonsense in wrong.items():
            field.show_problem(tr("Say a time, such as 9:30") if nonsense else "")
        if not any(wrong.values()):
            self._fields.hide()
            self.corrected.emit(drive, began, left)

    def _typed(self, field: TimeField) -> datetime | None:
        """Read a time as one of the day on which the visit began."""
        clock = read_clock(field.text())
        day = self._head.began if self._head else None
        return moment(day.date(), clock, day.tzinfo) if clock and day else None


def _left(head: VisitHead) -> tuple[Run, ...]:
    if head.completed is None:
        return (Run(tr("     Left is set when you sign")),)
    return (Run(tr("     Left ")), Run(clock_time(head.completed), strong=True, role="text"))
