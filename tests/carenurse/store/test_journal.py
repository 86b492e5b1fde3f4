"""Between laptop and office: each commit point, and what stands after it whoever changed what meanwhile."""

from datetime import UTC, datetime
from typing import Any

import pytest

from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource, read_json
from carenurse.store.journal import Journal
from carenurse.store.journal_facts import Acknowledged, BatchState, Change, Held, Received, Taken
from carenurse.store.records import StoredRecords
from carenurse.sync import canonical
from carenurse.sync.merge import merge
from tests.carenurse.store.resources import FICTIONAL, note, patient
from tests.kept import keep

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


@pytest.fixture
def journal(records: Records) -> Journal:
    """Give the journal of a real record, whose own nurse the office knows already."""
    assert isinstance(records, StoredRecords)
    kept = records.journal(merge, canonical.digest)
    send(kept, *[change.sequence for change in kept.changes()])
    return kept


def send(journal: Journal, *sequences: int, tag: str = 'W/"1"') -> None:
    batch = journal.freeze(sequences, transaction=True, now=NOW)
    journal.mark_sent(batch.identity, NOW)
    journal.acknowledge(batch.identity, [Acknowledged(one, tag) for one in sequences], NOW)


def change_of(journal: Journal, identity: str) -> Change:
    return next(one for one in journal.changes() if one.identity == identity)


def office(resource: Resource, tag: str = 'W/"2"') -> Received:
    return Received(resource["resourceType"], resource["id"], tag, resource)


def take(journal: Journal, resource: Resource, tag: str = 'W/"2"') -> Taken:
    return journal.receive([office(resource, tag)], None, NOW)[0]


def test_what_was_acknowledged_is_no_longer_unsent_and_is_the_base(
    records: Records, journal: Journal
) -> None:
    keep(records, patient("p1"))

    send(journal, change_of(journal, "p1").sequence, tag='W/"7"')

    assert journal.changes() == []
    assert journal.batches() == []
    assert journal.base_of("Patient", "p1") == (patient("p1"), 'W/"7"')
    assert journal.known_tags()["Patient", "p1"] == 'W/"7"'


def test_an_edit_in_flight_stays_unsent_on_the_new_base(records: Records, journal: Journal) -> None:
    keep(records, patient("p1"))
    first = change_of(journal, "p1")
    batch = journal.freeze([first.sequence], transaction=True, now=NOW)
    journal.mark_sent(batch.identity, NOW)
    keep(records, patient("p1", gender="female"))

    journal.acknowledge(batch.identity, [Acknowledged(first.sequence, 'W/"1"')], NOW)

    left = journal.changes()
    assert [(one.resource["gender"], one.base_tag) for one in left] == [("female", 'W/"1"')]


def test_a_snapshot_is_sent_byte_for_byte_whatever_is_edited_later(
    records: Records, journal: Journal
) -> None:
    keep(records, patient("p1"))
    batch = journal.freeze([change_of(journal, "p1").sequence], transaction=True, now=NOW)

    keep(records, patient("p1", gender="female"))

    (found,) = journal.batches()
    assert found.entries == batch.entries
    assert read_json(found.entries[0].body) == patient("p1")


def test_several_edits_go_as_the_newest_and_each_signed_version_by_itself(
    records: Records, journal: Journal
) -> None:
    keep(records, patient("p1"))
    keep(records, patient("p1", gender="female"))
    with records.work() as work:
        work.put(note("Visit", "final", "n1"), sign=True)

    assert [(one.identity, one.signed) for one in journal.changes()] == [("p1", False), ("n1", True)]
    assert change_of(journal, "p1").resource["gender"] == "female"
    send(journal, *(one.sequence for one in journal.changes()))
    assert journal.changes() == []


def test_one_resource_is_never_in_two_batches(records: Records, journal: Journal) -> None:
    keep(records, patient("p1"))
    journal.freeze([change_of(journal, "p1").sequence], transaction=True, now=NOW)
    keep(records, patient("p1", gender="female"))

    later = next(one for one in journal.changes() if not one.batch)
    with pytest.raises(ValueError, match="not waiting"):
        journal.freeze([later.sequence], transaction=True, now=NOW)
    assert len(journal.batches()) == 1


