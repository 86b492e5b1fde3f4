"""Who is in reach when a lease is over, and what goes on about everybody all the same."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from carenurse.app.caseload import find_people
from carenurse.app.device_status import device_status
from carenurse.app.export_records import export_all, export_patient
from carenurse.app.import_records import carry_out, plan_import
from carenurse.app.nameless import called
from carenurse.app.ports import Records
from carenurse.app.reach import LeaseOverError, Reach, people_of_the_day
from carenurse.app.register_patient import Typed, register
from carenurse.app.schedule import week
from carenurse.app.some_people import SomePeople
from carenurse.app.sync_conflicts import disagreements
from carenurse.app.sync_outbox import hold, outbox
from carenurse.app.sync_page import sync_facts
from carenurse.app.sync_parcels import answer_parcel, look_at_parcel
from carenurse.app.sync_stick import write_parcel
from carenurse.app.today import Stop, today
from carenurse.app.visit_begin import start_visit
from carenurse.app.who_did_what import who_did_what
from carenurse.clinical.index_facts import patient_of
from carenurse.sync.kept import Received, journal_of
from tests.carenurse.app.waiting import all_arrives
from tests.demo_day import NOW
from tests.kept import keep

ROOT = Path(__file__).resolve().parents[3]


class Over:
    """A lease that a test lets run over."""

    def __init__(self, now: datetime | None = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime | None:
        return self.now


def bounded(demo: Records, now: datetime = NOW) -> Records:
    return Reach(demo, Over(now)).records


def hidden_person(demo: Records) -> str:
    seen = set(people_of_the_day(demo, NOW))
    return next(one for one in demo.find_patients("") if one not in seen)


def test_both_of_a_couple_that_is_visited_together_are_in_reach(demo: Records) -> None:
    seen = set(people_of_the_day(demo, NOW))
    one, other = [who for who in demo.find_patients("") if who not in seen][:2]
    actors = (f"Patient/{one}", f"Patient/{other}", f"Practitioner/{demo.me}")
    together: dict[str, Any] = {
        "resourceType": "Appointment",
        "id": "together",
        "status": "booked",
        "start": NOW.isoformat(),
        "end": (NOW + timedelta(hours=1)).isoformat(),
        "participant": [{"actor": {"reference": actor}, "status": "accepted"} for actor in actors],
    }

    keep(demo, together)

    assert set(people_of_the_day(demo, NOW)) == seen | {one, other}


def name_of(demo: Records, patient: str) -> str:
    return called(demo.get("Patient", patient) or {})


def planned_only(demo: Records) -> Stop:
    """Find a stop whose person has no visit that waits for its signature."""
    open_ones = {one.patient for one in today(demo, NOW).unfinished}
    return next(stop for stop in today(demo, NOW).stops if stop.patient not in open_ones)


def test_while_no_lease_is_over_the_record_itself_is_given(demo: Records) -> None:
    assert Reach(demo, Over(None)).records is demo


def test_those_with_a_visit_today_are_in_reach_and_nobody_else(demo: Records) -> None:
    seen = bounded(demo)
    stops = {stop.patient for stop in today(demo, NOW).stops}
    unfinished = {one.patient for one in today(demo, NOW).unfinished}

    assert stops
    assert set(seen.find_patients("")) == stops | unfinished
    assert len(seen.find_patients("")) < len(demo.find_patients(""))
    assert today(seen, NOW).stops == today(demo, NOW).stops


def test_a_visit_that_is_not_signed_keeps_its_person_in_reach_on_later_days(demo: Records) -> None:
    person = hidden_person(demo)
    start_visit(demo, NOW - timedelta(days=3), patient=person)

    assert person in bounded(demo).find_patients("")


def test_a_cancelled_visit_brings_nobody_into_reach(demo: Records) -> None:
    stop = planned_only(demo)
    planned = demo.get("Appointment", stop.appointment)
    assert planned is not None
    with demo.work() as work:
        work.put(planned | {"status": "cancelled"})

    assert stop.patient not in bounded(demo).find_patients("")


def test_where_none_of_the_days_visits_is_hers_all_of_them_open(demo: Records) -> None:
    stops = {stop.patient for stop in today(demo, NOW).stops}
    with demo.work() as work:
        for stop in today(demo, NOW).stops:
            planned = work.get("Appointment", stop.appointment) or {}
            others = [one for one in planned["participant"] if "Practitioner" not in str(one)]
            somebody = {"actor": {"reference": "Practitioner/a-colleague"}, "status": "accepted"}
            work.put(planned | {"participant": [*others, somebody]})

    assert today(demo, NOW).stops == ()
    assert stops <= set(bounded(demo).find_patients(""))


def test_the_same_object_is_given_until_something_is_kept(demo: Records) -> None:
    reach = Reach(demo, Over())
    first = reach.records

    assert reach.records is first
    start_visit(demo, NOW, patient=hidden_person(demo))
    assert reach.records is not first


def test_nobody_goes_out_of_reach_before_the_day_ends(demo: Records) -> None:
    over = Over()
    reach = Reach(demo, over)
    stop = planned_only(demo)
    assert stop.patient in reach.records.find_patients("")
    planned = demo.get("Appointment", stop.appointment)
    assert planned is not None
    with demo.work() as work:
        work.put(planned | {"status": "cancelled"})

    assert stop.patient in reach.records.find_patients("")
    over.now = NOW + timedelta(days=90)
    assert stop.patient not in reach.records.find_patients("")


def test_a_renewal_opens_everything_at_once_and_nothing_of_before_is_remembered(demo: Records) -> None:
    over = Over()
    reach = Reach(demo, over)
    assert reach.records is not demo

    over.now = None
    assert reach.records is demo


def test_nobody_else_is_in_the_week_the_search_or_the_trail(demo: Records) -> None:
    seen, person = bounded(demo), hidden_person(demo)
    name = name_of(demo, person)
    sunday = (NOW - timedelta(days=NOW.isoweekday() % 7)).date()
    with demo.work() as work:
        work.record("read", f"Patient/{person}")

    sought = find_people(seen, name, NOW)
    assert (sought.rows, sought.closed) == ((), True)
    assert name not in repr(week(seen, sunday, NOW, UTC))
    assert all(name not in deed.what for deed in who_did_what(seen, NOW))
    assert who_did_what(seen, NOW)


def changed(demo: Records, person: str) -> None:
    found = demo.get("Patient", person)
    assert found is not None
    with demo.work() as work:
        work.put(found | {"gender": "unknown"})


def test_what_waits_of_others_is_counted_and_carried_but_not_told(demo: Records) -> None:
    person = hidden_person(demo)
    changed(demo, person)
    seen = bounded(demo)
    told = outbox(seen, NOW)

    assert device_status(seen) == device_status(demo)
    assert told.total == outbox(demo, NOW).total
    words = repr(told)
    assert name_of(demo, person) not in words
    assert person not in words
    hidden = next(one for one in told.groups if one.title == "People who do not open today")
    hold(seen, [one.sequence for one in hidden.items])
    assert "You hold it back" in repr(outbox(seen, NOW))


def test_what_both_changed_of_others_is_counted_and_not_told(demo: Records) -> None:
    person = hidden_person(demo)
    shown = today(demo, NOW).stops[0].patient
    for who in (person, shown):
        conflict(demo, who)
    seen = bounded(demo)

    assert len(disagreements(demo, NOW)) == 2
    assert [one.patient for one in disagreements(seen, NOW)] == [shown]
    assert sync_facts(seen, NOW).unseen == 1
    assert sync_facts(demo, NOW).unseen == 0


def conflict(demo: Records, who: str) -> None:
    """Have the office and the nurse change the same alert about somebody."""
    journal = journal_of(demo)
    alert: dict[str, Any] = {
        "resourceType": "Flag",
        "id": f"alert-{who}"[:64],
        "status": "active",
        "subject": {"reference": f"Patient/{who}"},
        "code": {"text": "Dog"},
    }
    keep(demo, alert)
    all_arrives(journal, NOW)
    keep(demo, alert | {"code": {"text": "Two dogs"}})
    theirs = {**alert, "code": {"text": "Cat"}, "meta": {"versionId": "2"}}
    journal.receive([Received("Flag", str(alert["id"]), "2", theirs)], None, NOW)


def test_tomorrow_is_not_told(demo: Records) -> None:
    ready = sync_facts(bounded(demo), NOW).ready

    assert (ready.closed, ready.people) == (True, ())


def refused(demo: Records, tmp_path: Path) -> list[Callable[[Records], object]]:
    person = today(demo, NOW).stops[0].patient
    plan = plan_import(demo, b'{"resourceType": "Patient", "id": "x9"}', "file.json")
    file = tmp_path / "file"
    return [
        lambda seen: plan_import(seen, b"{}", "file.json"),
        lambda seen: carry_out(seen, plan, {}, NOW),
        lambda seen: export_all(seen, NOW),
        lambda seen: export_patient(seen, person, NOW),
        lambda seen: write_parcel(seen, file, NOW),
        lambda seen: look_at_parcel(seen, file, "", NOW),
        lambda seen: answer_parcel(seen, file, "", file, NOW),
        lambda seen: register(seen, Typed(family="Abel"), NOW.date()),
    ]


def test_what_needs_everybody_is_refused_in_a_sentence_with_a_way_out(demo: Records, tmp_path: Path) -> None:
    seen = bounded(demo)

    for job in refused(demo, tmp_path):
        with pytest.raises(LeaseOverError) as problem:
            job(seen)
        assert "before this laptop has met its office" in problem.value.sentence
        assert "send and receive" in problem.value.remedy


def test_everything_about_todays_people_is_there(demo: Records) -> None:
    seen = bounded(demo)
    person = today(demo, NOW).stops[0].patient

    assert isinstance(seen, SomePeople)
    for kind in demo.kinds(person):
        assert seen.of_patient(person, kind) == demo.of_patient(person, kind)
    assert {patient_of(one) for one in seen.all_of("Encounter")} <= seen.people
    assert journal_of(seen) is not None


WHOLE = frozenset(
    {
        "carenurse/app/backups.py",
        "carenurse/app/command_line/desk.py",
        "carenurse/app/command_line/office_check.py",
        "carenurse/app/command_line/office_desk.py",
        "carenurse/app/command_line/office_leash.py",
        "carenurse/app/command_line/office_serving.py",
        "carenurse/app/command_line/sync.py",
        "carenurse/app/command_line/vaults.py",
        "carenurse/app/lease.py",
        "carenurse/app/leaving.py",
        "carenurse/app/meeting.py",
        "carenurse/app/second_place.py",
        "carenurse/app/upkeep.py",
        "carenurse/app/wipe.py",
        "ui/shell/doors.py",
        "ui/shell/vault_care.py",
        "ui/shell/vault_keys.py",
    }
)
"""Sync, upkeep, backups, leaving, keys, the lease itself, and an office's own commands."""


def test_nobody_else_takes_the_whole_record_of_a_vault() -> None:
    takes = re.compile(r"\b(?:vault|opened|keyed)\.records\b")
    sources = (path for top in ("carenurse/app", "ui") for path in (ROOT / top).rglob("*.py"))
    found = {path for path in sources if takes.search(path.read_text(encoding="utf-8"))}

    assert {path.relative_to(ROOT).as_posix() for path in found} <= WHOLE
