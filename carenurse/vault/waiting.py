"""Wrong passphrases in a row: counted without a key, each making the wait longer, forgotten by success.

This only slows a person at this keyboard; what protects a stolen copy is the derivation. Nothing is ever
wiped for wrong guesses: a thief works on a copy, so that wiping would only ever hit the nurse.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path

from carenurse.vault.disk import read_small, told_by_the_disk, write_durably
from carenurse.vault.failures import WaitBeforeTryingError

_NAME = "vault.wait"
_LONGEST = 4_096
_FREE_TRIES = 2
_LONGEST_WAIT = 300


@dataclass(frozen=True, slots=True)
class _Failures:
    count: int
    last: datetime


def failures(folder: Path) -> int:
    """Count the wrong passphrases since the last success."""
    found = _read(folder)
    return found.count if found else 0


def count_failure(folder: Path, now: datetime) -> None:
    """Add one wrong passphrase."""
    facts = {"count": failures(folder) + 1, "last": now.isoformat()}
    write_durably(folder / _NAME, json.dumps(facts).encode())


def forget_failures(folder: Path) -> None:
    """Start again from nothing, after a success."""
    with told_by_the_disk():
        (folder / _NAME).unlink(missing_ok=True)


def refuse_too_early(folder: Path, now: datetime) -> None:
    """Raise WaitBeforeTryingError while the wait lasts: 0, 0, 2, 4, 8 ... 300 seconds.

    A clock that was set back never makes the wait longer than it would be by itself.
    """
    found = _read(folder)
    if found is None or found.count <= _FREE_TRIES:
        return
    wait = timedelta(seconds=min(2 ** (found.count - _FREE_TRIES), _LONGEST_WAIT))
    left = min(wait, wait - (now - found.last))
    if left > timedelta(0):
        raise WaitBeforeTryingError(ceil(left.total_seconds()))


def _read(folder: Path) -> _Failures | None:
    data = read_small(folder / _NAME, _LONGEST)
    if data is None:
        return None
    try:
        facts = json.loads(data)
        return _Failures(min(int(facts["count"]), 64), datetime.fromisoformat(facts["last"]).astimezone())
    except (ValueError, KeyError, TypeError, OverflowError):
        return None