def test_a_batch_without_an_answer_is_kept_until_somebody_knows(records: Records, journal: Journal) -> None:
    keep(records, patient("p1"))
    batch = journal.freeze([change_of(journal, "p1").sequence], transaction=True, now=NOW)
    journal.mark_sent(batch.identity, NOW)
    journal.mark_unknown(batch.identity)

    assert [one.state for one in journal.batches()] == [BatchState.UNKNOWN]
    journal.dissolve(batch.identity)

    assert [(one.batch, one.attempts) for one in journal.changes()] == [(None, 1)]


def test_a_refused_record_stands_aside_and_the_rest_goes_on(records: Records, journal: Journal) -> None:
    keep(records, patient("p1"))
    keep(records, patient("p2"))
    first, second = journal.changes()
    batch = journal.freeze([first.sequence, second.sequence], transaction=False, now=NOW)
    journal.mark_sent(batch.identity, NOW)

    journal.hold(first.sequence, Held.REFUSED, "name is required")
    journal.acknowledge(batch.identity, [Acknowledged(second.sequence, 'W/"1"')], NOW)

    (left,) = journal.changes()
    assert (left.identity, left.held, left.reason) == ("p1", Held.REFUSED, "name is required")
    assert journal.batches() == []
    journal.release(left.sequence)
    assert change_of(journal, "p1").held is None


def test_what_is_new_at_the_office_comes_in_and_does_not_go_out_again(
    records: Records, journal: Journal
) -> None:
    assert journal.receive([office(patient("p9"))], ("feed", "12"), NOW) == [Taken.KEPT]

    assert records.get("Patient", "p9") == patient("p9")
    assert journal.changes() == []
    assert journal.cursor("feed") == "12"
    assert take(journal, patient("p9")) is Taken.KNOWN


def test_both_changes_of_one_person_stand_and_the_rest_of_ours_is_still_sent(
    records: Records, journal: Journal
) -> None:
    take(journal, patient("p1", birthDate="1947-03-14"), 'W/"1"')
    keep(records, patient("p1", birthDate="1947-03-14", gender="female"))

    assert take(journal, patient("p1", birthDate="1947-03-15")) is Taken.MERGED

    assert records.get("Patient", "p1") == patient("p1", birthDate="1947-03-15", gender="female")
    (left,) = journal.changes()
    assert left.base_tag == 'W/"2"'
    assert len(records.versions("Patient", "p1")) == 3


def test_two_birth_dates_are_a_conflict_that_blocks_nothing_and_loses_neither(
    records: Records, journal: Journal
) -> None:
    take(journal, patient("p1", birthDate="1947-03-14"), 'W/"1"')
    keep(records, patient("p1", birthDate="1947-03-13"))

    assert take(journal, patient("p1", birthDate="1947-03-15")) is Taken.CONFLICT

    (found,) = journal.conflicts()
    assert found.base is not None
    assert found.theirs is not None
    sides = (found.base, found.mine, found.theirs)
    assert [side["birthDate"] for side in sides] == ["1947-03-14", "1947-03-13", "1947-03-15"]
    assert change_of(journal, "p1").held is Held.CONFLICT
    keep(records, patient("p1", birthDate="1947-03-13", gender="female"))
    assert all(one.held is Held.CONFLICT for one in journal.changes())


@pytest.mark.parametrize(("chosen", "unsent"), [("1947-03-13", 1), ("1947-03-15", 0), ("1947-03-01", 1)])
def test_what_the_nurse_chooses_is_kept_on_the_base_of_theirs(
    records: Records, journal: Journal, chosen: str, unsent: int
) -> None:
    take(journal, patient("p1", birthDate="1947-03-14"), 'W/"1"')
    keep(records, patient("p1", birthDate="1947-03-13"))
    take(journal, patient("p1", birthDate="1947-03-15"))
    (found,) = journal.conflicts()

    journal.resolve(found.identity, patient("p1", birthDate=chosen), NOW)

    assert records.get("Patient", "p1") == patient("p1", birthDate=chosen)
    assert [one.base_tag for one in journal.changes()] == ['W/"2"'] * unsent
    assert journal.conflicts() == []
    with pytest.raises(ValueError, match="settled"):
        journal.resolve(found.identity, patient("p1"), NOW)


