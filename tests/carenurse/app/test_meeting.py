"""What a laptop and a real office say to each other of the lease: it comes with each run, and codes fit."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from typing_extensions import override

from carenurse.app.lease import Standing, WrongCodeError, challenge, enter_code, state_of
from carenurse.app.ports import Work
from carenurse.app.sync_join import join
from carenurse.app.sync_office import Office
from carenurse.app.sync_run import over_the_network
from carenurse.errors import ExpectedError
from carenurse.exchange.telephone import telephone_code
from carenurse.store.records import StoredRecords
from carenurse.sync.http_wire import HttpWire
from carenurse.sync.wire import Request, Response
from carenurse.vault import opened as opened_vault
from carenurse.vault.failures import FullDiskError
from carenurse.vault.header import Header
from tests.carenurse.app.leashed import Leashed, joined
from tests.carenurse.app.test_sync_run import Hub, hub
from tests.made_vault import MadeVault

__all__ = ["hub"]

DAY = timedelta(days=1)


@pytest.fixture
def laptop(made_vault: MadeVault, hub: Hub) -> Iterator[Leashed]:
    made = joined(made_vault, hub)
    yield made
    made.vault.close()


def test_each_run_brings_a_lease_that_stays(laptop: Leashed) -> None:
    assert laptop.vault.lease_state().standing is Standing.NONE

    result = laptop.meet()

    assert result.good, result
    assert laptop.vault.lease_state().standing is Standing.GOOD
    assert laptop.vault.lease_state().until == laptop.leash.until
    assert laptop.again().lease_state().until == laptop.leash.until


def test_a_lease_that_is_over_is_good_again_after_a_run(laptop: Leashed) -> None:
    laptop.meet()
    laptop.clock.go_on(20 * DAY)
    assert laptop.vault.lease_state().is_over

    result = laptop.meet()

    assert result.good, result
    assert laptop.vault.lease_state().standing is Standing.GOOD


def test_the_office_answers_the_letters_by_telephone(laptop: Leashed) -> None:
    laptop.meet()
    laptop.clock.go_on(20 * DAY)
    asked = challenge(laptop.vault)
    assert asked is not None

    state = enter_code(laptop.vault, telephone_code(laptop.leash.secret, asked.text))

    assert state.standing is Standing.GRANTED


def test_an_office_that_gives_no_leases_any_more_frees_the_laptop(laptop: Leashed) -> None:
    laptop.meet()
    laptop.clock.go_on(20 * DAY)
    laptop.office(lambda leashes: leashes.set_days(0))

    laptop.meet()

    assert laptop.vault.lease_state().standing is Standing.NONE


@dataclass(frozen=True, slots=True)
class _Busy:
    """A way to an office that has no time for what is asked at this path."""

    path: str

    def __call__(self, office: Office) -> HttpWire:
        return _BusyWire(office, self.path)


class _BusyWire(HttpWire):
    def __init__(self, office: Office, path: str) -> None:
        super().__init__(office.address, token=lambda: office.token)
        self._refused = path

    @override
    def send(self, request: Request) -> Response:
        if request.path.startswith(self._refused):
            return Response(503, {"retry-after": "1"})
        return super().send(request)


def test_a_run_that_was_cut_short_brings_a_lease_when_fewer_than_seven_days_are_left(laptop: Leashed) -> None:
    laptop.meet()
    first = laptop.vault.lease_state().until
    laptop.office(lambda leashes: leashes.set_days(21))
    laptop.clock.go_on(6 * DAY)
    assert not laptop.meet(_Busy("$changes")).good
    assert laptop.vault.lease_state().until == first

    laptop.clock.go_on(2 * DAY)
    cut_short = laptop.meet(_Busy("$changes"))

    assert not cut_short.good
    assert laptop.vault.lease_state().until != first
    assert laptop.vault.lease_state().standing is Standing.GOOD


def test_an_office_that_does_not_answer_the_mark_changes_nothing_and_stops_nothing(laptop: Leashed) -> None:
    laptop.meet()
    first = laptop.vault.lease_state().until
    laptop.clock.go_on(20 * DAY)

    result = laptop.meet(_Busy("$mark"))

    assert result.good, result
    assert laptop.vault.lease_state().until == first
    assert laptop.vault.lease_state().is_over


def test_a_disk_that_takes_no_header_leaves_the_record_open_for_this_sitting(
    laptop: Leashed, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop.meet()
    laptop.clock.go_on(20 * DAY)
    assert laptop.vault.lease_state().is_over
    with monkeypatch.context() as disk:
        disk.setattr(opened_vault, "keep_header", refuse)
        result = laptop.meet()

        assert result.good
        assert "could not be noted here" in " ".join(result.notices)
        assert "disk" in " ".join(result.notices)
        laptop.vault.checkpoint()
        assert laptop.vault.lease_state().standing is Standing.GOOD
        assert laptop.vault.in_reach is laptop.records

    laptop.vault.checkpoint()
    assert laptop.again().lease_state().standing is Standing.GOOD


def test_a_code_by_telephone_opens_everything_on_a_full_disk(
    laptop: Leashed, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop.meet()
    laptop.clock.go_on(20 * DAY)
    with monkeypatch.context() as disk:
        disk.setattr(opened_vault, "keep_header", refuse)
        disk.setattr(StoredRecords, "work", refuse_work)
        shown = challenge(laptop.vault)
        assert shown is not None
        assert challenge(laptop.vault) == shown
        assert state_of(laptop.vault).is_over
        code = telephone_code(laptop.leash.secret, shown.text)

        assert enter_code(laptop.vault, code).standing is Standing.GRANTED

        assert laptop.vault.in_reach is laptop.records
        with pytest.raises(WrongCodeError):
            enter_code(laptop.vault, code)


def refuse_work(_records: StoredRecords) -> AbstractContextManager[Work]:
    """Be a full disk."""
    raise FullDiskError


def refuse(_folder: Path, _header: Header) -> None:
    """Be a full disk."""
    raise FullDiskError


def test_who_is_over_may_join_again(laptop: Leashed) -> None:
    laptop.meet()
    laptop.clock.go_on(20 * DAY)
    assert laptop.vault.lease_state().is_over
    reach = laptop.vault.in_reach

    join(reach, laptop.hub.address, laptop.hub.code(), over_the_network, laptop.clock.now())

    assert laptop.meet().good
    assert laptop.vault.lease_state().standing is Standing.GOOD


def test_nothing_writes_a_header_into_a_vault_that_is_given_up(laptop: Leashed) -> None:
    laptop.meet()
    laptop.clock.go_on(DAY)
    laptop.order()

    assert laptop.meet().wiped is not None
    for late in (
        laptop.vault.checkpoint,
        laptop.vault.close,
        lambda: laptop.vault.keep_lease(lambda _: None),
    ):
        with suppress(ExpectedError):
            late()

    assert not list(laptop.folder.glob("vault.hdr*"))
    assert not list(laptop.folder.glob("records*"))
