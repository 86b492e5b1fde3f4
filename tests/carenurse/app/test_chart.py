"""The chart: standing parts, trends, what happened, opening an entry."""

import pytest

from carenurse.app.chart import chart
from carenurse.app.chart_trends import trends
from carenurse.app.door import door, go_in
from carenurse.app.plain_facts import plain_facts
from carenurse.app.ports import Records
from carenurse.app.read_entry import read_entry
from carenurse.app.timeline import EntryKind, timeline
from carenurse.careplan.progress import Track
from carenurse.errors import ExpectedError
from tests.demo_day import NOW


def rosa(records: Records) -> str:
    return records.find_patients("rosa delgado")[0]


def test_a_goal_says_where_it_started_and_where_it_stands(demo: Records) -> None:
    told = chart(demo, rosa(demo), NOW)
    goals = {line.goal.text: line for problem in told.problems for line in problem.goals}

    weight = goals["Weight within 3 lb of 166 lb"]

    assert (str(weight.standing.start), str(weight.standing.now)) == ("168.2", "169.8")
    assert weight.standing.track is Track.OFF


def test_diagnoses_that_the_plan_does_nothing_about_stand_apart(demo: Records) -> None:
    told = chart(demo, rosa(demo), NOW)

    planned = {line.problem.text for line in told.problems if line.in_plan}
    others = {line.problem.text for line in told.problems if not line.in_plan}
    assert "Mood" in planned
    assert "Essential (primary) hypertension" in others


def test_people_are_the_home_then_family_with_what_each_may_know(demo: Records) -> None:
    home, first, *others = chart(demo, rosa(demo), NOW).people

    assert (home.name, home.phone) == ("At home", "555-0116")
    assert (first.name, first.may_know, first.represents) == ("Elena Delgado", "all", True)
    assert "Amara Nwosu" in {one.name for one in others}


def test_a_tile_says_value_change_and_whose_limits_count(demo: Records) -> None:
    tiles = {tile.name: tile for tile in trends(demo, rosa(demo), NOW)}

    weight, pressure = tiles["Weight"], tiles["Blood pressure"]

    assert (weight.value, weight.unit, weight.direction) == ("169.8", "lb", "up")
    assert pressure.value == "138/82"
    assert len(pressure.series) == 2
    assert pressure.limits.startswith("This person's")


def test_what_was_never_measured_has_no_tile(records: Records) -> None:
    with records.work() as work:
        work.put({"resourceType": "Patient", "id": "f3c8b6f6-7f66-4a71-9f3e-000000000001"})

    assert trends(records, "f3c8b6f6-7f66-4a71-9f3e-000000000001", NOW) == ()


def test_a_visit_is_one_entry_and_what_came_by_itself_stands_alone(demo: Records) -> None:
    entries = timeline(demo, rosa(demo), NOW).entries

    visits = [entry for entry in entries if entry.kind is EntryKind.VISIT]
    assert all(entry.signed for entry in visits)
    assert visits[0].detail == "8 measurements"
    assert entries[0].title == "Ankles bigger, two pillows at night."
    assert entries[0].day == "Yesterday"


def test_pages_of_the_timeline_join_without_gap_or_double(demo: Records) -> None:
    whole = [entry.reference for entry in timeline(demo, rosa(demo), NOW, limit=1000).entries]
    paged: list[str] = []
    before = None
    while True:
        page = timeline(demo, rosa(demo), NOW, before=before, limit=7)
        paged += [entry.reference for entry in page.entries]
        before = page.before
        if before is None:
            break

    assert paged == whole
    assert len(set(paged)) == len(paged)