def test_a_newer_state_of_theirs_takes_the_place_of_the_older_which_is_kept(
    records: Records, journal: Journal
) -> None:
    take(journal, patient("p1", birthDate="1947-03-14"), 'W/"1"')
    keep(records, patient("p1", birthDate="1947-03-13"))
    take(journal, patient("p1", birthDate="1947-03-15"))

    take(journal, patient("p1", birthDate="1947-03-16"), 'W/"3"')
    take(journal, patient("p1", birthDate="1947-03-16"), 'W/"3"')

    (found,) = journal.conflicts()
    assert found.theirs is not None
    assert found.theirs["birthDate"] == "1947-03-16"


def test_a_signed_note_is_never_replaced_by_what_comes_in(records: Records, journal: Journal) -> None:
    with records.work() as work:
        work.put(note("Visit", "final", "n1"), sign=True)
    send(journal, change_of(journal, "n1").sequence)

    assert take(journal, note("Another", "final", "n1")) is Taken.CONFLICT

    assert records.get("Composition", "n1") == note("Visit", "final", "n1")


def test_what_comes_in_while_ours_is_on_its_way_waits_for_our_answer(
    records: Records, journal: Journal
) -> None:
    take(journal, patient("p1", birthDate="1947-03-14"), 'W/"1"')
    keep(records, patient("p1", birthDate="1947-03-14", gender="female"))
    change = change_of(journal, "p1")
    batch = journal.freeze([change.sequence], transaction=False, now=NOW)
    journal.mark_sent(batch.identity, NOW)

    assert take(journal, patient("p1", birthDate="1947-03-20"), 'W/"2"') is Taken.KNOWN
    assert records.get("Patient", "p1") == patient("p1", birthDate="1947-03-14", gender="female")
    noted = journal.dissolve(batch.identity)

    assert journal.receive(noted, None, NOW) == [Taken.MERGED]
    assert records.get("Patient", "p1") == patient("p1", birthDate="1947-03-20", gender="female")


@pytest.mark.parametrize(("dirty", "taken"), [(False, Taken.GONE), (True, Taken.CONFLICT)])
def test_a_deletion_at_the_office_never_takes_what_is_unsent(
    records: Records, journal: Journal, *, dirty: bool, taken: Taken
) -> None:
    take(journal, patient("p1"), 'W/"1"')
    if dirty:
        keep(records, patient("p1", gender="female"))

    assert journal.receive([Received("Patient", "p1", "", None)], None, NOW) == [taken]

    assert records.get("Patient", "p1") is not None
    assert [one.theirs for one in journal.conflicts()] == ([None] if dirty else [])


def test_the_same_statement_under_a_new_tag_moves_the_tag_only(records: Records, journal: Journal) -> None:
    take(journal, patient("p1"), 'W/"1"')

    assert take(journal, {**patient("p1"), "meta": {**FICTIONAL, "versionId": "9"}}, 'W/"9"') is Taken.KNOWN

    assert journal.known_tags()["Patient", "p1"] == 'W/"9"'
    assert len(records.versions("Patient", "p1")) == 1


def test_one_runner_at_a_time_and_a_dead_one_is_followed(journal: Journal) -> None:
    def later(minutes: int) -> datetime:
        return NOW.replace(minute=minutes)

    assert journal.take_lease("window", NOW)
    assert journal.take_lease("window", NOW)
    assert not journal.take_lease("timer", later(1))
    assert journal.take_lease("timer", later(3))
    journal.give_lease("window")
    assert not journal.take_lease("window", later(3))
    journal.give_lease("timer")
    assert journal.take_lease("window", later(3))


def test_a_whole_page_is_taken_or_nothing_of_it(records: Records, journal: Journal) -> None:
    broken: dict[str, Any] = {"resourceType": "Patient"}

    with pytest.raises(KeyError):
        journal.receive([office(patient("p1")), Received("Patient", "p2", "", broken)], ("feed", "1"), NOW)

    assert records.get("Patient", "p1") is None
    assert journal.cursor("feed") == ""
