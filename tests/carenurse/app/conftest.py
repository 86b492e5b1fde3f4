"""Records that several tests of the use cases begin with."""

import pytest

from carenurse.app.ports import Records
from tests.carenurse.app.telling import Telling
from tests.kept import person


@pytest.fixture
def told(records: Records) -> Telling:
    return Telling(records)


@pytest.fixture
def rosa(records: Records) -> str:
    return person(records, "Rosa", "Delgado")
