"""A lease as facts in JSON: in the header, and in the records, which know it besides."""

from datetime import datetime, timedelta
from typing import Any

from carenurse.vault.failures import DamagedHeaderError
from carenurse.vault.lease import Lease

_LONGEST_AHEAD = 10_000 * 366 * 86_400


def lease_facts(lease: Lease) -> dict[str, Any]:
    """Write a lease; times in ISO 8601 with offset, spans in seconds."""
    return {
        "until": lease.until.isoformat(),
        "days": lease.days,
        "seen": lease.seen.isoformat(),
        "granted": lease.granted.isoformat() if lease.granted else "",
        "ahead": int(lease.ahead.total_seconds()),
    }


def read_lease(facts: dict[str, Any]) -> Lease:
    """Read a lease. Raises DamagedHeaderError, ValueError, KeyError, TypeError for what is none."""
    return Lease(
        until=_moment(facts["until"]),
        days=int(facts["days"]),
        seen=_moment(facts["seen"]),
        granted=_moment(facts["granted"]) if facts["granted"] else None,
        ahead=_not_behind(int(facts["ahead"])),
    )


def _not_behind(seconds: int) -> timedelta:
    """Read how far a clock was ahead; less than nothing, or more than can be, is damage."""
    if not 0 <= seconds < _LONGEST_AHEAD:
        raise DamagedHeaderError
    return timedelta(seconds=seconds)


def _moment(text: str) -> datetime:
    """Read a moment in UTC; one without an offset is damage."""
    found = datetime.fromisoformat(text)
    if found.utcoffset() is None:
        raise DamagedHeaderError
    return found
