"""What an office serves: one order of commits, versions, caseloads, devices, answers, files in pieces."""

from datetime import timedelta
from hashlib import sha256

import pytest

from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource
from carenurse.store.kept_answers import KeptAnswer
from carenurse.store.records import StoredRecords
from carenurse.store.served import Served
from carenurse.store.served_rows import Question
from carenurse.store.uploads import Piece
from tests.carenurse.store.resources import FICTIONAL, caseload, note, patient, problem
from tests.kept import keep

NURSE = "nurse-1"


@pytest.fixture
def stored(records: Records) -> StoredRecords:
    assert isinstance(records, StoredRecords)
    return records


@pytest.fixture
def served(stored: StoredRecords) -> Served:
    found = stored.served()
    found.open_office("key-1")
    return found


def serve(stored: StoredRecords, served: Served, *resources: Resource, author: str = "") -> None:
    with stored.work(author=author) as work:
        for resource in resources:
            work.put(resource, local=True)
            served.note_tags(resource)
        served.note_caseloads()


def references(served: Served, since: int, nurse: str | None = None) -> list[tuple[str, str]]:
    steps, _end = served.changes(since, nurse, 500)
    return [(step.op, step.reference) for step in steps]


def test_each_commit_has_a_sequence_and_a_moment_that_only_grow(
    stored: StoredRecords, served: Served
) -> None:
    before = served.newest
    keep(stored, patient("p1"), patient("p2"))
    keep(stored, patient("p1", gender="female"))

    found = served.search(Question("Patient"), 10)

    assert [(one.identity, one.number) for one in found] == [("p2", 1), ("p1", 2)]
    assert [one.sequence for one in found] == [before + 2, before + 3]
    assert found[0].at < found[1].at
    assert [one.number for one in served.history("Patient", "p1")] == [2, 1]


def test_what_was_kept_before_the_office_began_stands_in_the_feed(records: Records) -> None:
    assert isinstance(records, StoredRecords)
    keep(records, patient("p1"))
    keep(records, patient("p1", gender="female"))
    served = records.served()

    served.open_office("key-1")

    assert [one.number for one in served.history("Patient", "p1")] == [2, 1]


def test_a_draft_is_served_when_it_is_finished(stored: StoredRecords, served: Served) -> None:
    with stored.work() as work:
        work.put(note("half a sentence"), draft=True)
    assert served.standing("Composition", "c1") is None

    keep(stored, note("a sentence"))

    found = served.standing("Composition", "c1")
    assert found is not None
    assert found.resource["title"] == "a sentence"


def test_the_epoch_stays_until_a_copy_is_opened(served: Served) -> None:
    first = served.epoch
    served.open_office("key-1")
    assert served.epoch == first

    served.open_office("key-of-a-copy")

    assert served.epoch != first


def test_a_nurse_sees_her_patients_and_what_all_share(stored: StoredRecords, served: Served) -> None:
    serve(
        stored, served, patient("p1"), patient("p2"), problem("c1", "p1", "CHF"), problem("c2", "p2", "COPD")
    )
    serve(stored, served, {"resourceType": "Organization", "id": "o1", "meta": FICTIONAL})
    serve(stored, served, caseload(NURSE, "p1"), caseload("nurse-2", "p2"))

    def found(kind: str) -> list[str]:
        return [one.identity for one in served.search(Question(kind, nurse=NURSE), 10)]

    assert [found(kind) for kind in ("Patient", "Condition", "Organization", "Group")] == [
        ["p1"],
        ["c1"],
        ["o1"],
        [f"list-{NURSE}"],
    ]


def test_a_patient_who_comes_and_goes_stands_in_the_feed(stored: StoredRecords, served: Served) -> None:
    serve(stored, served, patient("p1"), patient("p2"))
    start = served.newest
    serve(stored, served, caseload(NURSE, "p1"))
    assert references(served, start, NURSE) == [("put", f"Group/list-{NURSE}"), ("in", "Patient/p1")]

    between = served.newest
    serve(stored, served, caseload(NURSE, "p2"))

    assert ("in", "Patient/p2") in references(served, between, NURSE)
    assert ("out", "Patient/p1") in references(served, between, NURSE)
    assert served.patients_of(NURSE) == {"p2"}
    assert served.former.had(NURSE, "p1")


def test_whom_a_nurse_brought_is_hers_until_a_list_has_them(stored: StoredRecords, served: Served) -> None:
    serve(stored, served, patient("p1"), author=NURSE)
    with stored.work():
        served.bring(NURSE, "p1")
    assert served.patients_of(NURSE) == {"p1"}

    serve(stored, served, caseload("nurse-2", "p1"))

    assert served.patients_of(NURSE) == frozenset()


