"""Care given: each planned intervention done, or not done and why."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from carenurse.app.day_words import short_day
from carenurse.app.visit_facts import PlannedCare
from carenurse.app.visit_worksheet import InterventionDone, Worksheet
from carenurse.translations import tr
from ui.visit.sheet_section import SheetSection, changing, line, show_text
from ui.widgets.boxes import column, holder, row
from ui.widgets.fields.digits import DigitsField
from ui.widgets.fields.text import TextField
from ui.widgets.panels import EmptyState
from ui.widgets.text import Label


class _CareRow(QWidget):
    """One intervention: what it is, done or not, and the words that belong to either."""

    def __init__(self, care: PlannedCare, today: date, section: "CareSection") -> None:
        super().__init__()
        self._order = care.order
        facts = [care.problem, care.category, care.frequency]
        if care.last_given:
            facts.append(tr("last {day}", day=short_day(care.last_given, today)))
        words = column(
            Label(care.text, "bodyStrong", wrap=True),
            Label(" · ".join(part for part in facts if part), "caption", "textSecondary", wrap=True),
            space=1,
        )
        self.state = DigitsField(
            care.text, [("given", tr("Done"), ""), ("not-given", tr("Not done"), "")], bare=True
        )
        self.detail = TextField(tr("How it went"), placeholder=tr("How it went (optional)"), bare=True)
        self.reason = TextField(tr("Why not?"), placeholder=tr("Why not? A few words are enough"), bare=True)
        head = row(words, self.state, space=14)
        head.setStretch(0, 1)
        surface = line(holder(head), self.detail, self.reason)
        self.setLayout(column(surface, space=0))
        for field, name in ((self.state, "state"), (self.detail, "detail"), (self.reason, "reason")):
            section.connect_field(field, changing(self._read, Worksheet.with_intervention, name))
        self.state.answered.connect(self._ask_why)
        self.show_row(InterventionDone(care.order))

    def _ask_why(self) -> None:
        """Go to the reason, so that what is typed next is the reason."""
        if self.state.text() == "not-given":
            self.reason.setFocus(Qt.FocusReason.TabFocusReason)

    def _read(self, sheet: Worksheet) -> InterventionDone:
        return sheet.intervention(self._order)

    def show_row(self, done: InterventionDone) -> None:
        """Show what is known."""
        self.state.set_text(done.state)
        show_text(self.detail, done.detail)
        show_text(self.reason, done.reason)
        self.detail.setVisible(done.state == "given")
        self.reason.setVisible(done.state == "not-given")
        missing = done.state == "not-given" and not done.reason.strip()
        self.reason.set_state("required" if missing else "normal")


class CareSection(SheetSection):
    """The interventions of the plan; "not done" leads on to the reason."""

    def __init__(self, care: Sequence[PlannedCare], today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._care: dict[str, _CareRow] = {}
        for one in care:
            self._care[one.order] = _CareRow(one, today, self)
            self.add_row(one.order, self._care[one.order])
        if not care:
            sentence = tr("Add interventions in the care plan; they come up here at the next visit.")
            self.add(EmptyState(tr("The plan has no interventions"), sentence))

    @override
    def show_sheet(self, sheet: Worksheet) -> None:
        """Show what was done."""
        for order, shown in self._care.items():
            shown.show_row(sheet.intervention(order))
