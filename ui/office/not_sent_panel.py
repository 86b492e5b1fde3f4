"""What only this laptop has: person by person, the visits first, then how many changes of which day."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QWidget

from carenurse.app.day_words import week_day
from carenurse.app.not_sent import NotSent, Waiting
from carenurse.translations import tr, trn
from ui.widgets.boxes import column, empty_out, holder, row, scrolled
from ui.widgets.buttons import Button
from ui.widgets.panels import Panel
from ui.widgets.text import Label
from ui.widgets.theme import theme

_MOST = 40
"""People listed; more are counted in a last line."""
_LOWEST = 210


class NotSentPanel(Panel):
    """A list to read; each person's chart is one press away."""

    def __init__(self, open_chart: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(tr("Not sent to the office yet"), icon="upload", parent=parent)
        self._open_chart = open_chart
        self._lines = column(space=10)
        self.add(scrolled(holder(column(self._lines, None, margins=(13, 10, 13, 12)))))
        self.setMinimumHeight(theme().px(_LOWEST))

    def show_waiting(self, told: NotSent, now: datetime) -> None:
        """Show what waits, and when records were last written for the office."""
        empty_out(self._lines)
        hers = trn("{number} change", "{number} changes", told.hers) if told.hers else ""
        came = trn("{number} taken over", "{number} taken over", told.taken_over) if told.taken_over else ""
        self.set_note(", ".join(part for part in (hers, came) if part))
        self._lines.addWidget(Label(_written(told.written, now), "secondary", "textSecondary", wrap=True))
        for one in told.people[:_MOST]:
            self._lines.addWidget(self._line(one))
        if (more := len(told.people) - _MOST) > 0:
            words = trn("and {number} more person", "and {number} more people", more)
            self._lines.addWidget(Label(words, "caption", "textSecondary"))

    def _line(self, one: Waiting) -> QWidget:
        name = Label(one.name, "bodyStrong", wrap=True)
        words = [Label(line, "caption", "textSecondary", wrap=True) for line in one.lines]
        text = column(name, *words, space=0)
        if not one.patient:
            return holder(text)
        chart = Button(tr("Chart"), "text")
        chart.setAccessibleName(tr("Open the chart of {name}", name=one.name))
        chart.clicked.connect(partial(self._open_chart, one.patient))
        line = row(text, chart, space=10)
        line.setStretch(0, 1)
        return holder(line)


def _written(when: datetime | None, now: datetime) -> str:
    if when is None:
        return tr("This laptop has not written a file for the office yet. Everything is safe here.")
    local = when.astimezone(now.tzinfo)
    return tr(
        "Last written for the office {day} {time}. Listed until the office says it has it.",
        day=week_day(local.date(), now.date()),
        time=f"{local:%H:%M}",
    )
