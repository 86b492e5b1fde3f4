"""A laptop and a real office over the loopback: joined by a code, sent, received, and told in words."""

import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from typing_extensions import override

from carenurse.app import wiring
from carenurse.app.device_status import device_status
from carenurse.app.export_records import export_all
from carenurse.app.import_records import carry_out, plan_import
from carenurse.app.ports import Records
from carenurse.app.sync_join import join
from carenurse.app.sync_office import Office as Kept
from carenurse.app.sync_office import keep_office, office_facts, office_of, profile_words
from carenurse.app.sync_run import RunProgress, RunResult, over_the_network, run
from carenurse.clinical.fhir import Resource, new_id
from carenurse.clinical.paper import Paper, encode
from carenurse.errors import ExpectedError
from carenurse.exchange.sealing import office_keys
from carenurse.office.office import Office
from carenurse.office.serving import Place, Serving
from carenurse.office.store_thread import StoreThread
from carenurse.office.web import Web
from carenurse.store.records import StoredRecords
from carenurse.sync.http_wire import HttpWire
from carenurse.sync.kept import journal_of
from carenurse.sync.profile import Profile
from carenurse.sync.wire import NoAnswerError, Request, Response
from tests.fakes import FixedClock
from tests.made_vault import MadeVault

NOW = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)
ROSA = "5b7f9d1e-0c44-4c8f-9a51-3f1f0a6f2b11"
HTEST = {"tag": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}]}


def rosa(**more: str) -> Resource:
    name = [{"family": "Delgado", "given": ["Rosa"]}]
    return {"resourceType": "Patient", "id": ROSA, "meta": HTEST, "name": name, **more}


class Hub:
    """An office that serves on the loopback."""

    def __init__(self, records: Records) -> None:
        assert isinstance(records, StoredRecords)
        self.records = records
        self.thread = StoreThread()
        self.office = self.thread.wait_for(lambda: Office(records, "key-1", lambda: datetime.now(UTC)))
        self.faults: list[Exception] = []
        self.serving = Serving(Web(self.office, self.thread, self._note).app(), Place("127.0.0.1", 0), None)
        self.serving.start()

    def _note(self, problem: Exception) -> str:
        self.faults.append(problem)
        return "E1"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.serving.port}/fhir"

    def code(self) -> str:
        return self.thread.wait_for(lambda: self.office.served.devices.invite(self.records.me, whole=True))

    def close(self) -> None:
        self.serving.stop()
        self.thread.end()


@contextmanager
def an_office(
    pattern: MadeVault, folder: Path, now: Callable[[], datetime] = wiring.local_now
) -> Generator[Hub]:
    shutil.copytree(pattern.folder, folder)
    opened = wiring.unlock_with_recovery(folder, pattern.recovery_code, reserve=0, now=now)
    made = Hub(opened.records)
    yield made
    made.close()
    opened.close()


@pytest.fixture
def hub(vault_pattern: MadeVault, tmp_path: Path) -> Iterator[Hub]:
    with an_office(vault_pattern, tmp_path / "office") as made:
        yield made


@pytest.fixture
def other_hub(vault_pattern: MadeVault, tmp_path: Path) -> Iterator[Hub]:
    with an_office(vault_pattern, tmp_path / "other-office") as made:
        yield made


def go(records: Records, *, most: int = 10_000) -> RunResult:
    seen: list[RunProgress] = []

    def go_on(progress: RunProgress) -> bool:
        seen.append(progress)
        return len(seen) < most

    return run(records, over_the_network, FixedClock(NOW), go_on)


def test_a_code_becomes_a_token_that_only_the_vault_knows(records: Records, hub: Hub) -> None:
    join(records, hub.address, hub.code(), over_the_network, NOW)

    facts = office_facts(records, NOW)
    assert (facts.address, facts.has_token) == (hub.address, True)
    assert sign_ins(records) == ["code"]
    assert office_of(records).token not in repr(facts)


