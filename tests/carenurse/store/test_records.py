"""What the record promises to every use case, over the real encrypted store."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from carenurse.app.ports import Effect, Records
from carenurse.clinical.fhir import Resource
from carenurse.errors import BugError, ExpectedError
from tests.carenurse.store.resources import ids, note, patient
from tests.kept import keep


def weight(identity: str, when: str | None, value: str = "72.50", whose: str = "p1") -> Resource:
    resource: Resource = {
        "resourceType": "Observation",
        "id": identity,
        "status": "final",
        "subject": {"reference": f"Patient/{whose}"},
        "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
        "valueQuantity": {"value": Decimal(value), "unit": "kg"},
    }
    return resource | ({"effectiveDateTime": when} if when else {})


def test_the_record_knows_its_nurse(records: Records) -> None:
    assert records.me
    assert records.get("Practitioner", records.me) is not None


def test_a_resource_comes_back_to_the_last_digit(records: Records) -> None:
    kept = weight("w1", "2026-02-27T10:42:00-05:00") | {"unknown": {"extension": [1, Decimal("1.10")]}}
    keep(records, kept)

    found = records.get("Observation", "w1")

    assert found is not None
    assert found == kept
    assert str(found["valueQuantity"]["value"]) == "72.50"


def test_what_is_not_there_is_none(records: Records) -> None:
    assert records.get("Patient", "nobody") is None
    assert records.get_many("Patient", ["nobody"]) == []


def test_many_come_in_the_order_asked_for(records: Records) -> None:
    keep(records, patient("p1"), patient("p2"), patient("p3"))

    assert ids(records.get_many("Patient", ["p3", "nobody", "p1"])) == ["p3", "p1"]


def test_keeping_the_same_again_writes_nothing(records: Records) -> None:
    keep(records, patient(birthDate="1947-03-14"))
    unsent = records.unsent()

    with records.work() as work:
        effect = work.put(dict(reversed(list(patient(birthDate="1947-03-14").items()))))

    assert effect is Effect.SAME
    assert records.unsent() == unsent
    assert len(records.versions("Patient", "p1")) == 1


def test_another_precision_is_another_statement(records: Records) -> None:
    keep(records, weight("w1", None, "72.50"))

    with records.work() as work:
        assert work.put(weight("w1", None, "72.5")) is Effect.CHANGED


def test_of_patient_is_newest_first_by_when_it_happened(records: Records) -> None:
    keep(
        records,
        weight("noon", "2026-02-27T12:00:00-05:00"),
        weight("undated", None),
        weight("earlier-in-another-zone", "2026-02-27T17:30:00+01:00"),
        weight("newest", "2026-03-01"),
        weight("others", "2026-03-02", whose="p2"),
    )

    assert ids(records.of_patient("p1", "Observation")) == [
        "newest", "noon", "earlier-in-another-zone", "undated",
    ]  # fmt: skip
    assert ids(records.of_patient("p1", "Observation", limit=1)) == ["newest"]
    assert ids(records.latest_by_code("p1", "29463-7", limit=2)) == ["newest", "noon"]


def test_where_finds_by_key(records: Records) -> None:
    keep(records, weight("w1", None), weight("w2", None, whose="p2"), note("x"))

    assert set(ids(records.where("Observation", "code", "29463-7"))) == {"w1", "w2"}
    assert ids(records.where("Observation", "code", "29463-7", patient="p2")) == ["w2"]
    assert records.where("Composition", "code", "29463-7") == []


def test_keys_follow_a_change(records: Records) -> None:
    keep(records, note("x"))
    keep(records, note("x", status="final"))

    assert records.where("Composition", "status", "preliminary") == []
    assert ids(records.where("Composition", "status", "final")) == ["c1"]


def test_between_takes_the_start_and_leaves_the_end(records: Records) -> None:
    keep(
        records,
        weight("before", "2026-02-27T09:59:59Z"),
        weight("start", "2026-02-27T10:00:00Z"),
        weight("inside", "2026-02-27T10:30:00Z"),
        weight("end", "2026-02-27T11:00:00Z"),
    )
    start, end = (datetime(2026, 2, 27, hour, tzinfo=UTC) for hour in (10, 11))

    assert ids(records.between("Observation", start, end)) == ["start", "inside"]
    assert records.between("Observation", start, end, patient="p2") == []


def test_of_a_span_those_of_one_practitioner_and_those_of_nobody_are_read(records: Records) -> None:
    def visited_by(number: int, *actors: str) -> Resource:
        told = [{"actor": {"reference": one}, "status": "accepted"} for one in ("Patient/p1", *actors)]
        start = f"2026-02-27T1{number}:00:00Z"
        return {"resourceType": "Appointment", "id": f"a{number}", "start": start, "participant": told}

    me, other = "Practitioner/me", "Practitioner/other"
    listed = (visited_by(0, other), visited_by(1, me), visited_by(2), visited_by(3, other, me))
    keep(records, *listed, visited_by(4, "Location/clinic"))
    start, end = (datetime(2026, 2, 27, hour, tzinfo=UTC) for hour in (10, 15))

    assert ids(records.between("Appointment", start, end, practitioner="me")) == ["a1", "a2", "a3", "a4"]
    assert ids(records.between("Appointment", start, end, practitioner="nobody")) == ["a2", "a4"]
    assert ids(records.between("Appointment", start, end, patient="p1", practitioner="me"))[0] == "a1"
    assert ids(records.where("Appointment", "practitioner", "me", limit=1)) == ["a3"]


def test_the_timeline_pages_on_without_gap_or_repeat(records: Records) -> None:
    keep(records, patient(), *(weight(f"w{at:02}", f"2026-02-{1 + at // 3:02}") for at in range(20)))

    seen: list[str] = []
    before: tuple[str, str] | None = None
    while page := records.timeline("p1", before=before, limit=7):
        seen += ids(page)
        before = (f"{page[-1]['effectiveDateTime']}T12:00", page[-1]["id"])

    assert len(seen) == 20
    assert seen == sorted(seen, reverse=True)


def test_all_of_a_kind(records: Records) -> None:
    keep(records, patient("p1"), patient("p2"))

    assert ids(records.all_of("Patient")) == ["p1", "p2"]


def test_drafts_squash_into_the_version_that_follows(records: Records) -> None:
    for text in ("a", "ab", "abc"):
        with records.work() as work:
            work.put(note(text), draft=True)
    drafts = records.versions("Composition", "c1")
    unsent = records.unsent()
    keep(records, note("abc"))
    keep(records, note("abcd"))
    with records.work() as work:
        work.put(note("abcde"), draft=True)

    assert [(found.draft, found.resource["title"]) for found in drafts] == [(True, "abc")]
    assert all(found.kind != "Composition" for found in unsent)
    assert [
        (found.number, found.draft, found.resource["title"])
        for found in records.versions("Composition", "c1")
    ] == [
        (1, False, "abc"),
        (2, False, "abcd"),
        (3, True, "abcde"),
    ]


def test_every_version_that_is_no_draft_waits_for_the_office(records: Records) -> None:
    before = len(records.unsent())
    keep(records, note("a"))
    keep(records, note("b"))
    with records.work() as work:
        work.put(patient("known-there"), local=True)

    waiting = records.unsent()[before:]
    assert [(found.kind, found.identity, found.version, found.patient) for found in waiting] == [
        ("Composition", "c1", 1, "p1"),
        ("Composition", "c1", 2, "p1"),
    ]


def test_a_signed_version_is_frozen(records: Records) -> None:
    with records.work() as work:
        work.put(note("as signed", "final"), sign=True)

    assert records.signed("Composition", "c1")
    with records.work() as work:
        assert work.put(note("as signed", "final"), sign=True) is Effect.SAME
        assert work.put(note("as signed", "final"), draft=True) is Effect.SAME
    for how in ({"draft": True}, {"sign": True}, {}):
        with pytest.raises(ExpectedError, match="signed"), records.work() as work:
            work.put(note("otherwise", "final"), **how)
    assert records.get("Composition", "c1") == note("as signed", "final")


def test_signing_what_was_already_kept_makes_a_signed_version(records: Records) -> None:
    keep(records, note("a"))

    with records.work() as work:
        assert work.put(note("a"), sign=True) is Effect.CHANGED

    assert records.signed("Composition", "c1")
    assert len(records.versions("Composition", "c1")) == 2


def test_an_exception_takes_everything_back(records: Records) -> None:
    before = (records.unsent(), records.audit_trail(), records.files())

    def fail_halfway() -> None:
        with records.work() as work:
            work.put(patient("p9"))
            work.record("create", "Patient/p9")
            work.keep_file(b"paper", media_type="application/pdf", name="page.pdf")
            work.set_setting("half", "done")
            assert work.get("Patient", "p9") is not None
            message = "power"
            raise RuntimeError(message)

    with pytest.raises(RuntimeError):
        fail_halfway()

    assert records.get("Patient", "p9") is None
    assert records.find_patients("delgado") == []
    assert records.setting("half") is None
    assert (records.unsent(), records.audit_trail(), records.files()) == before


def test_a_unit_inside_a_unit_is_our_fault(records: Records) -> None:
    with pytest.raises(BugError), records.work(), records.work():
        pass


def test_units_of_two_threads_follow_one_another(records: Records) -> None:
    def count_up() -> None:
        for _ in range(50):
            with records.work() as work:
                work.set_setting("count", str(int(work.setting("count") or 0) + 1))
                records.of_patient("p1", "Observation")

    with ThreadPoolExecutor(4) as threads:
        for done in [threads.submit(count_up) for _ in range(4)]:
            done.result()

    assert records.setting("count") == "200"


def test_a_file_is_kept_once(records: Records) -> None:
    with records.work() as work:
        first = work.keep_file(b"a page", media_type="text/plain", name="a.txt")
        second = work.keep_file(b"a page", media_type="text/plain", name="b.txt")

    assert first == second
    assert records.file(first) == b"a page"
    assert [(found.name, found.size) for found in records.files()] == [("a.txt", 6)]
    assert records.file("0" * 64) is None


def test_settings_are_kept_inside(records: Records) -> None:
    with records.work() as work:
        work.set_setting("office", "https://office.example.org")
        work.set_setting("office", "https://other.example.org")

    assert records.setting("office") == "https://other.example.org"
    assert records.setting("none") is None


def test_the_audit_trail_is_newest_first(records: Records) -> None:
    with records.work() as work:
        work.record("read", "Patient/p1")
        work.record("print", "DocumentReference/d1", "es")

    newest, before, *_ = records.audit_trail(limit=2)
    assert (newest.action, newest.subject, newest.detail, newest.actor) == (
        "print", "DocumentReference/d1", "es", records.me,
    )  # fmt: skip
    assert before.sequence == newest.sequence - 1


def test_what_was_made_ready_ahead_is_kept_like_anything_else(records: Records) -> None:
    ahead = [weight(f"o{number}", "2026-02-27") for number in range(3)]

    with records.work(ahead) as work:
        assert [work.put(one) for one in ahead] == [Effect.NEW] * 3
        work.put({**ahead[0], "status": "amended"})
        assert work.put(ahead[1]) is Effect.SAME

    assert [records.get("Observation", str(one["id"])) for one in ahead] == [
        {**ahead[0], "status": "amended"},
        *ahead[1:],
    ]
    assert len(records.where("Observation", "status", "final")) == 2


def test_others_save_while_what_is_ahead_is_made_ready(records: Records) -> None:
    def telling_slowly() -> Iterator[Resource]:
        for number in range(3):
            with records.work() as work:
                work.set_setting("saved meanwhile", str(number))
            yield weight(f"o{number}", "2026-02-27")

    with records.work(telling_slowly()) as work:
        assert work.setting("saved meanwhile") == "2"


def test_reading_counts_as_nothing_kept_and_keeping_counts_whatever_was_read_between(
    records: Records,
) -> None:
    keep(records, patient("p1"))
    known = [records.commits()]

    for number in range(3):
        with records.work() as work:
            work.record("read", "Patient/p1")
        assert records.commits() == known[-1]
        with records.work() as work:
            work.put(weight(f"w{number}", None))
            work.record("create", f"Observation/w{number}")
        known.append(records.commits())

    assert known == sorted(set(known))


def test_a_setting_beside_what_is_told_counts(records: Records) -> None:
    before = records.commits()

    with records.work() as work:
        work.record("read", "Patient/p1")
        work.set_setting("x", "1")

    assert records.commits() > before


def test_what_was_told_and_taken_back_leaves_the_count_as_it_was(records: Records) -> None:
    before = records.commits()

    with suppress(ZeroDivisionError), records.work() as work:
        work.record("read", "Patient/p1")
        raise ZeroDivisionError
    assert records.commits() == before

    keep(records, patient("p1"))
    assert records.commits() > before
