"""Between laptop and office when something is in doubt: late answers, restored offices, deletions."""

from datetime import UTC, datetime

import pytest

from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource
from carenurse.store.journal import Journal
from carenurse.store.journal_facts import UNSURE, Acknowledged, Received, Taken
from carenurse.store.records import StoredRecords
from carenurse.sync import canonical
from carenurse.sync.merge import merge
from tests.carenurse.store.resources import patient
from tests.kept import keep

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


@pytest.fixture
def journal(records: Records) -> Journal:
    """Give the journal of a real record, whose own nurse the office knows already."""
    assert isinstance(records, StoredRecords)
    kept = records.journal(merge, canonical.digest)
    settle(kept)
    return kept


def settle(journal: Journal, tag: str = "1") -> str:
    sequences = [change.sequence for change in journal.changes()]
    batch = journal.freeze(sequences, transaction=True, now=NOW)
    journal.mark_sent(batch.identity, NOW)
    journal.acknowledge(batch.identity, [Acknowledged(one, tag) for one in sequences], NOW)
    return batch.identity


def take(
    journal: Journal, resource: Resource | None, tag: str, updated: str = "", *, of: str = "p1"
) -> Taken:
    return journal.receive([Received("Patient", of, tag, resource, updated)], None, NOW)[0]


def differ(records: Records, journal: Journal) -> None:
    """Open a conflict: she says female, the office says male, both knew neither."""
    take(journal, patient("p1"), "1")
    keep(records, patient("p1", gender="female"))
    take(journal, patient("p1", gender="male"), "2")


def test_what_came_in_during_a_wait_stays_noted_until_it_is_taken(records: Records, journal: Journal) -> None:
    take(journal, patient("p1"), "1")
    keep(records, patient("p1", gender="female"))
    (change,) = journal.changes()
    batch = journal.freeze([change.sequence], transaction=False, now=NOW)
    take(journal, patient("p1", birthDate="1947-03-20"), "2")
    assert journal.noted() == []

    journal.dissolve(batch.identity)

    noted = journal.noted()
    assert [one.tag for one in noted] == ["2"]
    assert journal.receive(noted, None, NOW) == [Taken.MERGED]
    assert journal.noted() == []


def test_an_older_state_that_a_cache_brings_late_changes_nothing(records: Records, journal: Journal) -> None:
    take(journal, patient("p1", gender="female"), "2", "2026-03-04T09:00:00Z")

    assert take(journal, patient("p1", gender="male"), "1", "2026-03-04T08:00:00Z") is Taken.KNOWN
    assert (records.get("Patient", "p1") or {})["gender"] == "female"
    assert take(journal, patient("p1", gender="male"), "3", "") is Taken.KEPT


def test_the_offices_own_writing_of_a_version_is_no_conflict(records: Records, journal: Journal) -> None:
    take(journal, patient("p1"), "1")
    keep(records, patient("p1", gender="female"))

    assert take(journal, {**patient("p1"), "active": True}, "1") is Taken.KNOWN

    assert journal.conflicts() == []
    assert [one.resource["gender"] for one in journal.changes()] == ["female"]


def test_an_echo_never_takes_a_draft_away(records: Records, journal: Journal) -> None:
    keep(records, patient("p1"))
    (change,) = journal.changes()
    batch = journal.freeze([change.sequence], transaction=False, now=NOW)
    with records.work() as work:
        work.put(patient("p1", gender="female"), draft=True)

    echo = {**patient("p1"), "active": True}
    journal.acknowledge(batch.identity, [Acknowledged(change.sequence, "1", echo)], NOW)

    assert records.get("Patient", "p1") == patient("p1", gender="female")


def test_what_merges_into_exactly_ours_is_still_sent(records: Records, journal: Journal) -> None:
    take(journal, patient("p1"), "1")
    ours = patient("p1", gender="female", birthDate="1947-03-14")
    keep(records, ours)

    assert take(journal, patient("p1", gender="female"), "2") is Taken.MERGED

    (change,) = journal.changes()
    assert (change.base_tag, change.resource["birthDate"]) == ("2", "1947-03-14")


def test_a_deletion_is_agreed_with_or_not(records: Records, journal: Journal) -> None:
    take(journal, patient("p1"), "1")
    keep(records, patient("p1", gender="female"))
    take(journal, None, "")
    (found,) = journal.conflicts()

    journal.agree(found.identity, NOW)

    assert (journal.conflicts(), journal.changes()) == ([], [])
    assert ("Patient", "p1") not in journal.known_tags()
    with pytest.raises(ValueError, match="no deletion"):
        journal.agree(found.identity, NOW)