def test_a_code_is_good_once(records: Records, hub: Hub) -> None:
    code = hub.code()
    join(records, hub.address, code, over_the_network, NOW)

    with pytest.raises(ExpectedError, match="does not take this code"):
        join(records, hub.address, code, over_the_network, NOW)

    assert sign_ins(records) == ["code refused", "code"]


def test_a_token_that_was_typed_is_a_sign_in_once_and_never_on_the_trail_itself(records: Records) -> None:
    for _ in range(2):
        keep_office(records, "office.example.org", "a-secret")

    assert sign_ins(records) == ["token"]
    assert "a-secret" not in repr(records.audit_trail(limit=99))


def sign_ins(records: Records) -> list[str]:
    """List what the audit trail says of signing in, newest first."""
    return [one.detail for one in records.audit_trail(limit=99) if one.action == "sign-in"]


def test_what_was_recorded_arrives_and_counts_as_sent_only_then(records: Records, hub: Hub) -> None:
    with records.work() as work:
        work.put(rosa())
    join(records, hub.address, hub.code(), over_the_network, NOW)
    assert device_status(records).unsent

    result = go(records)

    assert result.good, result.sentence
    assert hub.records.get("Patient", ROSA)
    assert journal_of(records).changes() == []
    assert device_status(records).all_sent
    assert hub.faults == []


def test_what_the_office_changed_is_received(records: Records, hub: Hub) -> None:
    with records.work() as work:
        work.put(rosa())
    join(records, hub.address, hub.code(), over_the_network, NOW)
    go(records)
    with hub.records.work() as work:
        work.put({**(hub.records.get("Patient", ROSA) or {}), "gender": "female"})

    result = go(records)

    assert result.good, result.sentence
    assert (records.get("Patient", ROSA) or {})["gender"] == "female"


PAGE = bytes(range(256)) * 1400
"""More than one piece of a file."""


def keep_page(records: Records) -> str:
    """Keep a paper with its file, and give the file's name."""
    with records.work() as work:
        digest = work.keep_file(PAGE, media_type="application/pdf", name="page.pdf")
        told = Paper(id=new_id(), patient=ROSA, digest=digest, media_type="application/pdf", status="current")
        work.put(rosa())
        work.put({**encode(told), "meta": HTEST})
    return digest


class _Counting(HttpWire):
    """The real way, with the bytes of files that went over it."""

    sent = 0

    @override
    def send(self, request: Request) -> Response:
        type(self).sent += len(request.body) if request.method == "PATCH" else 0
        return super().send(request)


def test_a_file_goes_after_its_paper_and_no_byte_of_it_twice(records: Records, hub: Hub) -> None:
    digest = keep_page(records)
    join(records, hub.address, hub.code(), over_the_network, NOW)
    _Counting.sent = 0

    def go_counting(*, stop: bool) -> RunResult:
        def go_on(progress: RunProgress) -> bool:
            return not (stop and progress.words == "Pages and pictures")

        connect = partial(_counting, token=office_of(records).token)
        return run(records, connect, FixedClock(NOW), go_on)

    assert go_counting(stop=True).sentence == "Stopped. Nothing is lost."
    assert 0 < _Counting.sent < len(PAGE)
    assert journal_of(records).changes() == []
    assert go_counting(stop=False).good

    assert hub.thread.wait_for(lambda: hub.office.served.file(digest)) == PAGE
    assert _Counting.sent == len(PAGE)
    assert go_counting(stop=False).good
    assert _Counting.sent == len(PAGE)
    assert hub.faults == []


def _counting(office: Kept, *, token: str) -> _Counting:
    return _Counting(office.address, token=lambda: token)


def test_a_file_of_the_office_is_fetched_with_its_paper(records: Records, hub: Hub) -> None:
    digest = hub.thread.wait_for(lambda: keep_page(hub.records))
    join(records, hub.address, hub.code(), over_the_network, NOW)

    result = go(records)

    assert result.good, result.sentence
    assert records.file(digest) == PAGE
    assert hub.faults == []


