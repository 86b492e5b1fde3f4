"""The form of an intervention: what is done, for which problem and goals, how often, by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal

from carenurse.app.plan_content import plan_content
from carenurse.app.plan_drafts import CareDraft
from carenurse.translations import tr
from ui.careplan.sheet import SheetForm
from ui.widgets.boxes import column, empty_out, holder
from ui.widgets.buttons import Button
from ui.widgets.fields.base import Field
from ui.widgets.fields.check import Check
from ui.widgets.fields.choice import ChoiceField
from ui.widgets.fields.long_text import LongTextField
from ui.widgets.fields.text import TextField
from ui.widgets.text import Label
from ui.widgets.tip import as_tip


class CareForm(SheetForm):
    """``draft()`` gives what stands in the form."""

    stopped = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        terms = plan_content().terms
        self._draft = CareDraft("")
        self._all_goals: Mapping[str, Sequence[tuple[str, str]]] = {}
        self.text = LongTextField(tr("What we do"))
        self.problem = ChoiceField(tr("For which problem"), placeholder=tr("Choose the problem"))
        self.problem.edited.connect(self._show_goals)
        self._goals_head = Label(tr("For which goals"), "label")
        self._goals = column(space=0)
        self._checks: dict[str, Check] = {}
        self.frequency = TextField(tr("How often"), placeholder=tr("each visit, weekly, until 2 in a row"))
        self.performer = TextField(
            tr("Who does it"), placeholder=tr("Nurse, Rosa, daughter, physical therapist")
        )
        self.category = ChoiceField(
            tr("Kind"), [(term.short, term.display) for term in terms.categories], placeholder=tr("Choose")
        )
        self.target = ChoiceField(
            tr("Target, Omaha System"),
            [(term.code, term.display) for term in sorted(terms.targets, key=lambda term: term.display)],
            placeholder=tr("Type the first letters"),
        )
        self.note = LongTextField(tr("Note"))
        stop = Button(tr("Stop doing this"), "text", icon="x")
        stop.clicked.connect(lambda: self.stopped.emit(self._draft.id))
        self._stop = stop
        self.fill(
            self.text,
            self.problem,
            holder(column(self._goals_head, self._goals, space=2)),
            self.frequency,
            self.performer,
            self.category,
            self.target,
            self.note,
            None,
        )
        self.offer(stop)

    @property
    def _fields(self) -> dict[str, Field]:
        return {
            "text": self.text,
            "problem": self.problem,
            "frequency": self.frequency,
            "performer": self.performer,
            "category": self.category,
            "target": self.target,
            "note": self.note,
        }

    def show_draft(
        self,
        draft: CareDraft,
        problems: Sequence[tuple[str, str]],
        goals: Mapping[str, Sequence[tuple[str, str]]],
    ) -> None:
        """Show an intervention from the start; an empty "how often" or "who" has the focus: it is the gap."""
        self._draft, self._all_goals = draft, goals
        self.say_title(tr("Change what we do") if draft.id else tr("Add what we do"))
        self.keep_button.set_words(tr("Keep") if draft.id else tr("Add"))
        self._stop.setVisible(bool(draft.id))
        self.problem.offer(problems)
        for name, field in self._fields.items():
            field.set_text(str(getattr(draft, name)))
        self._show_goals(draft.problem)
        self.show_faults({})
        first = next(
            (name for name in ("problem", "performer", "frequency") if not getattr(draft, name)), "text"
        )
        (self._fields[first] if draft.id else self.text).setFocus()

    def _show_goals(self, problem: str) -> None:
        empty_out(self._goals)
        self._checks = {}
        listed = self._all_goals.get(problem, ())
        for identity, words in listed:
            check = Check(words)
            check.setToolTip(as_tip(words))
            check.setChecked(identity in self._draft.goals or (not self._draft.id and len(listed) == 1))
            self._checks[identity] = check
            self._goals.addWidget(check)
        self._goals_head.setVisible(bool(self._checks))

    def draft(self) -> CareDraft:
        """Collect what stands in the form; goals of other problems stay as they are."""
        others = [one for one in self._draft.goals if one not in self._checks]
        ticked = [identity for identity, check in self._checks.items() if check.isChecked()]
        texts = {name: field.text() for name, field in self._fields.items()}
        return replace(self._draft, goals=(*ticked, *others), **texts)

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Say what is wrong, field by field."""
        for name, field in self._fields.items():
            field.show_problem(faults.get(name, ""))
