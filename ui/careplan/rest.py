"""What the plan's page says below the plan: problems that nothing is planned for, and resolved ones."""

from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carenurse.app.day_words import short_day
from carenurse.app.plan_facts import PlanView, ResolvedProblem
from carenurse.translations import tr
from ui.widgets.boxes import column, empty_out, holder, row
from ui.widgets.buttons import Button
from ui.widgets.text import Label, Run


class PlanRest(QWidget):
    """One line each; ``reopening`` carries the resolved problem that is to be opened again."""

    reopening = Signal(ResolvedProblem)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = column(space=6, margins=(2, 8, 2, 14))
        self.setLayout(self._lines)

    def show_plan(self, plan: PlanView, today: date) -> None:
        """Show what belongs to this plan."""
        empty_out(self._lines)
        if plan.listed:
            names = ", ".join(words for _, words in plan.listed)
            self._lines.addWidget(_line(tr("On the record, nothing planned: "), names))
        for one in plan.resolved:
            self._lines.addWidget(self._resolved(one, today))

    def _resolved(self, one: ResolvedProblem, today: date) -> QWidget:
        day = tr("{problem} ({day})", problem=one.words, day=short_day(one.day, today)) if one.day else ""
        again = Button(tr("Open again"), "text", icon="refresh-cw")
        again.setAccessibleName(tr("Open again: {problem}", problem=one.words))
        again.clicked.connect(partial(self._reopen, one))
        line = row(_line(tr("Resolved: "), day or one.words), again, space=8)
        line.setStretch(0, 1)
        return holder(line)

    def _reopen(self, one: ResolvedProblem, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.reopening.emit(one)


def _line(strong: str, rest: str) -> Label:
    label = Label("", "secondary", "textSecondary", wrap=True)
    label.set_runs(Run(strong, strong=True), Run(rest))
    return label
