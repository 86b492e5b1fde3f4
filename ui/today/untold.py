"""Findings nobody was told about yet: each stays on Today until the nurse writes who was told."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carenurse.app.untold import Untold, said
from carenurse.translations import tr
from ui.widgets.boxes import column, empty_out, row
from ui.widgets.buttons import Button
from ui.widgets.fields.text import TextField
from ui.widgets.picture import Picture
from ui.widgets.surface import Hairline
from ui.widgets.text import Label, Run


class UntoldRow(QWidget):
    """One finding; ``told`` carries its Task and who was told: one act, recorded with the time of now."""

    told = Signal(str, str)
    charted = Signal(str)

    def __init__(self, one: Untold, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._one = one
        role = "critical" if one.urgent else "caution"
        words = Label("", "secondary", role, wrap=True)
        words.set_runs(Run(one.name, strong=True), Run(f": {said(one, today)}"))
        why = tr("Your reason: {why}", why=one.why_not) if one.why_not else ""
        below = " ".join(part for part in (one.what_to_do, why) if part)
        name = tr("Who was told about {name}", name=one.name)
        self.who = TextField(name, placeholder=tr("Who was told now? Name or role"), bare=True)
        self.who.edited.connect(self._may_record)
        self.button = Button(tr("Record as told"), icon="phone")
        self.button.setAccessibleName(tr("Record who was told about {name}", name=one.name))
        self.button.clicked.connect(lambda: self.told.emit(one.task, self.who.text()))
        chart = Button(tr("Chart"), "text")
        chart.setAccessibleName(tr("Open the chart of {name}", name=one.name))
        chart.clicked.connect(lambda: self.charted.emit(one.patient))
        head = row(column(2, Picture("circle-alert", role), None, space=0), words, chart, space=10)
        head.setStretch(1, 1)
        act = row(self.who, self.button, space=8)
        act.setStretch(0, 1)
        less = Label(below, "caption", "textSecondary", wrap=True)
        self.setLayout(column(head, less, act, space=4, margins=(0, 6, 0, 8)))
        less.setVisible(bool(below))  # only now: what has no parent yet would be a window of its own
        self._may_record()

    def write(self, who: str) -> None:
        """Write who was told, as the nurse had."""
        self.who.set_text(who)
        self._may_record()

    def _may_record(self) -> None:
        self.button.why_not("" if self.who.text().strip() else tr("Write who was told first."))


class UntoldSection(QWidget):
    """A heading with its rows; not there at all when everybody was told."""

    told = Signal(str, str)
    charted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = column(space=0)
        self._shown: tuple[Untold, ...] = ()
        self._lines: dict[str, UntoldRow] = {}
        self._before: Mapping[str, str] = {}
        head = Label(tr("Nobody was told yet"), "section", "critical")
        self.setLayout(column(head, self._rows, space=4, margins=(16, 10, 16, 10)))
        self.hide()

    def show_findings(self, found: Sequence[Untold], today: date) -> None:
        """Show the findings; what is being typed about one stays as long as that is there."""
        self.setVisible(bool(found))
        if tuple(found) == self._shown:
            return
        self._shown, self._before = tuple(found), {**self._before, **self.typed()}
        self._lines = {}
        empty_out(self._rows)
        for number, one in enumerate(found):
            if number:
                self._rows.addWidget(Hairline())
            line = UntoldRow(one, today)
            line.told.connect(self.told)
            line.charted.connect(self.charted)
            self._lines[one.task] = line
            self._rows.addWidget(line)
        self.put_back(self._before)

    def typed(self) -> dict[str, str]:
        """Give what was written beside each finding, by its Task."""
        return {task: line.who.text() for task, line in self._lines.items() if line.who.text().strip()}

    def put_back(self, typed: Mapping[str, str]) -> None:
        """Write it again beside the findings that are there; beside the others when they come."""
        for task in typed.keys() & self._lines.keys():
            self._lines[task].write(typed[task])
        self._before = {task: words for task, words in typed.items() if task not in self._lines}
