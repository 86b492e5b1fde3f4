"""What the care plan's screen shows, as ready-made facts beside the values that its forms edit."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from carenurse.app.undo import Undo
from carenurse.careplan.care_plan_record import OwnWords
from carenurse.careplan.plan import Gap, Trend
from carenurse.careplan.progress import Track
from carenurse.careplan.suggestions import Suggestion
from carenurse.clinical.goal import Goal
from carenurse.clinical.intervention import Intervention
from carenurse.clinical.problem import Problem, Rating


@dataclass(frozen=True, slots=True)
class RatingLine:
    """One scale of a problem: its name, its rating, and every "now" that was kept, oldest first."""

    scale: str
    name: str
    rating: Rating
    history: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ProblemCard:
    """A problem: local words as title, the published term and what was seen as caption."""

    value: Problem
    title: str
    caption: str
    trend: Trend
    ratings: tuple[RatingLine, ...]

    @property
    def id(self) -> str:
        """The id of the Condition."""
        return self.value.id


@dataclass(frozen=True, slots=True)
class GoalCard:
    """A goal with its progress; numbers are in the goal's own unit, ``unit`` as it is shown.

    While a visit is open, ``now`` is what was measured in it (``draft``), and ``before`` stands beside it.
    """

    value: Goal
    track: Track
    start: Decimal | None
    now: Decimal | None
    now_on: date | None
    unit: str
    gap: str
    gaps: tuple[Gap, ...] = ()
    draft: bool = False
    before: Decimal | None = None
    before_on: date | None = None
    before_track: Track | None = None

    @property
    def id(self) -> str:
        """The id of the Goal."""
        return self.value.id


@dataclass(frozen=True, slots=True)
class CareCard:
    """An intervention: whether it was done today, when last, and what it lacks."""

    value: Intervention
    done_today: bool
    last_done: date | None
    new_today: bool
    gap: str
    gaps: tuple[Gap, ...] = ()

    @property
    def id(self) -> str:
        """The id of the ServiceRequest."""
        return self.value.id


@dataclass(frozen=True, slots=True)
class PlanBand:
    """One band of the screen: a problem (None: what belongs to none), its goals, what is done."""

    problem: ProblemCard | None
    goals: tuple[GoalCard, ...]
    care: tuple[CareCard, ...]


@dataclass(frozen=True, slots=True)
class SuggestedProblem:
    """A problem that the findings suggest, with its words."""

    suggestion: Suggestion
    title: str
    term: str


@dataclass(frozen=True, slots=True)
class ResolvedProblem:
    """A problem that was closed: its id, its words and the day."""

    id: str
    words: str
    day: date | None


@dataclass(frozen=True, slots=True)
class PlanView:
    """The whole plan of one person. ``visit`` is the Encounter that is going on, to tick what was done in it.

    ``listed`` are active problems of the record that nothing is planned for (id, words), ``resolved`` those
    that were closed, the newest first.
    """

    patient: str
    name: str
    given: str
    own_words: OwnWords | None
    bands: tuple[PlanBand, ...]
    suggestions: tuple[SuggestedProblem, ...]
    listed: tuple[tuple[str, str], ...]
    resolved: tuple[ResolvedProblem, ...]
    visit: str
    diagnoses: frozenset[str]
    omaha: frozenset[str]

    @property
    def gaps(self) -> int:
        """How many items lack something."""
        return sum(1 for band in self.bands for card in (*band.goals, *band.care) if card.gap)

    def for_family(self) -> "PlanView":
        """Leave out what the plan lacks and what may be added to it: that is the nurse's own work."""
        bands = tuple(
            replace(
                band,
                goals=tuple(replace(card, gap="", gaps=()) for card in band.goals),
                care=tuple(replace(card, gap="", gaps=()) for card in band.care),
            )
            for band in self.bands
        )
        return replace(self, bands=bands, suggestions=(), listed=())

    def find(self, identity: str) -> ProblemCard | GoalCard | CareCard | None:
        """Find a card by its id."""
        for band in self.bands:
            for card in (*((band.problem,) if band.problem else ()), *band.goals, *band.care):
                if card.id == identity:
                    return card
        return None


@dataclass(frozen=True, slots=True)
class PlanChanged:
    """A change that was kept: what to say, what it made or touched, and how to take it back."""

    said: str
    ids: tuple[str, ...]
    undo: Undo