def test_a_restored_office_is_offered_what_it_had_confirmed(records: Records, journal: Journal) -> None:
    keep(records, patient("p1"))
    settle(journal)
    keep(records, patient("p1", gender="female"))
    settle(journal, "2")
    journal.doubt_tags()
    assert set(journal.known_tags().values()) == {UNSURE}

    journal.reoffer(Received("Patient", "p1", "1", patient("p1")), patient("p1"), NOW)

    (change,) = journal.changes()
    assert (change.base_tag, change.resource["gender"]) == ("1", "female")
    journal.reoffer(Received("Patient", "p1", "", None), None, NOW)
    assert [(one.base_tag, one.attempts > 0) for one in journal.changes()] == [("", True)]


def test_what_a_restored_office_says_under_a_number_used_before_takes_the_place_in_an_open_conflict(
    records: Records, journal: Journal
) -> None:
    differ(records, journal)
    journal.doubt_tags()

    take(journal, patient("p1", gender="other"), "2")

    (conflict,) = journal.conflicts()
    assert (conflict.theirs or {})["gender"] == "other"
    journal.resolve(conflict.identity, conflict.theirs or {}, NOW)
    assert (journal.changes(), journal.known_tags()["Patient", "p1"]) == ([], "2")


def test_what_the_office_took_back_is_chosen_between_no_longer(records: Records, journal: Journal) -> None:
    differ(records, journal)

    assert take(journal, patient("p1"), "3") is Taken.CONFLICT
    assert take(journal, patient("p1"), "3") is Taken.KNOWN

    (conflict,) = journal.conflicts()
    assert (conflict.theirs, conflict.theirs_tag) == (patient("p1"), "3")


def test_what_the_office_said_before_it_was_restored_may_still_be_chosen(
    records: Records, journal: Journal
) -> None:
    differ(records, journal)
    journal.doubt_tags()

    take(journal, patient("p1"), "1")

    (conflict,) = journal.conflicts()
    assert (conflict.theirs or {})["gender"] == "male"
    journal.resolve(conflict.identity, conflict.theirs or {}, NOW)
    assert [(one.resource["gender"], one.base_tag) for one in journal.changes()] == [("male", "1")]


def test_what_was_deleted_as_the_office_had_it_is_named_and_what_she_let_go_is_not(
    records: Records, journal: Journal
) -> None:
    for name in ("p1", "p2", "p3"):
        take(journal, patient(name), "1", of=name)
    keep(records, patient("p2", gender="female"))
    for name in ("p1", "p2"):
        take(journal, None, "", of=name)
    (found,) = journal.conflicts()
    journal.agree(found.identity, NOW)

    assert journal.deleted_there() == {("Patient", "p1")}
    assert journal.deleted_there([Received("Patient", "p3", "2", patient("p3"))]) == set()


def test_a_conflict_that_gets_the_id_of_one_from_before_a_restore_is_taken_at_its_word(
    records: Records, journal: Journal
) -> None:
    differ(records, journal)
    (before,) = journal.conflicts()
    journal.doubt_tags()
    journal.resolve(before.identity, before.mine, NOW)
    settle(journal, "3")
    journal.leave("p1")

    take(journal, patient("p2"), "1", of="p2")
    keep(records, patient("p2", gender="female"))
    take(journal, patient("p2", gender="male"), "2", of="p2")
    (fresh,) = journal.conflicts()
    assert fresh.identity == before.identity
    journal.resolve(fresh.identity, fresh.mine, NOW)

    assert [one.base_tag for one in journal.changes()] == ["2"]


def test_what_stands_at_the_office_after_a_choice_is_known_with_its_moment(
    records: Records, journal: Journal
) -> None:
    take(journal, patient("p1"), "1", "2026-03-04T08:00:00Z")
    keep(records, patient("p1", gender="female"))
    theirs = patient("p1", gender="male", meta={"lastUpdated": "2026-03-04T09:00:00Z"})
    take(journal, theirs, "2", "2026-03-04T09:00:00Z")
    (conflict,) = journal.conflicts()

    journal.resolve(conflict.identity, theirs, NOW)

    earlier = Received("Patient", "p1", "1", patient("p1"), "2026-03-04T08:00:00Z")
    assert journal.is_behind(earlier), "it is asked by its id whether the office went back"


def test_where_nobody_can_tell_whether_it_arrived_the_nurse_is_asked(
    records: Records, journal: Journal
) -> None:
    take(journal, patient("p1", gender="male"), "1")
    keep(records, patient("p1", gender="female"))
    (change,) = journal.changes()
    journal.freeze([change.sequence], transaction=False, now=NOW)

    journal.contest(change.sequence, Received("Patient", "p1", "3", patient("p1", gender="other")), NOW)

    assert [one.theirs_tag for one in journal.conflicts()] == ["3"]
    assert journal.batches() == []


def test_receipts_are_remembered_until_a_run_is_counted(records: Records, journal: Journal) -> None:
    keep(records, patient("p1"))
    batch = settle(journal)

    receipts = journal.receipts()
    assert f"Provenance/{batch}" in receipts
    journal.finish(receipts, {"runs": "1 1"})

    assert (journal.receipts(), journal.cursor("runs")) == ([], "1 1")
    assert journal.cursor("acknowledged") == NOW.isoformat()
