"""What a vault knew before an older copy of it was made a vault again: its lease, and what time it was.

The copy's header cannot be changed before its key is known. So a file beside it says it until the first
opening. It has no proof in it, and needs none: it can only take away, never give. An older copy on a
computer that has nothing newer of the vault opens as it did then; nothing here can know better.
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from carenurse.errors import ExpectedError
from carenurse.vault.disk import read_small, write_durably
from carenurse.vault.header_files import find_headers
from carenurse.vault.lease import Lease
from carenurse.vault.opened import OpenedVault

NAME: Final = "vault.seen"
_LONGEST: Final = 4_096
_MOST_DAYS: Final = 3_660


@dataclass(frozen=True, slots=True)
class _Known:
    until: datetime
    days: int
    seen: datetime


def take_along(others: Iterable[Path], copy: Path) -> None:
    """Note beside a copy the latest lease that other copies of its vault know, as far as they can be read.

    Nothing is noted where none knows anything. Raises as ``write_durably``.
    """
    try:
        ours = find_headers(copy).newest.vault_id
    except ExpectedError:
        return
    leases = [lease for one in others if (lease := _lease_in(one, ours)) is not None]
    if leases:
        lease = max(leases, key=lambda lease: lease.seen.astimezone(UTC))
        facts = {"until": lease.until.isoformat(), "days": lease.days, "seen": lease.seen.isoformat()}
        write_durably(copy / NAME, json.dumps(facts).encode())


def _lease_in(folder: Path, vault_id: str) -> Lease | None:
    try:
        header = find_headers(folder).newest
    except ExpectedError:
        return None
    return header.lease if header.vault_id == vault_id else None


def catch_up(opened: OpenedVault) -> None:
    """Take what was noted into the header of a vault that opens for the first time; then it is forgotten.

    A later time counts, never an earlier one; a vault without a lease gets the one that it had. Raises as
    ``write_durably``: the next opening tries again.
    """
    file = opened.folder / NAME
    data = read_small(file, _LONGEST)
    if data is None:
        return
    known = _read(data)
    if known is not None:
        opened.keep_lease(lambda lease: _later(lease, known))
    with suppress(OSError):
        file.unlink()


def _read(data: bytes) -> _Known | None:
    """Read what was noted; None for what says nothing."""
    try:
        facts: dict[str, Any] = json.loads(data)
        until, seen = (datetime.fromisoformat(facts[one]).astimezone(UTC) for one in ("until", "seen"))
        days = int(facts["days"])
        return _Known(until, days, seen) if 0 < days <= _MOST_DAYS else None
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return None


def _later(lease: Lease | None, known: _Known) -> Lease:
    if lease is None:
        return Lease(known.until, known.days, known.seen)
    return replace(lease, seen=max(lease.seen.astimezone(UTC), known.seen))
