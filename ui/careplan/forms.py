"""The forms of the plan in its side sheet: which is open, what stands in it, and where that is kept."""

from collections.abc import Mapping, Sequence
from typing import Any

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
    """All forms of the plan, one open at a time."""

    def __init__(self, parent: QWidget, clock: Clock) -> None:
        super().__init__(parent)
        self._clock = clock
        self.problem, self.goal, self.care = ProblemForm(), GoalForm(), CareForm()
        self.words, self.reopen, self.template = WordsForm(), ReopenForm(), TemplateForm()
        self._all = (self.problem, self.goal, self.care, self.words, self.reopen, self.template)
        for form in self._all:
            self.add(form)

    def attend(self, presenter: PlanPresenter) -> None:
        """Bring what is done in the forms to the presenter."""
        for form in self._all:
            form.kept.connect(lambda: self.keep(presenter))
            form.dropped.connect(presenter.cancel)
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

    def unfinished(self) -> dict[str, Any]:
        """Give what stands in the open form."""
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
        self.open(self.problem)
        self.problem.show_draft(draft, taken)

    def show_goal(self, draft: GoalDraft, problems: Sequence[tuple[str, str]], given: str) -> None:
        """Open the form of a goal."""
        self.open(self.goal)
        self.goal.show_draft(draft, problems, given)

    def show_care(
        self,
        draft: CareDraft,
        problems: Sequence[tuple[str, str]],
        goals: Mapping[str, Sequence[tuple[str, str]]],
    ) -> None:
        """Open the form of an intervention."""
        self.open(self.care)
        self.care.show_draft(draft, problems, goals)

    def show_reopen(self, problem: ResolvedProblem, reason: str) -> None:
        """Ask why a resolved problem is open again."""
        self.open(self.reopen)
        self.reopen.show_problem(problem, self._clock.now().date(), reason)

    def show_words(self, given: str, text: str) -> None:
        """Open the form of the person's own words."""
        self.open(self.words)
        self.words.show_words(given, text)

    def show_template(self, shown: TemplateShown) -> None:
        """Open the tick list of a template."""
        self.open(self.template)
        self.template.show_offer(shown)

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Say in the open form what is wrong."""
        if isinstance(form := self.form, ProblemForm | GoalForm | CareForm):
            form.show_faults(dict(faults))

    def say_problem(self, sentence: str, remedy: str) -> None:
        """Say in the open form why it could not be kept."""
        if (form := self.form) is not None:
            form.say_problem(sentence, remedy)
