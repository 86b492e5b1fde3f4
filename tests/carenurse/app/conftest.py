"""Records that several tests of the use cases begin with."""

from collections.abc import Iterator

import pytest

from carenurse.app.ports import Records
from carenurse.app.wiring import OpenVault
from tests.carenurse.app.telling import Telling
from tests.carenurse.store.resources import patient
from tests.kept import keep, person


@pytest.fixture
def told(records: Records) -> Telling:
    return Telling(records)


@pytest.fixture
def rosa(records: Records) -> str:
    return person(records, "Rosa", "Delgado")


@pytest.fixture
def vault(open_vault: OpenVault) -> Iterator[OpenVault]:
    """Open a vault with a person in it; the test may have closed it."""
    keep(open_vault.records, patient("p1"))
    yield open_vault
    open_vault.close()
