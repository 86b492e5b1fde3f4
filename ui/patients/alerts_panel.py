"""The alerts in force over the chart: each stands until the nurse writes why it is over."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from carenurse.app.alerts import OpenAlert
from carenurse.app.day_words import short_day
from carenurse.translations import tr
from ui.widgets.boxes import column, row
from ui.widgets.buttons import Button
from ui.widgets.fields.text import TextField
from ui.widgets.panels import Panel
from ui.widgets.picture import Picture
from ui.widgets.text import Label, Run
from ui.widgets.typed_rows import TypedRow, TypedRows


class _AlertRow(TypedRow):
    """One alert; ``resolved`` carries it and why it is over, which is asked for only when it is to end."""

    resolved = Signal(str, str)

    def __init__(self, one: OpenAlert, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._alert = one.alert
        words = Label("", "body", wrap=True)
        since = tr(", since {day}", day=short_day(one.since, today)) if one.since else ""
        words.set_runs(Run(one.words, strong=True), Run(since, role="textSecondary"))
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
        head = row(Picture("triangle-alert", "caution"), words, self._ask, space=8)
        head.setStretch(1, 1)
        head.setAlignment(words, Qt.AlignmentFlag.AlignVCenter)
        act = row(self.why, self.button, space=8)
        act.setStretch(0, 1)
        self.setLayout(column(head, act, space=0, margins=(14, 3, 4, 3)))
        self._show_question(asked=False)
        self._may_end()

    @override
    def typed(self) -> str:
        """Give the reason as far as it is written."""
        return self.why.text()

    @override
    def write(self, words: str) -> None:
        """Ask, with the words that stood here before."""
        self._show_question(asked=True)
        self.why.set_text(words)
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
        super().__init__(parent=parent)
        self.setAccessibleName(tr("Alerts"))
        self.rows = TypedRows[_AlertRow](self.body)
        self.hide()

    def show_alerts(self, found: Sequence[OpenAlert], today: date) -> None:
        """Show the alerts; what is being typed about one stays as long as that is in force."""
        self.rows.show((one.alert, self._row(one, today)) for one in found)
        self.setVisible(bool(found))

    def _row(self, one: OpenAlert, today: date) -> _AlertRow:
        line = _AlertRow(one, today)
        line.resolved.connect(self.resolved)
        return line
