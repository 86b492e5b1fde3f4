"""A lease is of the office that gave it; while it is over nobody leads the laptop to another one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from carenurse.app import wiring
from carenurse.app.lease import Standing, challenge, end_after_leaving, enter_code
from carenurse.app.ports import Records
from carenurse.app.reach import LeaseOverError
from carenurse.app.sync_join import join
from carenurse.app.sync_office import PROFILE, keep_office, office_of, refuse_another
from carenurse.app.sync_run import over_the_network
from carenurse.clinical.fhir import write_json
from carenurse.exchange.sealing import office_keys
from carenurse.exchange.signed import new_key, public_half
from carenurse.exchange.telephone import telephone_code
from carenurse.sync.profile import OUR_OFFICE
from carenurse.sync.profile_kept import written
from tests.carenurse.app.leashed import NOW, Leashed, joined
from tests.carenurse.app.test_sync_run import Hub, hub, other_hub
from tests.made_vault import MadeVault

__all__ = ["hub", "other_hub"]

ELSEWHERE = "https://fhir.elsewhere.example.org"
KEYS = office_keys()
"""The pair with which the agency opens its nurses' vaults."""


def move(laptop: Leashed, to: Hub, records: Records) -> None:
    """Lead the laptop to a server of another kind, as good as any, that knows no lease."""
    join(records, to.address, to.code(), over_the_network, NOW)
    call_it_plain(laptop)


def call_it_plain(laptop: Leashed) -> None:
    with laptop.records.work() as work:
        work.set_setting(PROFILE, written(replace(OUR_OFFICE, hub=False, checked=NOW)))


def by_the_offices_key(laptop: Leashed) -> Records:
    """Open the vault with the agency's key; give what the office may be changed in."""
    laptop.vault.close()
    laptop.vault = wiring.unlock_with_escrow(laptop.folder, KEYS.secret, now=laptop.clock.now, reserve=0)
    return laptop.vault.in_reach_for_office


def run_over(laptop: Leashed) -> None:
    laptop.clock.go_on(timedelta(days=20))
    laptop.again()
    assert laptop.vault.lease_state().is_over


@pytest.fixture
def good(made_vault: MadeVault, hub: Hub) -> Iterator[Leashed]:
    """Give a laptop that has just met its office, whose agency has a key to it."""
    made = joined(made_vault, hub)
    made.vault.ways_in.add_office(KEYS.public, "Exampleton")
    made.meet()
    assert made.vault.lease_state().standing is Standing.GOOD
    yield made
    made.vault.close()


@pytest.fixture
def laptop(good: Leashed) -> Leashed:
    """Give a laptop that met its office once, twenty days ago."""
    run_over(good)
    return good


def test_no_other_office_is_joined(laptop: Leashed, other_hub: Hub) -> None:
    before = office_of(laptop.records)

    with pytest.raises(LeaseOverError) as problem:
        join(laptop.vault.in_reach, other_hub.address, other_hub.code(), over_the_network, NOW)

    assert problem.value.sentence == (
        "The office cannot be changed before this laptop has met 127.0.0.1, which set its days."
    )
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


def test_a_lease_ends_with_a_run_at_an_office_that_gives_none(good: Leashed, other_hub: Hub) -> None:
    move(good, other_hub, good.vault.in_reach)
    run_over(good)

    assert good.meet().good

    assert good.vault.lease_state().standing is Standing.NONE
    assert challenge(good.vault) is None
    noted = [one.detail for one in good.records.audit_trail(limit=9) if one.action == "lease"]
    assert noted == ["ended by another office"]


def test_a_run_that_was_not_complete_ends_no_lease(good: Leashed, other_hub: Hub) -> None:
    move(good, other_hub, good.vault.in_reach)
    with good.records.work() as work:
        work.set_setting("office:token", "of-nobody")

    assert not good.meet().good

    assert good.vault.lease_state().standing is Standing.GOOD


def test_another_office_of_ours_replaces_the_lease_by_its_own(good: Leashed, other_hub: Hub) -> None:
    other_hub.thread.wait_for(lambda: other_hub.office.served.leashes.set_days(60))
    join(good.vault.in_reach, other_hub.address, other_hub.code(), over_the_network, NOW)
    run_over(good)

    assert good.meet().good

    until = good.vault.lease_state().until
    assert until is not None
    assert until - NOW > timedelta(days=59)


def test_the_office_that_set_the_days_is_gone_back_to_though_they_are_over(
    good: Leashed, other_hub: Hub
) -> None:
    keep_office(good.vault.in_reach, ELSEWHERE, "token")
    run_over(good)
    with pytest.raises(LeaseOverError):
        keep_office(good.vault.in_reach, other_hub.address, "token")
    with pytest.raises(LeaseOverError):
        keep_office(good.vault.in_reach, good.hub.address, fingerprint="ab" * 32)

    join(good.vault.in_reach, good.hub.address, good.hub.code(), over_the_network, NOW)

    assert good.meet().good
    assert good.vault.lease_state().standing is Standing.GOOD


def test_who_came_back_meets_it_by_the_key_of_then(good: Leashed) -> None:
    keep_office(good.vault.in_reach, ELSEWHERE, "token")
    run_over(good)
    keep_office(good.vault.in_reach, good.hub.address, "token")
    another = write_json(public_half(new_key())).decode()

    with pytest.raises(LeaseOverError):
        refuse_another(good.vault.in_reach, good.hub.address, "", another)
    end_after_leaving(good.vault)

    assert good.vault.lease_state().is_over


def test_another_server_in_the_place_of_the_office_ends_no_lease_that_is_over(laptop: Leashed) -> None:
    call_it_plain(laptop)

    assert laptop.meet().good

    assert laptop.vault.lease_state().is_over


def test_a_server_that_took_the_place_of_the_office_in_time_ends_the_lease(good: Leashed) -> None:
    call_it_plain(good)

    assert good.meet().good

    assert good.vault.lease_state().standing is Standing.NONE


def test_who_has_the_agencys_key_leads_the_laptop_of_a_lost_office_to_another(
    laptop: Leashed, other_hub: Hub
) -> None:
    move(laptop, other_hub, by_the_offices_key(laptop))
    laptop.again()
    assert laptop.vault.lease_state().is_over

    assert laptop.meet().good

    assert laptop.vault.lease_state().standing is Standing.NONE


def test_no_key_of_an_office_is_added_while_a_lease_is_over(laptop: Leashed) -> None:
    with pytest.raises(LeaseOverError) as problem:
        laptop.vault.ways_in.add_office(office_keys().public, "Thief")

    assert "No office's key can be added" in problem.value.sentence
    assert by_the_offices_key(laptop) is laptop.records
    assert laptop.vault.in_reach is not laptop.records