def test_an_opened_visit_shows_note_and_measurements_and_is_audited(
    demo: Records,
) -> None:
    visit = next(one for one in timeline(demo, rosa(demo), NOW).entries if one.kind is EntryKind.VISIT)

    read = read_entry(demo, visit.reference, NOW)

    titles = [part.title for part in read.parts]
    assert titles[:2] == ["Why", "Found"]
    measured = next(part for part in read.parts if part.title == "Measured")
    assert any("Blood pressure 138/82" in words for _, words in measured.lines)
    assert read.encounter == visit.reference.split("/")[1]
    assert demo.audit_trail(limit=1)[0].action == "read"


def test_an_entry_that_is_gone_is_told_in_a_sentence(demo: Records) -> None:
    with pytest.raises(ExpectedError, match="no longer on this laptop"):
        read_entry(demo, "Observation/nowhere", NOW)


def test_hostile_narrative_is_read_as_text() -> None:
    hostile = {
        "resourceType": "Basic",
        "text": {"div": "<div><script>alert(1)</script><img src='file:///etc/passwd'/>Plain words</div>"},
        "note": [{"text": "<b>not bold</b>"}],
        "valueQuantity": {"value": 5, "unit": "mg"},
    }

    assert plain_facts(hostile) == (("Note", "<b>not bold</b>"), ("Value quantity", "5 mg"))


def test_starting_from_the_chart_takes_todays_visit_and_then_continues_it(
    demo: Records,
) -> None:
    planned = door(demo, rosa(demo), NOW)
    assert planned.appointment
    assert not planned.encounter

    encounter = go_in(demo, rosa(demo), NOW)

    assert door(demo, rosa(demo), NOW).encounter == encounter
    assert go_in(demo, rosa(demo), NOW) == encounter


def test_what_says_no_date_comes_last_and_is_there_to_be_opened(records: Records) -> None:
    letter = {
        "resourceType": "DocumentReference",
        "id": "dr",
        "status": "current",
        "subject": {"reference": "Patient/p"},
        "description": "A\n" * 1_000,
        "content": [{"attachment": {"contentType": "text/plain", "data": "QQ=="}}],
    }
    with records.work() as work:
        work.put({"resourceType": "Patient", "id": "p"})
        work.put(letter)
        work.put({**letter, "id": "dated", "date": "2024-05-06T10:00:00Z", "description": "Letter"})

    told = timeline(records, "p", NOW)

    assert [(one.reference, one.day) for one in told.entries] == [
        ("DocumentReference/dated", "6 May 2024"),
        ("DocumentReference/dr", "No date"),
    ]
    assert read_entry(records, "DocumentReference/dr", NOW).parts


def test_pages_of_what_says_no_date_join_without_gap_or_double(records: Records) -> None:
    with records.work() as work:
        work.put({"resourceType": "Patient", "id": "p"})
        for number in range(450):
            dated = {"date": "2024-05-06"} if number < 5 else {}
            paper = {"resourceType": "DocumentReference", "id": f"d{number}", "status": "current", **dated}
            work.put({**paper, "subject": {"reference": "Patient/p"}})

    seen: list[str] = []
    page = timeline(records, "p", NOW)
    while page.before:
        seen += [one.reference for one in page.entries]
        page = timeline(records, "p", NOW, before=page.before)
    seen += [one.reference for one in page.entries]

    assert len(seen) == len(set(seen)) == 450


def test_next_of_kin_inside_a_patient_of_another_system_are_people_to_talk_to(records: Records) -> None:
    kin = {
        "relationship": [{"coding": [{"code": "DAU", "display": "Daughter"}]}, {"text": "Health care proxy"}],
        "name": {"family": "Oduya", "given": ["Ada"]},
        "telecom": [{"system": "phone", "value": "555-0190"}],
    }
    with records.work() as work:
        work.put({"resourceType": "Patient", "id": "f3c8b6f6-7f66-4a71-9f3e-000000000001", "contact": [kin]})

    (told,) = chart(records, "f3c8b6f6-7f66-4a71-9f3e-000000000001", NOW).people

    assert (told.name, told.role, told.phone) == ("Ada Oduya", "Daughter, Health care proxy", "555-0190")
