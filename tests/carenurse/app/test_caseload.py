"""Finding people, and what is shown beside the list."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest

from carenurse.app.caseload import find_people, snapshot
from carenurse.app.ports import Records
from carenurse.clinical.fhir import new_id
from tests.demo_day import NOW
from tests.kept import keep


def test_the_caseload_stands_with_the_nearest_visit_first(demo: Records) -> None:
    found = find_people(demo, "", NOW)

    assert len(found.rows) == found.mine == 24
    assert [row.name for row in found.rows[:2]] == ["Harold Pike", "Rosa Delgado"]
    assert all(row.mine and row.fictional for row in found.rows)


def test_every_way_of_asking_for_rosa_finds_rosa(demo: Records) -> None:
    for words in ("ros", "DELGADO", "delg ros", "14 Mar 1947", "cannery", "0116", "heart failure rosa"):
        assert "Rosa Delgado" in [row.name for row in find_people(demo, words, NOW).rows], words


def test_a_row_knows_the_last_and_the_next_visit(demo: Records) -> None:
    row = find_people(demo, "delgado", NOW).rows[0]

    assert row.last_visit is not None
    assert row.last_visit.strftime("%d %b") == "27 Feb"
    assert row.next_visit is not None
    assert row.next_visit.strftime("%d %b %H:%M") == "04 Mar 10:00"


def test_a_search_that_finds_many_says_that_it_was_cut_off(demo: Records) -> None:
    found = find_people(demo, "a", NOW, limit=3)

    assert len(found.rows) == 3
    assert found.cut_off


def test_nobody_is_found_without_complaint(demo: Records) -> None:
    assert find_people(demo, "xyzzy", NOW).rows == ()


def test_the_snapshot_says_what_must_not_be_missed(demo: Records) -> None:
    rosa = find_people(demo, "delgado", NOW).rows[0].patient
    told = snapshot(demo, rosa, NOW.date())

    assert any("Penicillin" in words for words in told.banner.allergies)
    assert told.banner.representative == "Elena Delgado, daughter"
    assert told.own_words
    assert told.family[0].may_know


@pytest.mark.parametrize(
    ("told", "next_one"),
    [
        ({"serviceType": [{"text": "Cardiology"}]}, "hers"),
        ({"appointmentType": {"text": "Nursing home admission"}}, "hers"),
        ({"serviceType": [{"coding": [{"code": "x", "display": "Home Nursing"}]}]}, "the other"),
    ],
)
def test_the_next_visit_is_one_at_home_and_no_appointment_at_a_clinic(
    demo: Records, told: dict[str, Any], next_one: str
) -> None:
    rosa = demo.find_patients("delgado")[0]
    hers = demo.between("Appointment", NOW, NOW + timedelta(days=1), patient=rosa)
    start = (NOW + timedelta(minutes=5)).isoformat()
    other = deepcopy(hers[0]) | {"id": new_id(), "start": start, "description": "", **told}
    if "serviceType" not in told:
        del other["serviceType"]
    other["participant"] = [
        {"actor": {"reference": f"Patient/{rosa}"}, "status": "accepted"},
        {"actor": {"display": "Somebody else"}, "status": "accepted"},
    ]
    with demo.work() as work:
        work.put(other)

    found = find_people(demo, "delgado", NOW).rows[0].next_visit

    assert found is not None
    assert (found.isoformat() == start) is (next_one == "the other")


def test_two_weeks_in_hospital_do_not_hide_the_last_visit_at_home(demo: Records) -> None:
    before = find_people(demo, "rosa delgado", NOW).rows[0]
    assert before.last_visit is not None
    after = before.last_visit + timedelta(hours=8)
    for day in range(40):
        moment = (after + timedelta(hours=day)).isoformat()
        keep(
            demo,
            {
                "resourceType": "Encounter",
                "id": new_id(),
                "status": "finished",
                "class": {"code": "IMP"},
                "subject": {"reference": f"Patient/{before.patient}"},
                "period": {"start": moment, "end": moment},
            },
        )

    assert find_people(demo, "rosa delgado", NOW).rows[0].last_visit == before.last_visit
