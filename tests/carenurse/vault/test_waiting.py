from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from carenurse.vault.failures import WaitBeforeTryingError
from carenurse.vault.waiting import count_failure, failures, forget_failures, refuse_too_early

NOW = datetime(2026, 2, 27, 10, 42, tzinfo=UTC)


def waits(folder: Path, now: datetime) -> int:
    try:
        refuse_too_early(folder, now)
    except WaitBeforeTryingError as told:
        return told.seconds
    return 0


def test_each_wrong_passphrase_makes_the_wait_longer(tmp_path: Path) -> None:
    seen: list[int] = []
    for _ in range(12):
        count_failure(tmp_path, NOW)
        seen.append(waits(tmp_path, NOW))

    assert seen == [0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


def test_the_wait_ends(tmp_path: Path) -> None:
    for _ in range(4):
        count_failure(tmp_path, NOW)

    assert waits(tmp_path, NOW + timedelta(seconds=3)) == 1
    assert waits(tmp_path, NOW + timedelta(seconds=4)) == 0


def test_a_clock_set_back_locks_nobody_out(tmp_path: Path) -> None:
    for _ in range(4):
        count_failure(tmp_path, NOW)

    assert waits(tmp_path, NOW - timedelta(days=400)) == 4


def test_success_forgets(tmp_path: Path) -> None:
    count_failure(tmp_path, NOW)
    forget_failures(tmp_path)
    forget_failures(tmp_path)

    assert failures(tmp_path) == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"count": "x", "last": 3}',
        '{"count":4,"last":"yesterday"}',
        '{"count":Infinity,"last":"2026-03-04T09:00:00+00:00"}',
        '{"count":9,"last":"0001-01-01T00:00:00+14:00"}',
    ],
)
def test_a_damaged_count_locks_nobody_out(tmp_path: Path, text: str) -> None:
    (tmp_path / "vault.wait").write_text(text)

    assert waits(tmp_path, NOW) == 0


def test_a_last_try_at_the_end_of_time_only_waits_as_long_as_any_other(tmp_path: Path) -> None:
    (tmp_path / "vault.wait").write_text('{"count":4,"last":"9999-12-30T00:00:00+00:00"}')

    assert waits(tmp_path, NOW) == 4
