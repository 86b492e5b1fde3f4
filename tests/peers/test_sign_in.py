"""A laptop signs in at an office through the browser, at a real authorization server on loopback."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from threading import Thread
from types import MappingProxyType
from typing import Any

import httpx
import pytest

from carenurse.app.ports import Records
from carenurse.app.sync_office import keep_office, office_of
from carenurse.app.sync_run import RunResult, over_the_network, run
from carenurse.app.sync_sign_in import device_key, sign_in
from carenurse.errors import ExpectedError
from carenurse.sync.oauth import Attempt, NoSignInError, SignInRefusedError, server_told
from carenurse.sync.oauth_key import DeviceKey
from tests.fakes import WallClock
from tests.peers.authority import CLIENT, Authority, browser
from tests.peers.proxy import Answered, Asked, Forward, Proxy
from tests.peers.test_laptop_and_hub import Hub, hub, keep, person, visit

__all__ = ["hub"]
GOOD = MappingProxyType(
    {
        "issuer": "https://office.example.org",
        "authorization_endpoint": "https://login.example.org/authorize",
        "token_endpoint": "https://login.example.org/token",
        "code_challenge_methods_supported": ["S256"],
    }
)


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def authority(records: Records, hub: Hub) -> Iterator[Authority]:
    made = Authority(hub.token(records.me))
    with Proxy(hub.base.removesuffix("/fhir"), made) as proxy:
        made.base = proxy.address
        keep_office(records, f"{proxy.address}/fhir")
        yield made


def browse(address: str) -> None:
    """Open the browser beside us, as the system does."""
    Thread(target=browser, args=(address,), daemon=True).start()


def go(records: Records) -> RunResult:
    return run(records, over_the_network, WallClock(), lambda _progress: True)


def sign_ins(records: Records) -> list[str]:
    """List what the audit trail says of signing in, newest first."""
    return [one.detail for one in records.audit_trail(limit=99) if one.action == "sign-in"]


def test_who_signs_in_in_the_browser_sends_and_receives(records: Records, authority: Authority) -> None:
    keep(records, person())

    sign_in(records, CLIENT, browse, now)
    result = go(records)

    assert result.good, result
    assert records.unsent() == []
    assert authority.refused == []
    assert sign_ins(records) == ["browser"]
    assert authority.asked_scopes == ["openid fhirUser offline_access user/*.cruds"]


def test_a_token_that_ended_in_mid_run_is_renewed_once_and_nothing_is_lost(
    records: Records, authority: Authority
) -> None:
    someone = person()
    keep(records, someone, *visit(someone))
    sign_in(records, CLIENT, browse, now)
    asked: list[str] = []

    def ends_at_the_third(question: Asked, forward: Forward) -> Answered:
        asked.append(question.path)
        if len(asked) == 2:
            authority.expire()
        return forward(question)

    authority.behind = ends_at_the_third
    first = office_of(records).token

    result = go(records)

    assert result.good, result
    assert records.unsent() == []
    assert office_of(records).token != first
    assert authority.refused == []


def test_who_may_not_renew_is_asked_to_sign_in_again_and_keeps_everything(
    records: Records, authority: Authority
) -> None:
    sign_in(records, CLIENT, browse, now)
    keep(records, person())
    authority.forget()

    result = go(records)

    assert not result.good
    assert "sign in again" in result.sentence
    assert len(records.unsent()) > 0
    sign_in(records, "", browse, now)
    assert go(records).good
    assert records.unsent() == []


def test_a_laptop_with_a_key_of_its_own_signs_each_question_for_a_token(
    records: Records, authority: Authority
) -> None:
    authority.key = json.loads(device_key(records))

    sign_in(records, CLIENT, browse, now)
    authority.expire()

    assert go(records).good
    assert len(authority.proofs) == 2
    assert authority.refused == []


def test_another_laptops_key_does_not_do(records: Records, authority: Authority) -> None:
    device_key(records)
    authority.key = DeviceKey.make().public

    with pytest.raises(SignInRefusedError, match="invalid_grant"):
        sign_in(records, CLIENT, browse, now)

    assert office_of(records).token == ""
    assert sign_ins(records) == ["browser refused"]


def test_a_no_at_the_sign_in_is_told_and_keeps_nothing(records: Records, authority: Authority) -> None:
    authority.says_no = True

    with pytest.raises(SignInRefusedError, match="access_denied"):
        sign_in(records, CLIENT, browse, now)

    assert office_of(records).token == ""


def test_an_office_without_a_sign_in_is_told(records: Records, hub: Hub) -> None:
    keep_office(records, hub.base)

    with pytest.raises(NoSignInError):
        sign_in(records, CLIENT, browse, now)


def test_an_office_with_a_fault_of_its_own_is_not_told_as_out_of_reach(records: Records, hub: Hub) -> None:
    with Proxy(hub.base.removesuffix("/fhir"), lambda _asked, _forward: Answered(500, {})) as broken:
        keep_office(records, f"{broken.address}/fhir")

        with pytest.raises(ExpectedError, match="something is wrong there"):
            sign_in(records, CLIENT, browse, now)

    with pytest.raises(ExpectedError, match="cannot be reached"):
        sign_in(records, CLIENT, browse, now)


@pytest.mark.usefixtures("authority")
def test_nobody_waits_for_ever_and_a_forged_answer_is_not_taken(records: Records) -> None:
    turns = iter([True, True, False])

    def forge(address: str) -> None:
        redirect = httpx.URL(address).params["redirect_uri"]
        Thread(target=httpx.get, args=(f"{redirect}?code=stolen&state=guessed",), daemon=True).start()

    with pytest.raises(ExpectedError, match="Nobody signed in"):
        sign_in(records, CLIENT, forge, now, lambda: next(turns))

    assert office_of(records).token == ""


@pytest.mark.parametrize(
    "spoil",
    [
        {"code_challenge_methods_supported": ["plain"]},
        {"token_endpoint": "http://login.example.org/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"token_endpoint": "https://nurse:secret@login.example.org/token"},
        {"token_endpoint": 7},
    ],
)
def test_a_sign_in_that_is_not_safe_is_none(spoil: dict[str, Any]) -> None:
    assert server_told(GOOD).token == GOOD["token_endpoint"]
    with pytest.raises(NoSignInError):
        server_told({**GOOD, **spoil})


def test_an_answer_of_another_server_than_was_asked_is_refused() -> None:
    attempt = replace(Attempt.begin(server_told(GOOD), CLIENT, "http://127.0.0.1:1/signed-in"), state="s")

    assert attempt.code_in("state=s&code=c") == "c"
    assert attempt.code_in("state=t&code=c") is None
    with pytest.raises(SignInRefusedError):
        attempt.code_in("state=s&code=c&iss=https://other.example.org")


def test_another_address_forgets_tokens_but_not_the_laptops_key(
    records: Records, authority: Authority
) -> None:
    key = device_key(records)
    sign_in(records, CLIENT, browse, now)
    assert authority.good == {office_of(records).token}

    keep_office(records, "https://other.example.org/fhir")

    assert office_of(records).token == ""
    assert device_key(records) == key
    told: Callable[[str], str | None] = records.setting
    assert not told("office:grant")


def test_no_token_is_sent_to_another_host(records: Records, authority: Authority) -> None:
    sign_in(records, CLIENT, browse, now)
    heard: list[Asked] = []

    def thief(asked: Asked, _forward: Forward) -> Answered:
        heard.append(asked)
        return Answered(200, {"content-type": "application/fhir+json"}, b"{}")

    with Proxy("http://127.0.0.1:9", thief) as other:
        authority.behind = lambda _asked, _forward: Answered(302, {"location": f"{other.address}/fhir"})
        assert not go(records).good

    assert heard == []
