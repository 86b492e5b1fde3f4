"""A laptop that joined a real office, and what a person at that office does about it."""

import json
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from carenurse.app import wiring
from carenurse.app.meeting import meet
from carenurse.app.ports import Records
from carenurse.app.sync_join import join
from carenurse.app.sync_run import Connect, Cord, RunResult, over_the_network
from carenurse.clinical.fhir import Resource
from carenurse.store.leashes import Leash, Leashes
from tests.carenurse.app.test_sync_run import Hub, rosa
from tests.fakes import FixedClock
from tests.kept import keep
from tests.made_vault import MadeVault

NOW = datetime.now(UTC)
"""The office's clock is this computer's; a laptop's stands still at the beginning of the tests."""


def nothing() -> None:
    """Do nothing."""


@dataclass
class Leashed:
    """The laptop; ``device`` is the office's name for it."""

    made: MadeVault
    hub: Hub
    vault: wiring.OpenVault
    clock: FixedClock
    device: str

    @property
    def records(self) -> Records:
        return self.vault.records

    @property
    def folder(self) -> Path:
        return self.made.folder

    def meet(
        self,
        connect: Connect = over_the_network,
        *,
        hush: Callable[[], object] = nothing,
        cord: Cord | None = None,
    ) -> RunResult:
        return meet(self.vault, connect, self.clock, lambda _: True, cord, hush=hush)

    def again(self) -> wiring.OpenVault:
        self.vault.close()
        self.vault = opened(self.made, self.clock)
        return self.vault

    def office(self, job: Callable[[Leashes], Any]) -> Any:
        """Let a person at the office do something."""
        return self.hub.thread.wait_for(lambda: job(self.hub.office.served.leashes))

    def order(self) -> None:
        self.office(lambda leashes: leashes.ask_wipe(self.device))

    @property
    def leash(self) -> Leash:
        found = self.office(lambda leashes: leashes.find(self.device))
        assert isinstance(found, Leash)
        return found

    def left_there(self) -> list[tuple[str, Resource]]:
        """List what the office keeps of what it never took: why, and what."""
        digests = [one.digest for one in self.office(lambda leashes: leashes.remains())]
        bundles = [json.loads(self.office(lambda leashes, of=one: leashes.bytes_of(of))) for one in digests]
        entries = [entry for bundle in bundles for entry in bundle["entry"]]
        return [(entry["extension"][0]["valueCode"], entry["resource"]) for entry in entries]

    def files_there(self, why: str) -> list[bytes]:
        return [b64decode(one["data"]) for said, one in self.left_there() if said == why]


def opened(made: MadeVault, clock: FixedClock) -> wiring.OpenVault:
    return wiring.unlock_with_recovery(
        made.folder, made.recovery_code, now=clock.now, monotonic=lambda: 0.0, reserve=0
    )


def joined(made: MadeVault, hub: Hub) -> Leashed:
    """Open the vault and let it join the office."""
    clock = FixedClock(NOW)
    vault = opened(made, clock)
    join(vault.records, hub.address, hub.code(), over_the_network, NOW)
    device = hub.thread.wait_for(lambda: hub.office.served.devices.all()[-1].identity)
    return Leashed(made, hub, vault, clock, device)


@pytest.fixture
def laptop(made_vault: MadeVault, hub: Hub) -> Iterator[Leashed]:
    """Give a laptop that knows a person and has just met its office."""
    made = joined(made_vault, hub)
    keep(made.records, rosa())
    assert made.meet().good
    yield made
    made.vault.close()
