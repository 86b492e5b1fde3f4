from dataclasses import dataclass
from datetime import datetime, tzinfo

import pytest
from dateutil.tz import gettz

from carenurse.app.ports import Records
from carenurse.app.schedule_changes import NewVisit, add_visit
from carenurse.clinical import patient
from carenurse.clinical.fhir import new_id
from carenurse.clinical.names import PersonName
from tests.fakes import FixedClock, InlineBackground
from tests.ui.desk import NotedDesk


def chicago() -> tzinfo:
    zone = gettz("America/Chicago")
    assert zone is not None
    return zone


ZONE = chicago()
NOW = datetime(2026, 3, 4, 10, 42, tzinfo=ZONE)


@dataclass
class Office:
    """A nurse's week with two people, and the desk to look at it from."""

    records: Records
    rosa: str
    pike: str
    noted: NotedDesk

    def add(self, who: str, day: int, clock: str, minutes: int = 45, reason: str = "") -> str:
        return add_visit(self.records, NewVisit(who, at(day, clock), minutes, reason), ZONE).visits[0]


def at(day: int, clock: str) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2026, 3, day, int(hour), int(minute), tzinfo=ZONE)


def person(records: Records, given: str, family: str) -> str:
    value = patient.Patient(id=new_id(), name=PersonName((given,), family), fictional=True)
    with records.work() as work:
        work.put(patient.encode(value))
    return value.id


@pytest.fixture
def office(records: Records) -> Office:
    noted = NotedDesk(InlineBackground(records), FixedClock(NOW))
    return Office(records, person(records, "Rosa", "Delgado"), person(records, "Harold", "Pike"), noted)
