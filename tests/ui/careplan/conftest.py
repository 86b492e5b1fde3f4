from dataclasses import dataclass

import pytest

from carenurse.app.plan_changes import save_care, save_goal, save_problem
from carenurse.app.plan_drafts import CareDraft, GoalDraft, ProblemDraft
from carenurse.app.ports import Records
from carenurse.clinical.problem import Rating
from tests.carenurse.app.plans import NOW, running_visit
from tests.fakes import FixedClock, InlineBackground
from tests.kept import person
from tests.ui.desk import NotedDesk


@dataclass
class Planned:
    """A person with a small plan, and the desk to look at it from."""

    records: Records
    rosa: str
    heart: str
    goal: str
    weigh: str
    bar: str
    noted: NotedDesk

    def begin_visit(self) -> str:
        return running_visit(self.records, self.rosa)


@pytest.fixture
def planned(records: Records) -> Planned:
    rosa = person(records, "Rosa", "Delgado")
    ratings = {"RS0100": Rating(2, 3, 4), "RS0300": Rating(2, 2, 4)}
    heart = save_problem(records, ProblemDraft(rosa, omaha="PB0029", ratings=ratings), NOW).ids[0]
    draft = GoalDraft(
        rosa, problem=heart, text="Weight within 3 lb", words="Sleep flat.", measure="29463-7", unit="[lb_av]"
    )
    goal = save_goal(records, draft, NOW).ids[0]
    weigh = CareDraft(
        rosa, problem=heart, goals=(goal,), text="Weigh", frequency="each visit", performer="Nurse"
    )
    bar = CareDraft(rosa, problem=heart, goals=(goal,), text="Grab bar")
    return Planned(
        records,
        rosa,
        heart,
        goal,
        save_care(records, weigh, NOW).ids[0],
        save_care(records, bar, NOW).ids[0],
        NotedDesk(InlineBackground(records), FixedClock(NOW)),
    )
