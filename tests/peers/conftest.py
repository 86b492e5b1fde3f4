"""The servers that the conformance runs against: our hub always, others when they are there or asked for."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import httpx
import pytest

from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource, new_id
from carenurse.office.desk import ask_the_desk
from carenurse.office.running import Running, Wishes
from carenurse.office.serving import Place
from carenurse.store.records import StoredRecords, create_records, open_records
from carenurse.sync import canonical
from carenurse.sync.merge import merge
from carenurse.sync.probe import probe
from carenurse.sync.profile import OUR_OFFICE
from tests.carenurse.store.resources import FICTIONAL
from tests.peers.laptops import Laptop, Nobody, local_now
from tests.peers.wires import PlainWire

KEY, SALT = bytes(range(32)), bytes(range(16))
_NURSE: Resource = {"resourceType": "Practitioner", "id": "", "meta": FICTIONAL}
OTHERS = ("sekmet", "medplum", "hapi", "named")
"""What runs with ``-m long`` where it is there: by environment variable (CONTRIBUTING.md) or ``--office``."""

SEKMET = os.environ.get("CARENURSE_SEKMET", "sekmet")
"""The command of sekmet-fhir, installed somewhere of its own; see CONTRIBUTING.md."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line which servers were not tried: a night that tried one is not one that tried all."""
    skipped = terminalreporter.stats.get("skipped", [])
    told = {
        name for name in OTHERS for one in skipped if f"[{name}" in one.nodeid or f"-{name}]" in one.nodeid
    }
    told |= {"keycloak" for one in skipped if "test_keycloak" in one.nodeid}
    if told:
        terminalreporter.write_line(f"Servers NOT tried: {', '.join(sorted(told))}", red=True)


@dataclass(frozen=True, slots=True)
class Peer:
    """One server under test and what is known of it for sure."""

    name: str
    wire: PlainWire

    @property
    def is_ours(self) -> bool:
        return self.name == "hub"

    @property
    def is_a_strangers(self) -> bool:
        """Whether nothing is known of it beforehand: what its check finds has to be what it then does."""
        return self.name == "named"


def _told(problem: Exception) -> str:
    raise problem


@pytest.fixture
def hub_peer(records: Records, tmp_path: Path) -> Iterator[Peer]:
    wishes = Wishes(tmp_path, "key-1", Place("127.0.0.1", 0), plain=True)
    running = Running(records, wishes, lambda: datetime.now(UTC), _told)
    base = f"http://127.0.0.1:{running.port}/fhir"
    code = (ask_the_desk(tmp_path, {"do": "enrol", "nurse": "n1", "whole": True}) or {})["code"]
    token = httpx.post(f"{base}/$enrol", json={"code": code, "name": "peer test"}).json()["token"]
    wire = PlainWire(base, token)
    yield Peer("hub", wire)
    wire.client.close()
    running.stop()


@pytest.fixture
def sekmet_peer(tmp_path: Path) -> Iterator[Peer]:
    command = shutil.which(SEKMET)
    if command is None:
        pytest.skip("sekmet-fhir is not installed (CARENURSE_SEKMET names its command)")
    port = _free_port()
    base = f"http://127.0.0.1:{port}/fhir"
    settings = tmp_path / "settings.yaml"
    settings.write_text(
        f"base_url: {base}\nhost: 127.0.0.1\nport: {port}\ndata_dir: {tmp_path / 'data'}\n"
        "simulator: {enabled: false}\nvalidation: {inbound: strict}\n"
    )
    environment = {**os.environ, "SEKMET_CONFIG": str(settings)}
    with subprocess.Popen(
        [command, "serve"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        wire = PlainWire(base)
        _await(wire)
        yield Peer("sekmet", wire)
        wire.client.close()
        process.terminate()


def _await(wire: PlainWire, path: str = "metadata") -> None:
    """Wait until a server that was just started answers, at most a minute."""
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        try:
            if wire.client.get(f"{wire.base}/{path}").status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    pytest.fail("the server did not start")


@pytest.fixture
def medplum_peer() -> Iterator[Peer]:
    folder, node = os.environ.get("CARENURSE_MEDPLUM", ""), shutil.which("node")
    if not folder or node is None:
        pytest.skip("no folder with Medplum's npm packages (CARENURSE_MEDPLUM), or no node")
    port = _free_port()
    file = Path(__file__).parent / "medplum.mjs"
    with subprocess.Popen(
        [node, str(file), str(port), folder], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        wire = PlainWire(f"http://127.0.0.1:{port}/fhir")
        _await(wire, "Patient")
        yield Peer("medplum", wire)
        wire.client.close()
        process.terminate()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def hapi_peer() -> Iterator[Peer]:
    """Give a HAPI FHIR server that runs already: it needs a database, and a minute to start."""
    base = os.environ.get("CARENURSE_HAPI", "")
    if not base:
        pytest.skip("no HAPI FHIR server (CARENURSE_HAPI names its FHIR base)")
    wire = PlainWire(base.rstrip("/"))
    yield Peer("hapi", wire)
    wire.client.close()


@pytest.fixture
def named_peer(pytestconfig: pytest.Config) -> Iterator[Peer]:
    base = str(pytestconfig.getoption("--office") or "")
    if not base:
        pytest.skip("no --office URL")
    wire = PlainWire(base.rstrip("/"), os.environ.get("CARENURSE_OFFICE_TOKEN", ""))
    yield Peer("named", wire)
    wire.client.close()


@pytest.fixture
def peer(request: pytest.FixtureRequest) -> Peer:
    """Give the server whose name the test is run with."""
    found = request.getfixturevalue(f"{request.param}_peer")
    assert isinstance(found, Peer)
    return found


@pytest.fixture
def laptop(tmp_path: Path, peer: Peer) -> Iterator[Callable[[], Laptop]]:
    profile = OUR_OFFICE if peer.is_ours else probe(peer.wire, local_now, time.sleep).profile
    numbers, made = count(), list[StoredRecords]()

    def make() -> Laptop:
        file = tmp_path / f"laptop-{next(numbers)}.db"
        create_records(file, KEY, SALT, {**_NURSE, "id": new_id()}, local_now)
        records = open_records(file, KEY, SALT, local_now, Nobody())
        made.append(records)
        return Laptop(records, profile, records.journal(merge, canonical.digest))

    yield make
    for records in made:
        records.abandon()
