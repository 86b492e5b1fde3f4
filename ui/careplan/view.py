"""What the plan's presenter asks of the pixels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from carenurse.app.plan_drafts import CareDraft, GoalDraft, ProblemDraft
from carenurse.app.plan_facts import PlanView, ResolvedProblem
from carenurse.app.plan_templates import TemplateOffer


@dataclass(frozen=True, slots=True)
class TemplateShown:
    """The templates to choose from, the one that is shown, and the ticked keys (None: the usual ones)."""

    choices: Sequence[tuple[str, str]]
    offer: TemplateOffer | None
    ticked: Sequence[str] | None = None


class PlanScreen(Protocol):
    """The plan itself, as the presenter sees it."""

    def show_plan(self, plan: PlanView) -> None:
        """Show the whole plan."""
        ...

    def show_choice(self, identity: str) -> None:
        """Mark one item; an empty id marks none."""
        ...

    def close_form(self) -> None:
        """Put the form away."""
        ...

    def forget_form(self, patient: str) -> None:
        """Let go of what was put away with this person: it was kept in the meantime."""
        ...


class PlanFormsView(Protocol):
    """The forms beside the plan, as the presenter sees them."""

    def go_on(self) -> None:
        """Have the form that is shown next be one that was begun before: called right before that."""
        ...

    def show_problem(self, draft: ProblemDraft, taken: frozenset[str]) -> None:
        """Open the form of a problem; ``taken`` are Omaha codes that the plan has."""
        ...

    def show_goal(self, draft: GoalDraft, problems: Sequence[tuple[str, str]], given: str) -> None:
        """Open the form of a goal."""
        ...

    def show_care(
        self,
        draft: CareDraft,
        problems: Sequence[tuple[str, str]],
        goals: Mapping[str, Sequence[tuple[str, str]]],
    ) -> None:
        """Open the form of an intervention; ``goals`` lists the goals of each problem."""
        ...

    def show_reopen(self, problem: ResolvedProblem, reason: str) -> None:
        """Ask why a resolved problem is open again."""
        ...

    def show_words(self, given: str, text: str) -> None:
        """Open the form of the person's own words."""
        ...

    def show_template(self, shown: TemplateShown) -> None:
        """Open (or refresh) the tick list of a template."""
        ...

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Say in the open form what is wrong, field by field."""
        ...

    def say_problem(self, sentence: str, remedy: str) -> None:
        """Say in the open form why it could not be kept."""
        ...
