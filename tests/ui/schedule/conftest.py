from dataclasses import dataclass

import pytest

from carenurse.app.ports import Records
from carenurse.app.schedule_changes import NewVisit, add_visit
from tests.carenurse.app.weeks import NOW, ZONE, at
from tests.fakes import FixedClock, InlineBackground
from tests.kept import person
from tests.ui.desk import NotedDesk


@dataclass
class Office:
    """A nurse's week with two people, and the desk to look at it from."""

    records: Records
    rosa: str
    pike: str
    noted: NotedDesk

    def add(self, who: str, day: int, clock: str, minutes: int = 45, reason: str = "") -> str:
        return add_visit(self.records, NewVisit(who, at(day, clock), minutes, reason), ZONE).visits[0]


@pytest.fixture
def office(records: Records) -> Office:
    noted = NotedDesk(InlineBackground(records), FixedClock(NOW))
    return Office(records, person(records, "Rosa", "Delgado"), person(records, "Harold", "Pike"), noted)
