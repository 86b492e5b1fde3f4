from collections.abc import Mapping, Sequence

import pytest

from carenurse.app.plan_drafts import CareDraft, GoalDraft, ProblemDraft
from carenurse.app.plan_facts import PlanView, ResolvedProblem
from carenurse.errors import ExpectedError
from tests.ui.careplan.conftest import NOW, Planned
from ui.careplan.presenter import PlanPresenter
from ui.careplan.view import TemplateShown
from ui.widgets.page import Route


class FakeScreen:
    """Remembers what it was told to show."""

    def __init__(self) -> None:
        self.plan: PlanView | None = None
        self.choice = ""
        self.draft: ProblemDraft | GoalDraft | CareDraft | None = None
        self.taken: frozenset[str] = frozenset()
        self.problems: Sequence[tuple[str, str]] = ()
        self.goals: Mapping[str, Sequence[tuple[str, str]]] = {}
        self.words: tuple[str, str] | None = None
        self.template = TemplateShown((), None)
        self.faults: Mapping[str, str] = {}
        self.problem = ""
        self.closed = 0
        self.forgotten: list[str] = []
        self.goes_on = False

    def forget_form(self, patient: str) -> None:
        self.forgotten.append(patient)

    def show_plan(self, plan: PlanView) -> None:
        self.plan = plan

    def show_choice(self, identity: str) -> None:
        self.choice = identity

    def go_on(self) -> None:
        self.goes_on = True

    def show_problem(self, draft: ProblemDraft, taken: frozenset[str]) -> None:
        self.draft, self.taken = draft, taken

    def show_goal(self, draft: GoalDraft, problems: Sequence[tuple[str, str]], given: str) -> None:
        assert given == "Rosa"
        self.draft, self.problems = draft, problems

    def show_care(
        self,
        draft: CareDraft,
        problems: Sequence[tuple[str, str]],
        goals: Mapping[str, Sequence[tuple[str, str]]],
    ) -> None:
        self.draft, self.problems, self.goals = draft, problems, goals

    def show_reopen(self, problem: ResolvedProblem, reason: str) -> None:
        assert not reason
        self.problem = problem.words

    def show_words(self, given: str, text: str) -> None:
        self.words = (given, text)

    def show_template(self, shown: TemplateShown) -> None:
        assert shown.ticked is None
        self.template = shown

    def show_faults(self, faults: Mapping[str, str]) -> None:
        self.faults = faults

    def say_problem(self, sentence: str, remedy: str) -> None:
        assert remedy
        self.problem = sentence

    def close_form(self) -> None:
        self.closed += 1


@pytest.fixture
def screen() -> FakeScreen:
    return FakeScreen()


@pytest.fixture
def presenter(screen: FakeScreen, planned: Planned) -> PlanPresenter:
    made = PlanPresenter(screen, screen, planned.noted.desk)
    made.load(planned.rosa)
    return made


def test_the_plan_of_the_person_is_shown(
    presenter: PlanPresenter, screen: FakeScreen, planned: Planned
) -> None:
    assert presenter.patient == planned.rosa
    assert screen.plan is not None
    assert [band.problem and band.problem.title for band in screen.plan.bands] == ["Heart and circulation"]
    assert screen.plan.gaps == 2


def test_arrows_walk_items_and_lanes(presenter: PlanPresenter, screen: FakeScreen, planned: Planned) -> None:
    presenter.walk(1)
    assert screen.choice == planned.heart
    presenter.cross(1)
    assert screen.choice == planned.goal
    presenter.cross(1)
    assert screen.choice == planned.weigh
    presenter.walk(1)
    assert screen.choice == planned.bar
    presenter.walk(1)
    assert screen.choice == planned.bar
    presenter.cross(1)
    assert screen.choice == planned.bar
    presenter.cross(-1)
    assert screen.choice == planned.goal


def test_a_tick_goes_into_the_open_visit(
    presenter: PlanPresenter, screen: FakeScreen, planned: Planned
) -> None:
    planned.begin_visit()
    presenter.load()
    presenter.choose(planned.weigh)

    presenter.tick_chosen()

    assert screen.plan is not None
    assert [card.done_today for card in screen.plan.bands[0].care] == [True, False]
    assert planned.noted.saved == [NOW]


def test_without_a_visit_a_tick_is_refused_in_words(presenter: PlanPresenter, planned: Planned) -> None:
    presenter.tick(planned.weigh, done=True)

    (told,) = planned.noted.failures
    assert isinstance(told, ExpectedError)
    assert told.sentence == "No visit to this person is open."


