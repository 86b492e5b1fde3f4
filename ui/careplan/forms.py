"""The forms of the plan in its side sheet: which is open, what stands in it, and where that is kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carenurse.app.plan_drafts import CareDraft, GoalDraft, ProblemDraft
from carenurse.app.plan_facts import ResolvedProblem
from carenurse.app.ports import Clock
from ui.careplan.care_form import CareForm
from ui.careplan.drafts import kept_form
from ui.careplan.goal_form import GoalForm
from ui.careplan.presenter import PlanPresenter
from ui.careplan.problem_form import ProblemForm
from ui.careplan.reopen_form import ReopenForm
from ui.careplan.sheet import Sheet
from ui.careplan.template_form import TemplateForm
from ui.careplan.view import TemplateShown
from ui.careplan.words_form import WordsForm


class PlanForms(Sheet):
    """All forms of the plan, one open at a time.

    ``giving_up`` when another form is about to open over one in which something was typed; ``dropped`` when
    the open one is not wanted.
    """

    giving_up = Signal()
    dropped = Signal()

    def __init__(self, parent: QWidget, clock: Clock) -> None:
        super().__init__(parent)
        self._clock = clock
        self.problem, self.goal, self.care = ProblemForm(), GoalForm(), CareForm()
        self.words, self.reopen, self.template = WordsForm(), ReopenForm(), TemplateForm()
        self._all = (self.problem, self.goal, self.care, self.words, self.reopen, self.template)
        for form in self._all:
            self.add(form)
            form.dropped.connect(self.dropped)
        self._stood: dict[str, Any] = {}
        """What the open form offered by itself; nothing where it goes on with what was typed before."""
        self._goes_on = False

    def attend(self, presenter: PlanPresenter) -> None:
        """Bring what is done in the forms to the presenter."""
        for form in self._all:
            form.kept.connect(lambda: self.keep(presenter))
        for deed in (self.problem.resolving, self.goal.met, self.goal.ended, self.care.stopped):
            deed.connect(self._leave_for)
        self.problem.resolving.connect(presenter.resolve)
        self.goal.met.connect(presenter.meet_goal)
        self.goal.ended.connect(presenter.end_goal)
        self.care.stopped.connect(presenter.stop)
        self.template.chosen.connect(presenter.begin_template)

    def keep(self, presenter: PlanPresenter) -> bool:
        """Keep what stands in the open form; says whether one is open."""
        match self.form:
            case ProblemForm() | GoalForm() | CareForm() as form:
                presenter.keep(form.draft())
            case WordsForm() as form:
                presenter.keep_words(form.field.text())
            case ReopenForm() as form:
                presenter.reopen(form.problem, form.field.text())
            case TemplateForm() as form:
                presenter.keep_template(form.template.text(), form.ticked())
            case _:
                return False
        return True

    def go_on(self) -> None:
        """Have the form that is shown next be one that was begun before: called right before that."""
        self._goes_on = True

    def _leave_for(self, _item: str) -> None:
        """Let go of what is typed beside a deed that closes the form and keeps nothing of it."""
        self._leave_open_one()

    def _leave_open_one(self) -> None:
        """Let go of the open form before another opens over it."""
        if self.unfinished():
            self.giving_up.emit()

    def _opened(self) -> None:
        """Note what the form that was opened offers by itself."""
        self._stood, self._goes_on = {} if self._goes_on else self._stands(), False

    def unfinished(self) -> dict[str, Any]:
        """Give what stands in the open form, if anything of it is the nurse's."""
        stands = self._stands()
        return {} if stands == self._stood else stands

    def _stands(self) -> dict[str, Any]:
        match self.form:
            case ProblemForm() | GoalForm() | CareForm() as form:
                return kept_form(form.draft())
            case WordsForm() as form:
                return {"form": "words", "text": form.field.text()}
            case ReopenForm() as form:
                return {"form": "reopen", "problem": form.problem, "text": form.field.text()}
            case TemplateForm() as form:
                return {"form": "template", "template": form.template.text(), "ticked": form.ticked()}
            case _:
                return {}

    def show_problem(self, draft: ProblemDraft, taken: frozenset[str]) -> None:
        """Open the form of a problem."""
        self._leave_open_one()
        self.open(self.problem)
        self.problem.show_draft(draft, taken)
        self._opened()

    def show_goal(self, draft: GoalDraft, problems: Sequence[tuple[str, str]], given: str) -> None:
        """Open the form of a goal."""
        self._leave_open_one()
        self.open(self.goal)
        self.goal.show_draft(draft, problems, given)
        self._opened()

    def show_care(
        self,
        draft: CareDraft,
        problems: Sequence[tuple[str, str]],
        goals: Mapping[str, Sequence[tuple[str, str]]],
    ) -> None:
        """Open the form of an intervention."""
        self._leave_open_one()
        self.open(self.care)
        self.care.show_draft(draft, problems, goals)
        self._opened()

    def show_reopen(self, problem: ResolvedProblem, reason: str) -> None:
        """Ask why a resolved problem is open again."""
        self._leave_open_one()
        self.open(self.reopen)
        self.reopen.show_problem(problem, self._clock.now().date(), reason)
        self._opened()

    def show_words(self, given: str, text: str) -> None:
        """Open the form of the person's own words."""
        self._leave_open_one()
        self.open(self.words)
        self.words.show_words(given, text)
        self._opened()

    def show_template(self, shown: TemplateShown) -> None:
        """Open the tick list of a template."""
        if self.form is not self.template:  # it is shown anew for each template that is looked at
            self._leave_open_one()
        self.open(self.template)
        self.template.show_offer(shown)
        self._opened()

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Say in the open form what is wrong."""
        if isinstance(form := self.form, ProblemForm | GoalForm | CareForm):
            form.show_faults(dict(faults))

    def say_problem(self, sentence: str, remedy: str) -> None:
        """Say in the open form why it could not be kept."""
        if (form := self.form) is not None:
            form.say_problem(sentence, remedy)
