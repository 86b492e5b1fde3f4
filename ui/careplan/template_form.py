"""The tick list of a template: what is ticked is added, what is there is said, nothing is overwritten."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from carenurse.app.plan_templates import TemplateOffer
from carenurse.careplan.templates import Template
from carenurse.translations import tr, trn
from ui.careplan.sheet import SheetForm
from ui.careplan.view import TemplateShown
from ui.widgets.boxes import column, empty_out, holder, row
from ui.widgets.fields.check import Check
from ui.widgets.fields.choice import ChoiceField
from ui.widgets.message import Message
from ui.widgets.surface import Hairline
from ui.widgets.text import Label
from ui.widgets.theme import theme
from ui.widgets.tip import as_tip


class TemplateForm(SheetForm):
    """``ticked()`` gives the keys to add; ``chosen`` asks for another template."""

    chosen = Signal(str)
    width_wanted = 620

    def __init__(self) -> None:
        super().__init__()
        self.say_title(tr("Add from a template"))
        self.template = ChoiceField(tr("Template"), placeholder=tr("Choose what fits"))
        self.template.edited.connect(self.chosen)
        self._notice = Message("caution", "")
        self._list = column(space=0)
        self._checks: dict[str, Check] = {}
        self.fill(self.template, self._notice, holder(self._list), None)

    def show_offer(self, told: TemplateShown) -> None:
        """Show one template, everything that is not there yet ticked, or just the keys that were."""
        choices, shown, ticked = told.choices, told.offer, told.ticked
        self.template.offer(choices)
        empty_out(self._list)
        self._checks = {}
        self.template.setFocus()
        if shown is None:
            self.template.set_text("")
            self._notice.hide()
            self._count()
            return
        found = shown.template
        self.template.set_text(found.id)
        rest = tr("Visit frequencies are starting points.")
        self._notice.say(tr("Not yet reviewed: adapt it before use."), f"{found.note} {rest}".strip())
        self._notice.setVisible(not found.reviewed)
        self._notice.setToolTip(as_tip(found.notice))
        for problem in found.problems:
            self._add(problem.code, problem.display, "", shown, strong=True)
            for goal in found.goals:
                if goal.problem == problem.code:
                    self._add(goal.key, goal.text, _due(goal.due_days), shown)
            for care in found.interventions:
                if care.problems[0] == problem.code:
                    self._add(care.key, care.text, f"{care.owner} · {care.frequency}", shown)
            self._list.addWidget(Hairline())
        if ticked is not None:
            for key, check in self._checks.items():
                check.setChecked(not check.isEnabled() or key in ticked)
        self._count()

    def _add(self, key: str, words: str, below: str, shown: TemplateOffer, *, strong: bool = False) -> None:
        there = key in shown.there
        check = Check("", spoken=", ".join(part for part in (words, below) if part))
        check.setChecked(there or key in _usual(shown.template))
        check.setEnabled(not there)
        check.toggled.connect(self._count)
        self._checks[key] = check
        caption = tr("Stands on the plan already") if there else below
        text = column(Label(words, "bodyStrong" if strong else "body", wrap=True), space=0)
        if caption:
            text.addWidget(Label(caption, "caption", "textSecondary", wrap=True))
        line = row(check, text, space=8, margins=(0 if strong else 22, 5, 4, 5))
        line.setStretch(1, 1)
        self._list.addWidget(_Target(check, line))

    def _count(self) -> None:
        number = len(self.ticked())
        self.keep_button.set_words(trn("Add {number} item", "Add {number} items", number))
        self.keep_button.why_not("" if number else tr("Tick what should be added."))

    def ticked(self) -> list[str]:
        """List what is ticked and not there yet."""
        return [key for key, check in self._checks.items() if check.isEnabled() and check.isChecked()]

    @property
    def checks(self) -> dict[str, Check]:
        """The boxes by their keys."""
        return self._checks


class _Target(QWidget):
    """The whole line ticks, not the box alone."""

    def __init__(self, check: Check, line: QHBoxLayout) -> None:
        super().__init__()
        self._check = check
        self.setLayout(line)
        self.setMinimumHeight(theme().size("target"))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick or untick."""
        if self._check.isEnabled():
            self._check.toggle()


def _usual(template: Template) -> frozenset[str]:
    """Tick everything at first: unticking is less work than ticking, and forgetting is the risk."""
    return frozenset(
        (
            *(one.code for one in template.problems),
            *(one.key for one in template.goals),
            *(one.key for one in template.interventions),
        )
    )


def _due(days: int) -> str:
    return trn("Goal, in {number} day", "Goal, in {number} days", days)
