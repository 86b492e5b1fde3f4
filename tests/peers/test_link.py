"""The thin link itself, and what a laptop saves on it: the office's certificate is fetched once."""

import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from carenurse.app import wiring
from carenurse.app.ports import Records
from carenurse.app.sync_check import check_office
from carenurse.app.sync_join import join
from carenurse.app.sync_office import Office, keep_office, office_of
from carenurse.app.sync_run import StandingNetwork, over_the_network, run
from carenurse.errors import ExpectedError
from carenurse.office.certificate import made_certificate
from carenurse.office.desk import ask_the_desk
from carenurse.office.running import Running, Wishes
from carenurse.office.serving import Place
from carenurse.sync.profile import Profile
from tests.fakes import WallClock
from tests.made_vault import MadeVault
from tests.peers.link import Link, Shape
from tests.peers.proxy import Answered, Asked, Forward, Proxy

FAST = Shape(bits_a_second=1e9, round_trip=0.0)


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def tls_office(vault_pattern: MadeVault, tmp_path: Path) -> Iterator[tuple[Running, Path]]:
    """Serve an office of its own over TLS."""
    folder = tmp_path / "office"
    shutil.copytree(vault_pattern.folder, folder)
    vault = wiring.unlock_with_recovery(folder, vault_pattern.recovery_code, reserve=0)
    running = Running(vault.records, Wishes(folder, "key-1", Place("127.0.0.1", 0)), now, str)
    yield running, folder
    running.stop()
    vault.close()


def joined(records: Records, link: Link, office: tuple[Running, Path]) -> None:
    running, folder = office
    code = (ask_the_desk(folder, {"do": "enrol", "nurse": records.me}) or {})["code"]
    base = f"https://127.0.0.1:{link.port}/fhir"
    join(records, base, str(code), over_the_network, now(), fingerprint=running.fingerprint)


def test_an_answer_over_a_thin_link_takes_its_time_and_is_counted() -> None:
    def told(asked: Asked, _forward: Forward) -> Answered:
        return Answered(200, body=b"x" * 12_500 if asked.path == "/long" else b"")

    with Proxy("http://127.0.0.1:9", told) as far, Link(far.port, Shape(1_000_000, 0.1)) as link:
        begun = time.monotonic()
        with httpx.Client(base_url=f"http://127.0.0.1:{link.port}") as client:
            client.get("/short")
            first = time.monotonic() - begun
            client.get("/long")
            both = time.monotonic() - begun

    assert first >= 0.2  # the handshake, and there and back
    assert both - first >= 0.2  # there and back, and 100,000 bits
    assert link.counted.turns == 3
    assert link.counted.down > 12_500


def test_without_signal_nothing_goes_and_what_is_open_is_cut() -> None:
    with (
        Proxy("http://127.0.0.1:9", lambda _asked, _forward: Answered(200)) as far,
        Link(far.port, FAST) as link,
        httpx.Client(base_url=f"http://127.0.0.1:{link.port}") as client,
    ):
        assert client.get("/").status_code == 200
        link.signal(on=False)
        with pytest.raises(httpx.HTTPError):
            client.get("/")
        link.signal(on=True)
        assert client.get("/").status_code == 200


def test_a_laptop_fetches_the_offices_certificate_once(
    records: Records, tls_office: tuple[Running, Path]
) -> None:
    with Link(tls_office[0].port, FAST) as link:
        joined(records, link, tls_office)
        assert run(records, over_the_network, WallClock(), lambda _told: True).good
        before = link.counted

        assert run(records, over_the_network, WallClock(), lambda _told: True).good

        assert link.counted.since(before).connections == 1
        assert "BEGIN CERTIFICATE" in office_of(records).certificate


def test_the_runs_of_a_sitting_go_over_one_connection_until_it_breaks_or_is_ended(
    records: Records, tls_office: tuple[Running, Path]
) -> None:
    network = StandingNetwork()

    def connections() -> int:
        before = link.counted
        assert run(records, network, WallClock(), lambda _told: True).good
        return link.counted.since(before).connections

    with Link(tls_office[0].port, FAST) as link:
        joined(records, link, tls_office)
        assert run(records, over_the_network, WallClock(), lambda _told: True).good

        assert [connections(), connections()] == [1, 0]

        link.signal(on=False)
        link.signal(on=True)
        assert [connections(), connections()] == [1, 0]

        network.end()
        assert connections() == 1
        network.end()


def test_another_certificate_than_the_one_that_was_compared_gets_nothing(
    records: Records, tls_office: tuple[Running, Path]
) -> None:
    with Link(tls_office[0].port, FAST) as link:
        joined(records, link, tls_office)
        assert run(records, over_the_network, WallClock(), lambda _told: True).good
        office = office_of(records)
        keep_office(records, office.address, fingerprint="0" * 64)

        with pytest.raises(ExpectedError, match="another"):
            run(records, over_the_network, WallClock(), lambda _told: True)

        other = _another_certificate()
        with records.work() as work:
            work.set_setting("office:certificate", other[0])
        keep_office(records, office.address, fingerprint=other[1])
        told = run(records, over_the_network, WallClock(), lambda _told: True)
        assert "certificate is not one that this laptop trusts" in told.sentence


def _another_certificate() -> tuple[str, str]:
    made = made_certificate(["127.0.0.1"], now())
    return made.pem.decode(), made.fingerprint


def test_an_office_with_a_certificate_of_its_own_says_that_its_fingerprint_is_missing(
    records: Records, tls_office: tuple[Running, Path]
) -> None:
    base = f"https://127.0.0.1:{tls_office[0].port}/fhir"

    with pytest.raises(ExpectedError, match="certificate is not one that this laptop trusts"):
        join(records, base, "any code", over_the_network, now())
    with pytest.raises(ExpectedError, match="certificate is not one that this laptop trusts"):
        check_office(Office(base, "", Profile()), over_the_network, now)


def test_an_office_knows_when_a_laptop_was_last_there(
    records: Records, tls_office: tuple[Running, Path]
) -> None:
    with Link(tls_office[0].port, FAST) as link:
        joined(records, link, tls_office)
        assert run(records, over_the_network, WallClock(), lambda _told: True).good

    (device,) = (ask_the_desk(tls_office[1], {"do": "devices"}) or {})["devices"]
    assert device["seen"]
