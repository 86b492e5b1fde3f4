"""Pages and pictures go in the parcel beside the words, and count as sent only when the answer says so."""

from datetime import UTC, datetime
from pathlib import Path

from carenurse.app.device_status import RECEIVED, device_status
from carenurse.app.ports import Records
from carenurse.app.sync_stick import take_answer
from carenurse.clinical.paper import Paper, encode
from carenurse.sync.kept import journal_of
from tests.carenurse.app.test_sync_stick import ROSA, Road, office, person, road
from tests.carenurse.app.waiting import all_arrives
from tests.kept import keep

__all__ = ["office", "road"]
NOW = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)
PAGE = b"%PDF-1.7 fictional page"


def keep_page(records: Records, data: bytes = PAGE) -> str:
    with records.work() as work:
        digest = work.keep_file(data, media_type="application/pdf", name="page.pdf")
        told = Paper(id="d9", patient=ROSA, digest=digest, media_type="application/pdf", status="current")
        work.put(person())
        work.put(encode(told))
    return digest


def test_the_page_itself_reaches_the_office_and_counts_with_the_answer(road: Road) -> None:
    digest = keep_page(road.laptop)

    answer = road.at_the_office(road.out())

    assert road.office.file(digest) == PAGE
    assert not journal_of(road.laptop).file_is_there(digest)
    road.home(answer)
    assert journal_of(road.laptop).file_is_there(digest)
    assert journal_of(road.laptop).files_to_send() == []


def test_a_page_whose_words_went_over_the_network_goes_in_the_next_parcel(road: Road) -> None:
    digest = keep_page(road.laptop)
    all_arrives(journal_of(road.laptop), NOW)
    assert [one.digest for one in journal_of(road.laptop).files_to_send()] == [digest]
    keep(road.office, person(), *(one for one in road.laptop.all_of("DocumentReference")))

    answer = road.at_the_office(road.out())
    take_answer(road.laptop, Path(answer), NOW)

    assert road.office.file(digest) == PAGE
    assert journal_of(road.laptop).files_to_send() == []


def test_nothing_is_called_sent_while_a_page_waits(records: Records) -> None:
    keep_page(records)
    journal = journal_of(records)
    all_arrives(journal, NOW)
    journal.set_cursor(RECEIVED, NOW.isoformat())

    status = device_status(records)
    assert (status.unsent, status.files, status.all_sent) == (0, 1, False)

    journal.file_arrived(journal.files_to_send()[0].digest, NOW)
    assert device_status(records).all_sent
