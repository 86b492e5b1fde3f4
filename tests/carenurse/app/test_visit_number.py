"""The number of a visit in its head: of those that were, this one, and all that are planned from today on."""

from datetime import timedelta

from carenurse.app.ports import Records
from carenurse.app.visit_open import open_visit
from tests.carenurse.app.visits import COMING, NOW, Household, household


def also_planned(home: Household, identity: str, later: timedelta) -> None:
    like = home.records.get("Appointment", COMING) or {}
    start, end = NOW + later, NOW + later + timedelta(minutes=30)
    with home.records.work() as work:
        work.put({**like, "id": identity, "start": start.isoformat(), "end": end.isoformat()})


def number(home: Household) -> tuple[int, int | None]:
    head = open_visit(home.records, home.encounter, NOW).head
    return head.number, head.planned_count


def test_another_visit_of_the_same_day_is_counted(records: Records) -> None:
    home = household(records)
    assert number(home) == (1, 2)

    also_planned(home, "a3", timedelta(minutes=30))
    also_planned(home, "a4", -timedelta(days=1))

    assert number(home) == (1, 3)


def test_a_visit_that_was_made_is_not_counted_twice_where_its_plan_still_says_booked(
    records: Records,
) -> None:
    home = household(records)
    also_planned(home, "a3", timedelta(minutes=-90))
    like = records.get("Encounter", home.encounter) or {}
    made = {**like, "id": "e0", "status": "finished", "appointment": [{"reference": "Appointment/a3"}]}
    with records.work() as work:
        work.put(made)

    assert number(home) == (2, 3)
