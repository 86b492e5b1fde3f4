"""What heads the plan: the person's own words, and problems that the findings suggest."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from carenurse.app.plan_facts import PlanView, SuggestedProblem
from carenurse.translations import tr
from ui.careplan.words import said_by
from ui.widgets.boxes import column, empty_out, row
from ui.widgets.buttons import Button
from ui.widgets.message import Message
from ui.widgets.picture import Picture
from ui.widgets.text import Label, Run

_MOST = 2
"""Suggestions shown at once: more would push the plan itself away."""


class PlanTop(QWidget):
    """Own words with their days; below them what is worth adding, with the reason."""

    changing = Signal()
    taken = Signal(str, str)
    """A suggestion is followed: Omaha code, template id ("" for none)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Label("", "subject", wrap=True)
        self._change = Button("", "text")
        self._change.clicked.connect(self.changing)
        self._suggested = column(space=8)
        words = row(Picture("message-square", "textSecondary"), self._words, self._change, space=10)
        words.setStretch(1, 1)
        words.setAlignment(self._words, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(column(words, self._suggested, space=8))

    def show_plan(self, plan: PlanView, today: date) -> None:
        """Show what heads this plan."""
        self._show_words(plan, today)
        self._show_suggestions(plan.suggestions)

    def _show_words(self, plan: PlanView, today: date) -> None:
        if plan.own_words:
            said = said_by(plan.given, plan.own_words, today)
            self._words.set_runs(
                Run(tr("“{words}”", words=plan.own_words.text)),
                Run(f"  {said}", step="caption", role="textSecondary"),
            )
            self._change.set_words(tr("Change with {name}", name=plan.given))
        else:
            nothing = tr("What matters most to {name} is not written down yet.", name=plan.given)
            self._words.set_runs(Run(nothing, step="body", role="textSecondary"))
            self._change.set_words(tr("Ask and write it"))

    def _show_suggestions(self, found: Sequence[SuggestedProblem]) -> None:
        empty_out(self._suggested)
        for one in found[:_MOST]:
            tone = "critical" if one.suggestion.urgent else "info"
            told = Message(
                tone,
                tr("{problem} is not on the plan.", problem=one.title),
                " ".join(one.suggestion.reasons),
                action=tr("Add"),
            )
            told.button.setAccessibleName(tr("Add {problem}", problem=one.title))
            told.acted.connect(
                lambda one=one: self.taken.emit(one.suggestion.problem, one.suggestion.template or "")
            )
            self._suggested.addWidget(told)
