"""Her own record comes back from the office, which got it in a sealed file: there is nothing to choose."""

from datetime import UTC, datetime

import pytest

from carenurse.app.export_records import export_all
from carenurse.app.ports import Records
from carenurse.app.sync_conflicts import disagreements
from carenurse.clinical.fhir import Resource, kind_of
from carenurse.clinical.paper import Paper, encode
from carenurse.exchange.sealing import office_keys
from carenurse.sync.kept import Journal, Received, journal_of
from tests.carenurse.app.visits import household
from tests.carenurse.app.waiting import PERSON, all_arrives
from tests.kept import keep

NOW = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)
PATIENT = PERSON["reference"].removeprefix("Patient/")


@pytest.fixture
def journal(records: Records) -> Journal:
    household(records)
    return journal_of(records)


def page(title: str) -> Resource:
    return encode(Paper(id="d9", patient=PATIENT, title=title, status="current"))


def write(records: Records, resource: Resource) -> None:
    with records.work() as work:
        work.put(resource, draft=True)


def hand_over(records: Records) -> None:
    """Export everything for the office, as the sealed file of the Office page does."""
    export_all(records, NOW, to=office_keys().public)


def comes(journal: Journal, resource: Resource, tag: str = "1") -> None:
    """Let the office's own writing of a state come in."""
    theirs = {**resource, "meta": {"versionId": tag, "lastUpdated": "2026-03-04T10:05:00Z"}}
    journal.receive([Received(kind_of(resource), str(resource["id"]), tag, theirs)], None, NOW)


def base(journal: Journal) -> str:
    told = journal.base_of("DocumentReference", "d9")
    return told[1] if told else ""


def test_an_open_draft_that_comes_back_is_known(records: Records, journal: Journal) -> None:
    write(records, page("For the family"))
    hand_over(records)

    comes(journal, page("For the family"))

    assert disagreements(records, NOW) == ()
    assert base(journal) == "1"


def test_she_wrote_on_since_the_draft_left(records: Records, journal: Journal) -> None:
    write(records, page("For the family"))
    hand_over(records)
    write(records, page("For the family, with the new dose"))

    comes(journal, page("For the family"))

    assert disagreements(records, NOW) == ()
    assert base(journal) == "1"


def test_the_draft_was_finished_since_and_goes_on_top_of_what_left(
    records: Records, journal: Journal
) -> None:
    write(records, page("For the family"))
    hand_over(records)
    keep(records, page("For the family, with the new dose"))

    comes(journal, page("For the family"))

    assert disagreements(records, NOW) == ()
    (waiting,) = [one for one in journal.changes() if one.identity == "d9"]
    assert waiting.base_tag == "1"


def test_a_finished_state_that_she_changed_since_comes_back(records: Records, journal: Journal) -> None:
    keep(records, page("First"))
    all_arrives(journal, NOW)
    keep(records, page("Second"))
    hand_over(records)
    keep(records, page("Third"))

    comes(journal, page("Second"), "7")

    assert disagreements(records, NOW) == ()
    assert base(journal) == "7"
    assert (records.get("DocumentReference", "d9") or {})["content"] == page("Third")["content"]


def test_what_the_office_changed_in_it_is_still_for_her_to_read(records: Records, journal: Journal) -> None:
    write(records, page("For the family"))
    hand_over(records)

    comes(journal, page("For the neighbors"))

    assert len(disagreements(records, NOW)) == 1


def test_the_office_going_back_to_what_it_had_before_is_for_her_to_read(
    records: Records, journal: Journal
) -> None:
    for title in ("First", "Second"):
        keep(records, page(title))
        all_arrives(journal, NOW)
    keep(records, page("Third"))

    comes(journal, page("First"), "9")

    assert len(disagreements(records, NOW)) == 1


def test_a_draft_that_left_before_the_office_got_something_newer_is_no_longer_hers(
    records: Records, journal: Journal
) -> None:
    write(records, page("For the family"))
    hand_over(records)
    keep(records, page("For the family, finished"))
    all_arrives(journal, NOW)
    keep(records, page("For the family, corrected"))

    comes(journal, page("For the family"), "9")

    assert len(disagreements(records, NOW)) == 1
