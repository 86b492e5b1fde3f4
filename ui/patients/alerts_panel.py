"""The alerts in force over the chart: each stands until the nurse writes why it is over."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from carenurse.app.alerts import OpenAlert
from carenurse.app.day_words import short_day
from carenurse.translations import tr
from ui.widgets.boxes import column, empty_out, row
from ui.widgets.buttons import Button
from ui.widgets.fields.text import TextField
from ui.widgets.panels import Panel
from ui.widgets.picture import Picture
from ui.widgets.surface import Hairline
from ui.widgets.text import Label, Run


class _AlertRow(QWidget):
    """One alert; ``resolved`` carries it and why it is over, which is asked for only when it is to end."""

    resolved = Signal(str, str)

    def __init__(self, one: OpenAlert, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._alert = one.alert
        words = Label("", "body", wrap=True)
        since = tr(", since {day}", day=short_day(one.since, today)) if one.since else ""
        words.set_runs(Run(one.words, strong=True), Run(since))
        self._ask = Button(tr("End alert"), "text")
        self._ask.setAccessibleName(tr("End the alert: {words}", words=one.words))
        self._ask.clicked.connect(self._open)
        self.why = TextField(
            tr("Why is it over: {words}", words=one.words),
            placeholder=tr("What was done, and by whom?"),
            bare=True,
        )
        self.why.edited.connect(self._may_end)
        self.button = Button(tr("It is over"), icon="check")
        self.button.setAccessibleName(tr("End the alert now: {words}", words=one.words))
        self.button.clicked.connect(lambda: self.resolved.emit(self._alert, self.why.text()))
        head = row(column(2, Picture("triangle-alert", "caution"), None, space=0), words, self._ask, space=8)
        head.setStretch(1, 1)
        act = row(self.why, self.button, space=8)
        act.setStretch(0, 1)
        self.setLayout(column(head, act, space=4, margins=(14, 8, 8, 8)))
        self._show_question(asked=False)
        self._may_end()

    def write(self, why: str) -> None:
        """Ask, with the words that stood here before."""
        self._show_question(asked=True)
        self.why.set_text(why)
        self._may_end()

    def _open(self) -> None:
        self._show_question(asked=True)
        self.why.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_question(self, *, asked: bool) -> None:
        self.why.setVisible(asked)
        self.button.setVisible(asked)
        self._ask.setVisible(not asked)

    def _may_end(self) -> None:
        self.button.why_not("" if self.why.text().strip() else tr("Write first why it is over."))


class AlertsPanel(Panel):
    """All alerts in force; not there at all when there are none."""

    resolved = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Alerts"), parent=parent)
        self._lines: dict[str, _AlertRow] = {}
        self._before: Mapping[str, str] = {}
        self.hide()

    def show_alerts(self, found: Sequence[OpenAlert], today: date) -> None:
        """Show the alerts; what is being typed about one stays as long as that is in force."""
        self._before = {**self._before, **self.typed()}
        self._lines = {}
        empty_out(self.body)
        for number, one in enumerate(found):
            if number:
                self.add(Hairline())
            line = _AlertRow(one, today)
            line.resolved.connect(self.resolved)
            self._lines[one.alert] = line
            self.add(line)
        self.setVisible(bool(found))
        self.put_back(self._before)

    def typed(self) -> dict[str, str]:
        """Give what was written about each alert, by its id."""
        return {alert: line.why.text() for alert, line in self._lines.items() if line.why.text().strip()}

    def put_back(self, typed: Mapping[str, str]) -> None:
        """Write it again beside the alerts that are there; beside the others when they come."""
        for alert in typed.keys() & self._lines.keys():
            self._lines[alert].write(typed[alert])
        self._before = {alert: words for alert, words in typed.items() if alert not in self._lines}
