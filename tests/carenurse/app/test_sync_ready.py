"""Ready to leave: what the next day's visits need, told as here or missing, and as of when."""

from datetime import UTC, datetime, timedelta

from carenurse.app.device_status import RECEIVED
from carenurse.app.ports import Records
from carenurse.app.sync_ready import ReadyPatient, ready_to_leave
from carenurse.clinical.systems import OWN
from carenurse.sync.kept import journal_of
from tests.carenurse.app.visits import NOW, PATIENT, household
from tests.demo_day import NOW as DEMO


def parts(one: ReadyPatient) -> dict[str, tuple[bool, str]]:
    return {part.label: (part.here, part.words) for part in one.parts}


def test_the_next_day_with_visits_is_looked_through(records: Records) -> None:
    household(records)
    asked = datetime(2026, 3, 4, 12, 42, tzinfo=UTC)
    journal_of(records).set_cursor(RECEIVED, asked.isoformat())

    told = ready_to_leave(records, NOW)

    assert (told.day, told.as_of) == ((NOW + timedelta(days=2)).date(), asked)
    (rosa,) = told.people
    assert rosa.name == "Rosa Delgado"
    assert parts(rosa)["Record"] == (True, "without address, phone")
    assert parts(rosa)["Medicines"] == (False, "no list is here")
    assert not rosa.ready


def test_a_paper_whose_bytes_are_elsewhere_is_missing(records: Records) -> None:
    household(records)
    with records.work() as work:
        work.put(
            {
                "resourceType": "DocumentReference",
                "id": "d9",
                "status": "current",
                "subject": {"reference": f"Patient/{PATIENT}"},
                "extension": [{"url": OWN + "sha-256", "valueString": "ab" * 32}],
            }
        )

    (rosa,) = ready_to_leave(records, NOW).people

    assert parts(rosa)["Documents"] == (False, "1 of 1 is missing")


def test_nobody_is_told_where_no_visit_is_planned(records: Records) -> None:
    told = ready_to_leave(records, NOW)

    assert (told.day, told.people, told.complete, told.as_of) == (None, (), 0, None)


def test_the_demo_is_ready_for_its_next_day(demo: Records) -> None:
    told = ready_to_leave(demo, DEMO)

    assert told.people
    assert parts(told.people[0])["Last notes"] == (True, "of Thu 26 Feb")
    assert told.complete == len(told.people)
