"""A laptop signs in at a real Keycloak: CARENURSE_KEYCLOAK, and CARENURSE_KEYCLOAK_ADMIN (name:password)."""

import json
import os
from collections.abc import Iterator
from threading import Thread

import pytest

from carenurse.app.ports import Records
from carenurse.app.sync_office import keep_office, office_of
from carenurse.app.sync_sign_in import device_key, sign_in
from carenurse.sync.oauth import SignInRefusedError
from carenurse.sync.oauth_key import DeviceKey
from tests.peers.keycloak import CLIENT, Doorkeeper, Realm, sign_in_at_the_form
from tests.peers.proxy import Answered, Asked, Forward, Proxy
from tests.peers.test_laptop_and_hub import Hub, hub, keep, person, visit
from tests.peers.test_sign_in import go, now

__all__ = ["hub"]
pytestmark = pytest.mark.long


@pytest.fixture
def realm() -> Iterator[Realm]:
    base = os.environ.get("CARENURSE_KEYCLOAK", "")
    if not base:
        pytest.skip("no Keycloak (CARENURSE_KEYCLOAK names its address)")
    made = Realm(base, os.environ.get("CARENURSE_KEYCLOAK_ADMIN", ""))
    yield made
    made.close()


@pytest.fixture
def door(records: Records, hub: Hub, realm: Realm) -> Iterator[Doorkeeper]:
    made = Doorkeeper(realm, hub.token(records.me))
    with Proxy(hub.base.removesuffix("/fhir"), made) as proxy:
        keep_office(records, f"{proxy.address}/fhir")
        yield made


def browse(address: str) -> None:
    """Sign in beside us, as a nurse does in the browser."""
    Thread(target=sign_in_at_the_form, args=(address,), daemon=True).start()


@pytest.mark.usefixtures("door")
def test_who_signs_in_at_the_form_sends_and_receives(records: Records) -> None:
    keep(records, person())

    sign_in(records, CLIENT, browse, now)
    result = go(records)

    assert result.good, result
    assert records.unsent() == []


@pytest.mark.usefixtures("door")
def test_a_token_whose_time_is_up_is_renewed(records: Records, realm: Realm) -> None:
    realm.lasts(1)
    sign_in(records, CLIENT, browse, now)
    realm.lasts(300)
    first = office_of(records).token
    while realm.is_good(first):  # a second
        pass
    keep(records, person())

    result = go(records)

    assert result.good, result
    assert records.unsent() == []
    assert office_of(records).token != first


def test_a_token_that_ends_in_mid_run_is_renewed_once_and_nothing_is_lost(
    records: Records, door: Doorkeeper
) -> None:
    someone = person()
    keep(records, someone, *visit(someone))
    sign_in(records, CLIENT, browse, now)
    first = office_of(records).token
    asked: list[str] = []

    def ends_at_the_second(question: Asked, forward: Forward) -> Answered:
        asked.append(question.path)
        if len(asked) == 2:
            door.expired.add(first)
        return forward(question)

    door.behind = ends_at_the_second
    result = go(records)

    assert result.good, result
    assert len(asked) > 2
    assert records.unsent() == []
    assert office_of(records).token != first


@pytest.mark.usefixtures("door")
def test_whose_session_was_revoked_is_asked_to_sign_in_again_and_keeps_everything(
    records: Records, realm: Realm
) -> None:
    sign_in(records, CLIENT, browse, now)
    keep(records, person())
    realm.revoke()

    result = go(records)

    assert not result.good
    assert "sign in again" in result.sentence
    assert len(records.unsent()) > 0
    sign_in(records, "", browse, now)
    assert go(records).good
    assert records.unsent() == []


@pytest.mark.usefixtures("door")
def test_a_laptop_proves_itself_with_a_key_of_its_own(records: Records, realm: Realm) -> None:
    realm.knows_by_key(json.loads(device_key(records)))
    realm.lasts(1)
    sign_in(records, CLIENT, browse, now)
    realm.lasts(300)
    first = office_of(records).token
    while realm.is_good(first):  # a second
        pass
    keep(records, person())

    result = go(records)

    assert result.good, result
    assert records.unsent() == []


@pytest.mark.usefixtures("door")
def test_a_laptop_whose_key_nobody_registered_signs_in_as_any_program(records: Records) -> None:
    device_key(records)
    keep(records, person())

    sign_in(records, CLIENT, browse, now)

    assert go(records).good


@pytest.mark.usefixtures("door")
def test_another_laptops_key_does_not_do(records: Records, realm: Realm) -> None:
    device_key(records)
    realm.knows_by_key(DeviceKey.make().public)

    with pytest.raises(SignInRefusedError, match=r"\(invalid_client"):
        sign_in(records, CLIENT, browse, now)

    assert office_of(records).token == ""
