"""What the plan's presenter asks of the pixels."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from carenurse.app.plan_drafts import CareDraft, GoalDraft, ProblemDraft
from carenurse.app.plan_facts import PlanView, ResolvedProblem
from carenurse.app.plan_templates import TemplateOffer


class PlanScreen(Protocol):
    """The pixels, as the presenter sees them."""

    def show_plan(self, plan: PlanView) -> None:
        """Show the whole plan."""
        ...

    def show_choice(self, identity: str) -> None:
        """Mark one item; an empty id marks none."""
        ...

    def show_problem_form(self, draft: ProblemDraft, taken: frozenset[str]) -> None:
        """Open the form of a problem; ``taken`` are Omaha codes that the plan has."""
        ...

    def show_goal_form(self, draft: GoalDraft, problems: Sequence[tuple[str, str]], given: str) -> None:
        """Open the form of a goal."""
        ...

    def show_care_form(
        self,
        draft: CareDraft,
        problems: Sequence[tuple[str, str]],
        goals: Mapping[str, Sequence[tuple[str, str]]],
    ) -> None:
        """Open the form of an intervention; ``goals`` lists the goals of each problem."""
        ...

    def show_reopen_form(self, problem: ResolvedProblem, reason: str) -> None:
        """Ask why a resolved problem is open again."""
        ...

    def show_words_form(self, given: str, text: str) -> None:
        """Open the form of the person's own words."""
        ...

    def show_template_form(
        self,
        choices: Sequence[tuple[str, str]],
        shown: TemplateOffer | None,
        ticked: Sequence[str] | None,
    ) -> None:
        """Open (or refresh) the tick list of a template; ``ticked``: the usual ones, or just these keys."""
        ...

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Say in the open form what is wrong, field by field."""
        ...

    def say_problem(self, sentence: str, remedy: str) -> None:
        """Say in the open form why it could not be kept."""
        ...

    def close_form(self) -> None:
        """Put the form away."""
        ...
