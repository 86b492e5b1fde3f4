"""The office as a program: its certificate, its desk, what it listens to."""

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from httpx import Client, ConnectError

from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource
from carenurse.errors import ExpectedError
from carenurse.office.certificate import certificate_of
from carenurse.office.desk import FILE, ask_the_desk
from carenurse.office.running import Running, Wishes, without_serving
from carenurse.office.serving import Place
from carenurse.store.records import StoredRecords

LOCAL = Place("127.0.0.1", 0)
Begin = Callable[..., Running]


def now() -> datetime:
    return datetime.now(UTC)


def told(problem: Exception) -> str:
    raise problem


@pytest.fixture
def begin(records: Records, tmp_path: Path) -> Iterator[Begin]:
    """Start an office over a real record; it is stopped at the end."""
    running: list[Running] = []

    def start(*, plain: bool = False) -> Running:
        running.append(Running(records, Wishes(tmp_path, "key-1", LOCAL, plain=plain), now, told))
        return running[-1]

    yield start
    for one in running:
        one.stop()


def test_tls_holds_with_the_certificate_that_was_compared(records: Records, begin: Begin) -> None:
    office = begin()
    assert isinstance(records, StoredRecords)
    pem = certificate_of(records, (), now()).pem.decode()
    trusting = ssl.create_default_context(cadata=pem)

    with Client(verify=trusting) as client:
        answer = client.get(f"https://127.0.0.1:{office.port}/fhir/metadata")
        assert answer.json()["implementation"]["url"] == f"https://127.0.0.1:{office.port}/fhir"
    with Client() as client, pytest.raises(ConnectError):
        client.get(f"https://127.0.0.1:{office.port}/fhir/metadata")
    assert len(office.fingerprint.replace(" ", "")) == 64


def test_the_certificate_stays_the_same(records: Records) -> None:
    assert isinstance(records, StoredRecords)
    assert certificate_of(records, (), now()) == certificate_of(records, ("office.example.org",), now())


def test_without_encryption_only_this_computer_is_served(records: Records, tmp_path: Path) -> None:
    with pytest.raises(ExpectedError, match="this computer"):
        Running(records, Wishes(tmp_path, "key-1", Place("0.0.0.0", 0), plain=True), now, told)  # noqa: S104 - refused


def test_a_port_that_is_taken_is_said_in_words(begin: Begin, records: Records, tmp_path: Path) -> None:
    office = begin(plain=True)
    with pytest.raises(ExpectedError, match="cannot listen"):
        Running(records, Wishes(tmp_path, "key-1", Place("127.0.0.1", office.port), plain=True), now, told)


def test_the_desk_lets_a_laptop_in_while_the_office_serves(begin: Begin, tmp_path: Path) -> None:
    office = begin(plain=True)
    code = (ask_the_desk(tmp_path, {"do": "enrol", "nurse": "n1"}) or {})["code"]

    with Client() as client:
        base = f"http://127.0.0.1:{office.port}/fhir"
        joined = client.post(f"{base}/$enrol", json={"code": code, "name": "blue"}).json()
        headers = {"Authorization": f"Bearer {joined['token']}"}
        assert client.get(f"{base}/Patient", headers=headers).status_code == 200
        listed = (ask_the_desk(tmp_path, {"do": "devices"}) or {})["devices"]
        assert [(one["name"], one["nurse"]) for one in listed] == [("blue", "n1")]
        assert ask_the_desk(tmp_path, {"do": "revoke", "device": joined["device"]}) == {"revoked": True}
        assert client.get(f"{base}/Patient", headers=headers).status_code == 401


def test_the_desk_runs_errands_tells_what_it_cannot_do_and_stays_open(
    records: Records, tmp_path: Path
) -> None:
    def refuse(_asked: Resource) -> Resource:
        sentence = "The stick is empty."
        raise ExpectedError(sentence, "Bring another.")

    def break_down(_asked: Resource) -> Resource:
        message = "a failure of ours"
        raise KeyError(message)

    def greet(asked: Resource) -> Resource:
        return {"said": asked["name"]}

    faults: list[Exception] = []
    does = {"greet": greet, "refuse": refuse, "break": break_down}
    wishes = Wishes(tmp_path, "key-1", LOCAL, plain=True, errands=does)
    office = Running(records, wishes, now, lambda problem: faults.append(problem) or "E7")
    try:
        assert ask_the_desk(tmp_path, {"do": "greet", "name": "Rosa"}) == {"said": "Rosa"}
        with pytest.raises(ExpectedError, match="The stick is empty"):
            ask_the_desk(tmp_path, {"do": "refuse"})
        with pytest.raises(ExpectedError, match="Something broke"):
            ask_the_desk(tmp_path, {"do": "break"})
        assert len(faults) == 1
        assert ask_the_desk(tmp_path, {"do": "devices"}) == {"devices": []}
    finally:
        office.stop()


def test_what_an_errand_brought_is_served_at_once(records: Records, tmp_path: Path) -> None:
    tagged = {"tag": [{"system": "urn:test", "code": "brought"}]}

    def bring(_asked: Resource) -> Resource:
        with records.work() as work:
            work.put({"resourceType": "Patient", "id": "p1", "meta": tagged}, local=True)
        return {}

    office = Running(
        records, Wishes(tmp_path, "key-1", LOCAL, plain=True, errands={"bring": bring}), now, told
    )
    try:
        code = (ask_the_desk(tmp_path, {"do": "enrol", "nurse": "n1", "whole": True}) or {})["code"]
        with Client(base_url=f"http://127.0.0.1:{office.port}/fhir") as client:
            token = client.post("/$enrol", json={"code": code, "name": "blue"}).json()["token"]
            assert ask_the_desk(tmp_path, {"do": "bring"}) == {}
            found = client.get("/Patient?_tag=brought", headers={"Authorization": f"Bearer {token}"}).json()
        assert [entry["resource"]["id"] for entry in found["entry"]] == ["p1"]
    finally:
        office.stop()


def test_the_desk_opens_to_its_key_only_and_closes_with_the_office(records: Records, tmp_path: Path) -> None:
    office = Running(records, Wishes(tmp_path, "key-1", LOCAL, plain=True), now, told)
    file = tmp_path / FILE
    right = file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    file.write_bytes(right.replace(right[-10:-4], b"000000"))
    assert ask_the_desk(tmp_path, {"do": "devices"}) is None
    file.write_bytes(right)
    assert ask_the_desk(tmp_path, {"do": "devices"}) == {"devices": []}

    office.stop()

    assert not file.exists()
    assert ask_the_desk(tmp_path, {"do": "devices"}) is None
    assert without_serving(records, {"do": "devices"}) == {"devices": []}
