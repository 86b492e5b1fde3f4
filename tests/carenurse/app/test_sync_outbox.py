"""What waits for the office, item by item; held, released, refused, and told apart from what others wrote."""

from datetime import UTC, datetime

import pytest

from carenurse.app.device_status import RECEIVED, device_status
from carenurse.app.import_records import carry_out, plan_import
from carenurse.app.ports import Records
from carenurse.app.sync_outbox import Group, State, hold, outbox, release
from carenurse.clinical.fhir import Resource, write_json
from carenurse.sync.kept import Held, Journal, journal_of
from tests.carenurse.app.visits import NOW, household
from tests.carenurse.app.waiting import PERSON, all_arrives, weight
from tests.kept import keep


@pytest.fixture
def journal(records: Records) -> Journal:
    """Open the journal of a household of which the office has everything."""
    household(records)
    kept = journal_of(records)
    all_arrives(kept, NOW)
    return kept


def visit(status: str = "finished") -> Resource:
    return {
        "resourceType": "Encounter",
        "id": "e9",
        "status": status,
        "class": {"code": "HH"},
        "subject": PERSON,
        "period": {"start": "2026-03-04T09:10:00-05:00"},
    }


def flag(identity: str = "f9") -> Resource:
    return {
        "resourceType": "Flag",
        "id": identity,
        "status": "active",
        "subject": PERSON,
        "code": {"text": "Dog"},
    }


def groups(records: Records) -> list[Group]:
    return list(outbox(records, NOW).groups)


def test_nothing_waits_when_the_office_has_everything(records: Records, journal: Journal) -> None:
    assert journal.changes() == []
    assert outbox(records, NOW).total == 0


def test_what_a_visit_made_stands_together_and_the_rest_by_person(records: Records, journal: Journal) -> None:
    keep(records, visit(), weight(encounter={"reference": "Encounter/e9"}), flag())

    visited, other = groups(records)

    assert visited.title == "Rosa Delgado: visit 09:10"
    assert visited.detail == "1 measurement, times of the visit"
    assert len(visited.items) == 2
    assert (other.title, [one.title for one in other.items]) == ("Rosa Delgado", ["Alert: Dog"])
    assert visited.why == "Goes at the next connection"
    assert len(journal.changes()) == 3


def test_a_visit_is_held_and_released(records: Records, journal: Journal) -> None:
    keep(records, visit(), weight(encounter={"reference": "Encounter/e9"}))
    (group,) = groups(records)

    hold(records, [one.sequence for one in group.items])
    (held,) = groups(records)
    assert (held.state, held.why, held.can_hold) == (State.HELD, "You hold it back", False)
    assert {one.held for one in journal.changes()} == {Held.BY_NURSE}

    release(records, [one.sequence for one in group.items])
    assert groups(records)[0].state is State.WAITS


def test_what_is_on_its_way_is_not_held_back(records: Records, journal: Journal) -> None:
    keep(records, flag())
    (change,) = journal.changes()
    batch = journal.freeze([change.sequence], transaction=True, now=NOW)
    journal.mark_sent(batch.identity, NOW)

    hold(records, [change.sequence])

    assert groups(records)[0].state is State.GOING
    journal.mark_unknown(batch.identity)
    assert groups(records)[0].why.startswith("Sent 10:42, no answer came.")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("Appointment.status: minimum required = 1, but only found 0", "misses something"),
        ("Unknown code 'x' in value set y", "does not know a code"),
        ("Invalid date format", "cannot read a date"),
        ("Resource Patient/1 not found, specified in path: reference", "does not have"),
        ("computer says no", "refused it"),
    ],
)
def test_a_refusal_is_told_in_plain_words_beside_the_offices_own(
    records: Records, journal: Journal, said: str, why: str
) -> None:
    keep(records, flag(), visit())
    journal.hold(next(one.sequence for one in journal.changes() if one.kind == "Flag"), Held.REFUSED, said)

    (refused,) = outbox(records, NOW).refused

    assert refused.refused
    assert why in refused.refused.why
    assert refused.refused.said == said
    assert groups(records)[0].state is State.REFUSED
    assert device_status(records).needs_nurse == 1


def test_what_another_system_wrote_is_told_apart_and_is_not_counted_as_hers(
    records: Records, journal: Journal
) -> None:
    file = write_json({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": flag("f7")}]})
    carry_out(records, plan_import(records, file, "file.json"), {}, NOW)
    keep(records, visit(), weight(encounter={"reference": "Encounter/e9"}))

    status = device_status(records)

    assert (status.visits, status.others, status.taken_over) == (1, 0, 1)
    assert [one.taken_over for one in groups(records)] == [False, True]
    assert len(journal.changes()) == 3


def test_the_two_facts_are_counted_apart_and_nothing_is_all_sent_before_the_office_was_asked(
    records: Records, journal: Journal
) -> None:
    keep(records, visit(), weight(encounter={"reference": "Encounter/e9"}), flag())
    status = device_status(records)
    assert (status.unsent, status.visits, status.others) == (3, 1, 1)
    assert status.received is None

    all_arrives(journal, NOW)
    assert device_status(records).unsent == 0
    assert not device_status(records).all_sent

    asked = datetime(2026, 3, 4, 12, 42, tzinfo=UTC)
    journal.set_cursor(RECEIVED, asked.isoformat())
    status = device_status(records)
    assert (status.received, status.all_sent) == (asked, True)
