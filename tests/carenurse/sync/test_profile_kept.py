"""The profile of an office comes back from the vault as it went in; what is unknown or odd is unsafe."""

from datetime import UTC, datetime, timedelta

import pytest

from carenurse.sync.profile import Profile
from carenurse.sync.profile_kept import read, written


def test_a_profile_comes_back_as_it_was_kept() -> None:
    profile = Profile(
        checked=datetime(2026, 3, 4, 10, tzinfo=UTC),
        software="Somebody 1.0",
        atomic=True,
        most_entries=50,
        stale_status=409,
        search_lag=timedelta(seconds=60),
    )

    assert read(written(profile)) == profile


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"atomic": "yes", "most_entries": true, "search_lag": -5, "checked": 3}']
)
def test_what_cannot_be_read_is_unsafe(text: str) -> None:
    assert read(text) == Profile()
