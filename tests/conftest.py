"""Fixtures that every engineer's tests may use: a real vault in a folder of the test's own."""

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from carenurse.app import wiring
from carenurse.app.demo import load_demo
from carenurse.app.ports import Records
from carenurse.vault.derivation import FLOOR
from tests.carenurse.app.visits import Household, household
from tests.demo_day import DAY
from tests.made_vault import NURSE, PASSPHRASE, MadeVault
from tests.remembered_keys import remembered

_ANY_SPEED = [HealthCheck.too_slow]
settings.register_profile(
    "gate", derandomize=True, deadline=None, database=None, suppress_health_check=_ANY_SPEED
)
settings.register_profile("search", deadline=None, max_examples=2_000)
settings.load_profile("gate")
"""A gate asks the same of everybody; ``--hypothesis-profile search`` looks for what nobody has asked yet."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let an agency run the conformance of ``tests/peers`` against its own server."""
    parser.addoption("--office", metavar="URL", help="the FHIR base of a server; with -m long tests/peers")


_LONGEST = ("tests/journeys", "tests/simulation")
"""Few tests to a file, each of many seconds: what came last of them would keep one core busy alone."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files, where several processes share them (``--no-loadscope-reorder``)."""
    items.sort(key=lambda item: not item.nodeid.startswith(_LONGEST))


def pytest_collection_finish() -> None:
    """Let no search for garbage walk through all that collecting made: it stays to the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def each_key_is_derived_once() -> Iterator[None]:
    """Derive no key of a passphrase twice: that takes a fifth of a second of both cores."""
    with remembered():
        yield


@pytest.fixture(scope="session")
def vault_pattern(tmp_path_factory: pytest.TempPathFactory) -> MadeVault:
    """One vault made for the whole run; deriving a key is slow on purpose, copying a folder is not."""
    folder = tmp_path_factory.mktemp("pattern") / "vault"
    opened, code = wiring.create_vault(folder, PASSPHRASE, NURSE, cost=FLOOR, reserve=0)
    opened.close()
    return MadeVault(folder, PASSPHRASE, code, NURSE)


@pytest.fixture
def made_vault(vault_pattern: MadeVault, tmp_path: Path) -> MadeVault:
    """Copy the pattern: a closed vault of this test's own."""
    folder = tmp_path / "vault"
    shutil.copytree(vault_pattern.folder, folder)
    return MadeVault(folder, vault_pattern.passphrase, vault_pattern.recovery_code, vault_pattern.nurse)


@pytest.fixture
def open_vault(made_vault: MadeVault) -> Iterator[wiring.OpenVault]:
    """Open it (by the recovery code, which needs no slow derivation)."""
    opened = wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0)
    yield opened
    opened.close()


@pytest.fixture
def records(open_vault: wiring.OpenVault) -> Records:
    """Give the open record of a nurse, empty but for the nurse: real store, real encryption."""
    return open_vault.records


@pytest.fixture
def home(records: Records) -> Household:
    """Give a household in that record, with a visit that goes on."""
    return household(records)


@pytest.fixture(scope="session")
def demo_pattern(vault_pattern: MadeVault, tmp_path_factory: pytest.TempPathFactory) -> MadeVault:
    """Make the fictional caseload in a vault once for the whole run."""
    folder = tmp_path_factory.mktemp("demo-pattern") / "vault"
    shutil.copytree(vault_pattern.folder, folder)
    opened = wiring.unlock_with_recovery(folder, vault_pattern.recovery_code, reserve=0)
    load_demo(opened.records, DAY)
    opened.close()
    return MadeVault(folder, vault_pattern.passphrase, vault_pattern.recovery_code, vault_pattern.nurse)


@pytest.fixture
def demo(demo_pattern: MadeVault, tmp_path: Path) -> Iterator[Records]:
    """Open the record of a nurse with the fictional caseload, on the demo's day."""
    folder = tmp_path / "demo"
    shutil.copytree(demo_pattern.folder, folder)
    opened = wiring.unlock_with_recovery(folder, demo_pattern.recovery_code, reserve=0)
    yield opened.records
    opened.close()
