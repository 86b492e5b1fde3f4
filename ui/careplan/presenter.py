"""What the plan's screen does: load, walk, tick, add, change, end, take back."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Literal

from carenurse.app import plan_changes as changes
from carenurse.app.care_plan import care_plan
from carenurse.app.plan_drafts import (
    CareDraft,
    GoalDraft,
    ProblemDraft,
    care_draft,
    care_faults,
    goal_draft,
    goal_faults,
    problem_draft,
    problem_faults,
)
from carenurse.app.plan_facts import (
    CareCard,
    GoalCard,
    PlanChanged,
    PlanView,
    ProblemCard,
    ResolvedProblem,
)
from carenurse.app.plan_templates import best_offer, offer, offers
from carenurse.app.ports import Records
from carenurse.app.undo import take_back
from carenurse.errors import BugError, ExpectedError
from carenurse.translations import tr
from ui.careplan.drafts import Draft, draft_again
from ui.careplan.view import PlanFormsView, PlanScreen, TemplateShown
from ui.widgets.page import Desk, Route
from ui.widgets.subject import Subject

Lane = Literal["problem", "goal", "care"]
LANES: tuple[Lane, ...] = ("problem", "goal", "care")


class PlanPresenter:
    """Behavior of the plan, without pixels."""

    def __init__(self, view: PlanScreen, forms: PlanFormsView, desk: Desk) -> None:
        self._view, self._forms, self._desk = view, forms, desk
        self._plan: PlanView | None = None
        self._whose = Subject()
        self._chosen = ""
        self._form_open = False
        self._again: Mapping[str, Any] = {}
        """A form to be opened again as soon as the plan is there."""

    @property
    def patient(self) -> str:
        """Whose plan is shown."""
        return self._whose.id

    @property
    def chosen(self) -> str:
        """The id of the marked item."""
        return self._chosen

    def load(self, patient: str = "") -> None:
        """Read a person's plan (the same one again without an id)."""
        if patient and self._whose.turn(patient):
            self._plan, self._chosen, self._form_open, self._again = None, "", False, {}
        if not self.patient:
            return
        who, now = self.patient, self._desk.clock.now()
        self._desk.background.run(
            lambda records: care_plan(records, who, now), self._whose.only(self._loaded)
        )

    def _loaded(self, plan: PlanView) -> None:
        self._plan = plan
        if plan.find(self._chosen) is None:
            self._chosen = ""
        self._view.show_plan(plan)
        self._view.show_choice(self._chosen)
        again, self._again = self._again, {}
        self._open_again(plan, again)

    def take_up(self, form: Mapping[str, Any]) -> None:
        """Open a form again, as the page gave it away, once the plan is there."""
        if self._plan is None:
            self._again = form
        else:
            self._open_again(self._plan, form)

    @property
    def waiting(self) -> Mapping[str, Any]:
        """The form that is to be opened when the plan is there."""
        return self._again

    def _open_again(self, plan: PlanView, form: Mapping[str, Any]) -> None:
        text = str(form.get("text", ""))
        match form.get("form"):
            case "words":
                self._form_open = True
                self._forms.go_on()
                self._forms.show_words(plan.given, text)
            case "reopen":
                self._reopen_again(plan, str(form.get("problem", "")), text)
            case "template":
                self.begin_template(str(form.get("template", "")), form.get("ticked"))
            case _:
                self._open_draft_again(draft_again(form))

    def _reopen_again(self, plan: PlanView, identity: str, reason: str) -> None:
        """Open it for a problem that is resolved still; else say that the reason has nowhere to go."""
        problem = next((one for one in plan.resolved if one.id == identity), None)
        if problem is not None:
            self._forms.go_on()
            self.begin_reopen(problem, reason)
            return
        sentence = tr("A problem that you were about to open again is not among the resolved ones any more.")
        self._desk.failed(ExpectedError(sentence, tr("What you had typed as the reason was not kept.")))

    def _open_draft_again(self, draft: Draft | None) -> None:
        if draft is None:
            return
        self._forms.go_on()
        match draft:
            case ProblemDraft():
                self._open_problem(draft)
            case GoalDraft():
                self._open_goal(draft)
            case CareDraft():
                self._open_care(draft)

    def open_tab(self, name: str) -> None:
        """Go to another tab of the chart."""
        if name != "plan":
            self._desk.go(Route("chart", self.patient, name))

    def choose(self, identity: str) -> None:
        """Mark an item."""
        self._chosen = identity
        self._view.show_choice(identity)

    def _lanes(self) -> list[tuple[int, Lane, str]]:
        """List every item with its band and lane, from top to bottom."""
        bands = self._plan.bands if self._plan else ()
        found: list[tuple[int, Lane, str]] = []
        for number, band in enumerate(bands):
            if band.problem:
                found.append((number, "problem", band.problem.id))
            found.extend((number, "goal", card.id) for card in band.goals)
            found.extend((number, "care", card.id) for card in band.care)
        return found

    def walk(self, by: int) -> None:
        """Go to the item above or below in the same lane."""
        items = self._lanes()
        here = next((item for item in items if item[2] == self._chosen), None)
        lane: Lane = here[1] if here else "problem"
        ids = [identity for _, other, identity in items if other == lane] or [item[2] for item in items]
        if ids:
            place = ids.index(self._chosen) + by if self._chosen in ids else 0
            self.choose(ids[max(0, min(place, len(ids) - 1))])

    def cross(self, by: int) -> None:
        """Go to the next lane of the same band."""
        items = self._lanes()
        here = next((item for item in items if item[2] == self._chosen), None)
        if here is None:
            self.walk(0)
            return
        place = LANES.index(here[1]) + by
        while 0 <= place < len(LANES):
            there = [identity for band, lane, identity in items if band == here[0] and lane == LANES[place]]
            if there:
                self.choose(there[0])
                return
            place += by

    def tick_chosen(self) -> None:
        """Tick (or untick) the marked intervention."""
        card = self._find(self._chosen)
        if isinstance(card, CareCard):
            self.tick(card.id, done=not card.done_today)

    def tick(self, identity: str, *, done: bool) -> None:
        """Put down in the open visit that an intervention was done."""
        encounter, now = self._plan.visit if self._plan else "", self._desk.clock.now()
        self._desk.background.run(
            lambda records: changes.tick(records, encounter, identity, now, done=done),
            lambda _done: self._ticked(),
            partial(self._refused, self.patient),
        )

    def _ticked(self) -> None:
        self._desk.saved(self._desk.clock.now())
        self.load()

    def _find(self, identity: str) -> ProblemCard | GoalCard | CareCard | None:
        return self._plan.find(identity) if self._plan else None

    def insert(self) -> None:
        """Open the form of a new item in the lane of the marked one."""
        match self._find(self._chosen):
            case GoalCard() as card:
                self.begin_goal(card.value.problem)
            case CareCard() as card:
                self.begin_care(next(iter(card.value.problems), ""))
            case _:
                self.begin_problem()

    def edit_chosen(self) -> None:
        """Open the form of the marked item."""
        if self._chosen:
            self.edit(self._chosen)

    def edit(self, identity: str) -> None:
        """Open the form of an item."""
        self.choose(identity)
        match self._find(identity):
            case ProblemCard() as card:
                self._open_problem(problem_draft(card.value))
            case GoalCard() as card:
                self._open_goal(goal_draft(card.value))
            case CareCard() as card:
                self._open_care(care_draft(card.value))
            case _:
                return

    def begin_problem(self, omaha: str = "") -> None:
        """Open the form of a new problem, of this Omaha code if one is suggested."""
        self._open_problem(ProblemDraft(self.patient, omaha=omaha))

    def begin_goal(self, problem: str = "") -> None:
        """Open the form of a new goal."""
        self._open_goal(GoalDraft(self.patient, problem=problem, due="+30"))

    def begin_care(self, problem: str = "") -> None:
        """Open the form of a new intervention."""
        self._open_care(CareDraft(self.patient, problem=problem, performer=""))

    def _open_problem(self, draft: ProblemDraft) -> None:
        self._form_open = True
        self._forms.show_problem(draft, self._plan.omaha if self._plan else frozenset())

    def _open_goal(self, draft: GoalDraft) -> None:
        self._form_open = True
        self._forms.show_goal(draft, self._problems(), self._plan.given if self._plan else "")

    def _open_care(self, draft: CareDraft) -> None:
        self._form_open = True
        bands = self._plan.bands if self._plan else ()
        goals = {
            band.problem.id: [(card.id, card.value.text) for card in band.goals]
            for band in bands
            if band.problem
        }
        self._forms.show_care(draft, self._problems(), goals)

    def _problems(self) -> list[tuple[str, str]]:
        if self._plan is None:
            return []
        planned = [(band.problem.id, band.problem.title) for band in self._plan.bands if band.problem]
        return [*planned, *self._plan.listed]

    def begin_words(self) -> None:
        """Open the form of the person's own words."""
        if self._plan:
            self._form_open = True
            self._forms.show_words(
                self._plan.given, self._plan.own_words.text if self._plan.own_words else ""
            )

    def begin_template(self, identity: str = "", ticked: Sequence[str] | None = None) -> None:
        """Open the tick list of a template; those that fit the diagnoses are offered first."""
        if self._plan is None:
            return
        choices = offers(self._plan)
        patient, first = self.patient, identity or best_offer(self._plan)
        self._desk.background.run(
            lambda records: offer(records, patient, first),
            self._whose.only(lambda offer: self._show_template(TemplateShown(choices, offer, ticked))),
        )

    def _show_template(self, shown: TemplateShown) -> None:
        self._form_open = True
        if shown.ticked is not None:
            self._forms.go_on()
        self._forms.show_template(shown)

    def take_suggestion(self, omaha: str, template: str) -> None:
        """Follow a suggestion: the template that brings more, else ("") the bare problem."""
        if template:
            self.begin_template(template)
        else:
            self.begin_problem(omaha)

    def keep(self, draft: Draft) -> None:
        """Keep what a form holds, unless it has a fault, for the person whose plan is shown and nobody else.

        Raises BugError for something new of another person: such a form is put away when the page turns.
        """
        if not draft.id and draft.patient != self.patient:
            msg = "the open form is about another person than the page"
            raise BugError(msg)
        now = self._desk.clock.now()
        match draft:
            case ProblemDraft():
                faults, job = problem_faults(draft), partial(changes.save_problem, draft=draft, now=now)
            case GoalDraft():
                faults, job = goal_faults(draft, now.date()), partial(changes.save_goal, draft=draft, now=now)
            case CareDraft():
                faults, job = care_faults(draft), partial(changes.save_care, draft=draft, now=now)
        self._forms.show_faults(faults)
        if not faults:
            self._change(job)

    def keep_words(self, text: str) -> None:
        """Keep the person's own words."""
        self._change(
            partial(changes.set_own_words, patient=self.patient, text=text, now=self._desk.clock.now())
        )

    def keep_template(self, template: str, ticked: Sequence[str]) -> None:
        """Add what is ticked of a template."""
        now, patient = self._desk.clock.now(), self.patient
        self._change(lambda records: changes.add_from_template(records, patient, template, ticked, now))

    def resolve(self, identity: str) -> None:
        """Close a problem."""
        self._change(partial(changes.resolve_problem, identity=identity, now=self._desk.clock.now()))

    def begin_reopen(self, problem: ResolvedProblem, reason: str = "") -> None:
        """Ask why a resolved problem is open again."""
        self._form_open = True
        self._forms.show_reopen(problem, reason)

    def reopen(self, identity: str, reason: str) -> None:
        """Open a resolved problem again."""
        now = self._desk.clock.now()
        self._change(partial(changes.reopen_problem, identity=identity, reason=reason, now=now))

    def meet_goal(self, identity: str) -> None:
        """Close a goal that is met."""
        self._close_goal(identity, met=True)

    def end_goal(self, identity: str) -> None:
        """Give a goal up."""
        self._close_goal(identity, met=False)

    def _close_goal(self, identity: str, *, met: bool) -> None:
        self._change(partial(changes.close_goal, identity=identity, now=self._desk.clock.now(), met=met))

    def stop(self, identity: str) -> None:
        """Stop an intervention."""
        self._change(partial(changes.stop_care, identity=identity, now=self._desk.clock.now()))

    def cancel(self) -> None:
        """Put the form away and keep nothing."""
        self._form_open = False
        self._view.close_form()

    def _change(self, job: Callable[[Records], PlanChanged]) -> None:
        whose = self.patient
        self._desk.background.run(job, partial(self._changed, whose), partial(self._refused, whose))

    def _changed(self, patient: str, changed: PlanChanged) -> None:
        self._desk.saved(self._desk.clock.now())
        self._desk.offer_undo(changed.said, partial(self._take_back, changed))
        if patient != self.patient:
            self._view.forget_form(patient)
            return
        self._again = {}
        self.cancel()
        if changed.ids:
            self._chosen = changed.ids[-1]
        self.load()

    def _take_back(self, changed: PlanChanged) -> None:
        self._desk.background.run(lambda records: take_back(records, changed.undo), lambda _done: self.load())

    def _refused(self, patient: str, problem: Exception) -> None:
        if isinstance(problem, ExpectedError) and self._form_open and patient == self.patient:
            self._forms.say_problem(problem.sentence, problem.remedy)
        else:
            self._desk.failed(problem)
            self.load()
