"""The clock of this computer."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from carenurse.app.wiring import local_now


@pytest.fixture
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("this system's zone cannot be changed for one test")
    monkeypatch.setenv("TZ", str(request.param))
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("zone")
@pytest.mark.parametrize("zone", ["America/New_York"], indirect=True)
@pytest.mark.parametrize(
    ("instant", "hour"),
    [(datetime(2026, 1, 15, 15, tzinfo=UTC), 10), (datetime(2026, 7, 15, 15, tzinfo=UTC), 11)],
)
def test_an_hour_is_told_as_the_kitchen_clock_showed_it_then(instant: datetime, hour: int) -> None:
    assert instant.astimezone(local_now().tzinfo).hour == hour


@pytest.mark.usefixtures("zone")
@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Dublin", "Africa/Casablanca"], indirect=True)
def test_it_tells_the_very_moment_where_winter_is_the_exception_too() -> None:
    assert abs(local_now() - datetime.now(UTC)).total_seconds() < 5


def test_it_tells_the_time_with_its_offset() -> None:
    assert abs(local_now() - datetime.now(UTC)).total_seconds() < 5
    assert local_now().utcoffset() is not None