def test_a_run_is_stopped_at_its_first_step_and_goes_on_later(records: Records, hub: Hub) -> None:
    with records.work() as work:
        work.put(rosa())
    join(records, hub.address, hub.code(), over_the_network, NOW)

    stopped = go(records, most=1)

    assert stopped.sentence == "Stopped. Nothing is lost."
    assert journal_of(records).changes()
    assert go(records).good


def test_a_token_that_is_not_good_any_more_asks_to_sign_in(records: Records, hub: Hub) -> None:
    keep_office(records, hub.address, "no-token")

    result = go(records)

    assert not result.good
    assert "sign in again" in result.sentence


def test_without_an_office_it_says_so(records: Records) -> None:
    with pytest.raises(ExpectedError, match="No office is set up"):
        go(records)


class _Nobody:
    base, certificate = "https://office.example.org", ""

    def __init__(self, office: Kept) -> None:
        self.office = office

    def send(self, request: Request) -> Response:
        raise NoAnswerError(sent=False, why=request.path)

    def close(self) -> None:
        """Nothing is open."""


def test_an_office_that_is_not_there_loses_nothing(records: Records) -> None:
    keep_office(records, "office.example.org", "token")

    result = run(records, _Nobody, FixedClock(NOW), lambda _progress: True)

    assert result.sentence == "The office cannot be reached now."
    assert journal_of(records).changes()
    with pytest.raises(ExpectedError, match="cannot be reached"):
        join(records, "", "code", _Nobody, NOW)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("office.example.org/fhir/", "https://office.example.org/fhir"),
        (" https://office.example.org ", "https://office.example.org"),
        ("http://127.0.0.1:8080/fhir", "http://127.0.0.1:8080/fhir"),
        ("", ""),
    ],
)
def test_an_address_is_kept_tidily(records: Records, written: str, kept: str) -> None:
    assert keep_office(records, written) == kept


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("http://office.example.org", "everybody on the way"),
        ("https://nurse:secret@office.example.org", "name, a password"),
        ("https://office.example.org/?a=b", "question"),
        ("ftp://office.example.org", "no address"),
        ("https://", "no address"),
        ("https://[", "no address"),
    ],
)
def test_an_address_that_is_not_safe_is_refused(records: Records, written: str, said: str) -> None:
    with pytest.raises(ExpectedError, match=said):
        keep_office(records, written)
    assert office_of(records).address == ""


def test_another_address_forgets_token_and_check(records: Records) -> None:
    keep_office(records, "one.example.org", "token", "AB" * 32)
    assert office_of(records).fingerprint == "ab" * 32

    keep_office(records, "two.example.org")

    assert (office_of(records).token, office_of(records).fingerprint) == ("", "")


def test_a_profile_is_told_in_words() -> None:
    safe, degraded = profile_words(Profile(atomic=True, if_match=True))

    assert "A visit arrives whole or not at all." in safe
    assert "New records are looked for before they are sent again." in degraded
    assert "The server takes no files: photos and papers stay on the laptop." in degraded
    assert len(safe) + len(degraded) == 7


def test_her_own_sealed_file_taken_over_at_the_office_is_no_conflict_when_she_joins_later(
    records: Records, hub: Hub
) -> None:
    page = {
        **encode(Paper(id=new_id(), patient=ROSA, title="For the family", status="current")),
        "meta": HTEST,
    }
    with records.work() as work:
        work.put(rosa())
        work.put(page, draft=True)
    keys = office_keys()
    sealed = export_all(records, NOW, to=keys.public).data

    def take_over() -> None:
        carry_out(hub.records, plan_import(hub.records, sealed, "rosa.age", key=keys.secret), {}, NOW)

    hub.thread.wait_for(take_over)
    with records.work() as work:
        work.put({**page, "description": "With the new dose"}, draft=True)
    join(records, hub.address, hub.code(), over_the_network, NOW)

    result = go(records)

    assert (result.good, result.conflicts) == (True, 0), result.sentence
    with records.work() as work:
        work.put({**page, "description": "With the new dose"})
    assert go(records).conflicts == 0
    assert (hub.records.get("DocumentReference", str(page["id"])) or {})["description"] == "With the new dose"