def test_search_asks_by_key_tag_patient_and_time(stored: StoredRecords, served: Served) -> None:
    tagged = {**problem("c1", "p1", "CHF"), "meta": {"tag": [{"system": "urn:x", "code": "b1"}]}}
    serve(stored, served, patient("p1"), tagged, problem("c2", "p1", "COPD"), note("final words", "final"))
    first = served.standing("Condition", "c1")
    assert first is not None

    def ids(question: Question) -> list[str]:
        return [one.identity for one in served.search(question, 10)]

    assert ids(Question("Condition", tags=("urn:x|b1",))) == ["c1"]
    assert ids(Question("Condition", patients=("p1",), updated=((">", first.at),))) == ["c2"]
    assert ids(Question("Condition", after=first.sequence)) == ["c2"]
    assert ids(Question("Condition", identities=("c2", "c9"))) == ["c2"]
    assert ids(Question("Composition", keys=(("status", ("final", "amended")),))) == ["c1"]
    assert served.count(Question("Condition")) == 2


def test_a_laptop_comes_in_by_a_code_that_works_once(served: Served) -> None:
    code = served.devices.invite(NURSE)

    let_in = served.devices.enrol(code.lower(), "blue laptop")

    assert let_in is not None
    device, token = let_in
    assert (device.nurse, device.whole) == (NURSE, False)
    assert served.devices.by_token(token) == device
    assert served.devices.enrol(code, "another") is None


def test_a_revoked_laptop_is_a_stranger(served: Served) -> None:
    let_in = served.devices.enrol(served.devices.invite(NURSE), "blue laptop")
    assert let_in is not None

    assert served.devices.revoke(let_in[0].identity)

    assert served.devices.by_token(let_in[1]) is None
    assert not served.devices.revoke(let_in[0].identity)
    assert served.devices.all()[0].revoked is not None


def test_a_file_arrives_in_pieces(served: Served, records: Records) -> None:
    whole = b"a fictional picture" * 100
    digest = sha256(whole).hexdigest()
    send = served.uploads.append
    assert send("d1", digest, 0, whole[:700], last=False, kind="image/jpeg") is Piece.KEPT
    assert send("d1", digest, 0, whole[:700], last=False, kind="image/jpeg") is Piece.OUT_OF_PLACE
    assert served.uploads.offset("d1", digest) == 700

    assert send("d1", digest, 700, whole[700:], last=True, kind="image/jpeg") is Piece.WHOLE

    assert records.file(digest) == whole
    assert served.uploads.size(digest) == len(whole)


def test_a_file_that_is_not_what_it_says_is_thrown_away(served: Served) -> None:
    digest = sha256(b"this").hexdigest()
    assert served.uploads.append("d1", digest, 0, b"that", last=True, kind="image/jpeg") is Piece.WRONG
    assert served.uploads.size(digest) is None


def test_an_answer_and_a_deposit_are_kept_once(stored: StoredRecords, served: Served) -> None:
    answer = KeptAnswer(b"\x00" * 32, 200, b"{}")
    with stored.work():
        served.answers.keep("d1", "batch-1", answer)

    assert served.answers.find("d1", "batch-1") == answer
    assert served.answers.find("d2", "batch-1") is None
    assert served.answers.deposit("d1", b"sealed") == served.answers.deposit("d1", b"sealed")
    assert [body for _device, _when, body in served.answers.deposits()] == [b"sealed"]


def test_a_laptop_has_a_feed_that_goes_on_where_it_stopped(stored: StoredRecords, served: Served) -> None:
    start = served.newest
    keep(stored, *(patient(f"p{number}") for number in range(7)))

    seen: list[str] = []
    at = start
    while True:
        steps, end = served.changes(at, None, 3)
        if end == at:
            break
        seen += [step.reference for step in steps]
        at = end

    assert seen == [f"Patient/p{number}" for number in range(7)]


def test_times_are_told_with_their_version(stored: StoredRecords, served: Served) -> None:
    keep(stored, patient("p1"))
    found = served.standing("Patient", "p1")
    assert found is not None

    told = found.told()

    assert (told["meta"]["versionId"], found.tag) == ("1", 'W/"1"')
    assert told["meta"]["tag"] == FICTIONAL["tag"]
    assert abs(found.updated - stored.versions("Patient", "p1")[0].saved) < timedelta(seconds=1)