def test_insert_opens_the_form_of_the_lane(
    presenter: PlanPresenter, screen: FakeScreen, planned: Planned
) -> None:
    presenter.insert()
    assert screen.draft == ProblemDraft(planned.rosa)
    assert screen.taken == {"PB0029"}
    presenter.choose(planned.goal)
    presenter.insert()
    assert isinstance(screen.draft, GoalDraft)
    assert (screen.draft.problem, screen.draft.due) == (planned.heart, "+30")
    presenter.choose(planned.weigh)
    presenter.insert()
    assert isinstance(screen.draft, CareDraft)
    assert screen.draft.problem == planned.heart
    assert screen.goals == {planned.heart: [(planned.goal, "Weight within 3 lb")]}


def test_forms_hold_what_the_plan_holds_and_keep_it_unchanged(
    presenter: PlanPresenter, screen: FakeScreen, planned: Planned
) -> None:
    before = screen.plan
    for identity in (planned.heart, planned.goal, planned.weigh):
        presenter.edit(identity)
        assert screen.draft is not None
        presenter.keep(screen.draft)

    assert screen.plan == before
    assert screen.closed == 3


def test_a_draft_with_a_fault_is_not_kept(
    presenter: PlanPresenter, screen: FakeScreen, planned: Planned
) -> None:
    presenter.begin_goal()

    presenter.keep(GoalDraft(planned.rosa, low="x"))

    assert set(screen.faults) == {"text", "problem", "low"}
    assert planned.noted.undos == []


def test_a_change_can_be_taken_back(presenter: PlanPresenter, screen: FakeScreen, planned: Planned) -> None:
    presenter.keep(
        CareDraft(planned.rosa, id=planned.bar, problem=planned.heart, text="Grab bar", performer="Elena")
    )
    assert planned.noted.said == ["Intervention changed"]

    planned.noted.undos[0]()

    assert screen.plan is not None
    assert [card.value.performer for card in screen.plan.bands[0].care] == ["Nurse", ""]


def test_ending_items_leaves_the_plan_without_them(
    presenter: PlanPresenter, screen: FakeScreen, planned: Planned
) -> None:
    presenter.stop(planned.weigh)
    presenter.meet_goal(planned.goal)
    assert screen.plan is not None
    assert (len(screen.plan.bands[0].care), len(screen.plan.bands[0].goals)) == (1, 0)
    presenter.resolve(planned.heart)
    assert screen.plan.bands == ()
    assert planned.noted.said == ["Intervention stopped", "Goal met", "Problem resolved"]


def test_a_goal_can_be_given_up(presenter: PlanPresenter, planned: Planned) -> None:
    presenter.end_goal(planned.goal)

    stored = planned.records.get("Goal", planned.goal)
    assert stored is not None
    assert stored["lifecycleStatus"] == "cancelled"


def test_templates_that_share_a_problem_are_offered_first_and_add_what_is_new(
    presenter: PlanPresenter, screen: FakeScreen, planned: Planned
) -> None:
    presenter.begin_template("chf")
    assert screen.template.offer is not None
    assert screen.template.offer.there == {"PB0029"}
    assert len(screen.template.choices) == 20
    first = {identity for identity, _ in screen.template.choices[:3]}
    assert first == {"anticoagulation", "chf", "hypertension"}

    presenter.keep_template("chf", ["PB0029", "goal-2"])

    assert screen.plan is not None
    assert len(screen.plan.bands[0].goals) == 2
    presenter.begin_template("chf")
    presenter.keep_template("chf", ["PB0029", "goal-2"])
    assert screen.problem == "Everything that is ticked stands on the plan already."
    assert planned.noted.failures == []


def test_a_suggestion_opens_its_template_or_the_bare_problem(
    presenter: PlanPresenter, screen: FakeScreen, planned: Planned
) -> None:
    presenter.take_suggestion("PB0012", "depression")
    assert screen.template.offer is not None
    assert screen.template.offer.template.id == "depression"
    presenter.take_suggestion("PB0024", "")
    assert screen.draft == ProblemDraft(planned.rosa, omaha="PB0024")


def test_own_words_are_asked_and_kept(presenter: PlanPresenter, screen: FakeScreen) -> None:
    presenter.begin_words()
    assert screen.words == ("Rosa", "")
    presenter.keep_words("  ")
    assert screen.problem == "Nothing is written."

    presenter.keep_words("Walk to the market.")

    assert screen.plan is not None
    assert screen.plan.own_words is not None
    assert screen.plan.own_words.text == "Walk to the market."


def test_other_tabs_lead_to_the_chart(presenter: PlanPresenter, planned: Planned) -> None:
    presenter.open_tab("everything")
    presenter.open_tab("plan")

    assert planned.noted.routes == [Route("chart", planned.rosa, "everything")]
