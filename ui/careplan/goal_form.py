"""The form of a goal: the person's words first, then the sentence that can be measured, from, to, by when."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal

from carenurse.app.plan_drafts import GoalDraft
from carenurse.app.plan_measures import plan_measures
from carenurse.clinical import units
from carenurse.translations import tr
from ui.careplan.sheet import SheetForm
from ui.widgets.boxes import row
from ui.widgets.buttons import Button
from ui.widgets.fields.base import Field
from ui.widgets.fields.choice import ChoiceField
from ui.widgets.fields.date import DateField
from ui.widgets.fields.long_text import LongTextField
from ui.widgets.fields.number import NumberField
from ui.widgets.text import Label

_NONE = "none"


class GoalForm(SheetForm):
    """``draft()`` gives what stands in the form."""

    met = Signal(str)
    ended = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._draft = GoalDraft("")
        self._units = {measure.code: measure.unit for measure in plan_measures()}
        self.problem = ChoiceField(tr("For which problem"), placeholder=tr("Choose the problem"))
        self.words = LongTextField(tr("In the person's own words"))
        self.text = LongTextField(tr("What will be so"), placeholder=tr("Weight within 3 lb of 166 lb"))
        self.measure = ChoiceField(tr("Measured by"))
        self.measure.edited.connect(self._measure_chosen)
        self.start, self.low, self.high = (
            NumberField(tr("Start")),
            NumberField(tr("From")),
            NumberField(tr("To")),
        )
        self._unit = Label("", "caption", "textSecondary", wrap=True)
        self.due = DateField(tr("By"))
        met, end = Button(tr("Met"), "text", icon="check"), Button(tr("End goal"), "text")
        met.clicked.connect(lambda: self.met.emit(self._draft.id))
        end.clicked.connect(lambda: self.ended.emit(self._draft.id))
        self._ends = (met, end)
        self.fill(
            self.words,
            self.text,
            self.problem,
            self.measure,
            row(self.start, self.low, self.high, space=10),
            self._unit,
            self.due,
            None,
        )
        self.offer(*self._ends)

    @property
    def _fields(self) -> dict[str, Field]:
        return {
            "problem": self.problem,
            "words": self.words,
            "text": self.text,
            "start": self.start,
            "low": self.low,
            "high": self.high,
            "due": self.due,
        }

    def show_draft(self, draft: GoalDraft, problems: Sequence[tuple[str, str]], given: str) -> None:
        """Show a goal from the start."""
        self._draft = draft
        self.say_title(tr("Change goal") if draft.id else tr("Add goal"))
        self.keep_button.set_words(tr("Keep") if draft.id else tr("Add goal"))
        for button in self._ends:
            button.setVisible(bool(draft.id))
        self.problem.offer(problems)
        known = [(measure.code, measure.words) for measure in plan_measures()]
        other = [(draft.measure, draft.measure)] if draft.measure and draft.measure not in self._units else []
        self.measure.offer([(_NONE, tr("Not measured by a number")), *known, *other])
        self.measure.set_text(draft.measure or _NONE)
        self.words.set_state(
            "normal", tr("What {name} says, before the measure.", name=given) if given else ""
        )
        for name, field in self._fields.items():
            field.set_text(str(getattr(draft, name)))
        self._show_unit(draft.unit)
        self.show_faults({})
        self.words.setFocus()

    def _measure_chosen(self, code: str) -> None:
        unit = self._units.get(code, "")
        self._draft = replace(self._draft, measure="" if code == _NONE else code, unit=unit)
        self._show_unit(unit)

    def _show_unit(self, unit: str) -> None:
        shown = units.shown(unit)
        sentence = tr("Numbers in {unit}. Leave From or To empty for at most or at least.", unit=shown)
        self._unit.set_text(sentence if shown else tr("Leave From or To empty for at most or at least."))

    def draft(self) -> GoalDraft:
        """Collect what stands in the form."""
        return replace(self._draft, **{name: field.text() for name, field in self._fields.items()})

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Say what is wrong, field by field."""
        for name, field in self._fields.items():
            field.show_problem(faults.get(name, ""))
