"""While a lease is over nobody leads the laptop to another office: everything would be offered there."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from carenurse.app.lease import challenge, enter_code
from carenurse.app.reach import LeaseOverError
from carenurse.app.sync_join import join
from carenurse.app.sync_office import keep_office, office_of
from carenurse.app.sync_run import over_the_network
from carenurse.exchange.telephone import telephone_code
from tests.carenurse.app.leashed import NOW, Leashed, joined
from tests.carenurse.app.test_sync_run import Hub, an_office
from tests.made_vault import MadeVault

ELSEWHERE = "https://fhir.elsewhere.example.org"


@pytest.fixture
def hub(vault_pattern: MadeVault, tmp_path: Path) -> Iterator[Hub]:
    with an_office(vault_pattern, tmp_path / "office") as made:
        yield made


@pytest.fixture
def other_hub(vault_pattern: MadeVault, tmp_path: Path) -> Iterator[Hub]:
    with an_office(vault_pattern, tmp_path / "other") as made:
        yield made


@pytest.fixture
def laptop(made_vault: MadeVault, hub: Hub) -> Iterator[Leashed]:
    """Give a laptop that met its office once, twenty days ago."""
    made = joined(made_vault, hub)
    made.meet()
    made.clock.go_on(timedelta(days=20))
    made.again()
    assert made.vault.lease_state().is_over
    yield made
    made.vault.close()


def test_no_other_office_is_joined(laptop: Leashed, other_hub: Hub) -> None:
    before = office_of(laptop.records)

    with pytest.raises(LeaseOverError) as problem:
        join(laptop.vault.in_reach, other_hub.address, other_hub.code(), over_the_network, NOW)

    assert "office cannot be changed" in problem.value.sentence
    assert office_of(laptop.records) == before
    assert laptop.vault.lease_state().is_over


def test_no_other_address_and_no_other_certificate_is_kept(laptop: Leashed) -> None:
    address = office_of(laptop.records).address

    with pytest.raises(LeaseOverError):
        keep_office(laptop.vault.in_reach, ELSEWHERE, "token")
    with pytest.raises(LeaseOverError):
        keep_office(laptop.vault.in_reach, "")
    with pytest.raises(LeaseOverError):
        keep_office(laptop.vault.in_reach, address, fingerprint="ab" * 32)
    keep_office(laptop.vault.in_reach, address, "another-token")

    assert office_of(laptop.records).token == "another-token"


def test_the_same_office_is_joined_again_and_opens_everything(laptop: Leashed) -> None:
    join(laptop.vault.in_reach, laptop.hub.address, laptop.hub.code(), over_the_network, NOW)

    assert laptop.meet().good
    assert not laptop.vault.lease_state().is_over


def test_an_office_in_the_place_of_this_one_is_known_by_its_key(laptop: Leashed, other_hub: Hub) -> None:
    with laptop.records.work() as work:
        work.set_setting("office:address", other_hub.address)

    with pytest.raises(LeaseOverError):
        join(laptop.vault.in_reach, other_hub.address, other_hub.code(), over_the_network, NOW)


def test_a_code_by_telephone_allows_the_change(laptop: Leashed) -> None:
    asked = challenge(laptop.vault)
    assert asked is not None
    enter_code(laptop.vault, telephone_code(laptop.leash.secret, asked.text))

    keep_office(laptop.vault.in_reach, ELSEWHERE, "token")

    assert office_of(laptop.records).address == ELSEWHERE
