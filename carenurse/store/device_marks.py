"""How far a record has come, and how far an office has seen the records of its laptops come."""

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from carenurse.clinical.fhir import Resource
from carenurse.store.database import Database
from carenurse.store.journal_sending import Units

_MOST: Final = 2**53
_DIGEST: Final = re.compile("[0-9a-f]{64}")
_NUMBERS: Final = ("commits", "sequence")
_HASHES: Final = ("vault", "head")


@dataclass(frozen=True, slots=True)
class Reached:
    """Commits so far, and the newest row of the audit trail: its number and its hash.

    ``vault`` is the hash of the trail's first row, the same in every copy of a vault and in no other vault.
    """

    vault: str
    commits: int
    sequence: int
    head: str

    @classmethod
    def read(cls, told: Resource) -> "Reached | None":
        """Read what ``told`` wrote; None for anything else."""
        numbers, hashes = [told.get(one) for one in _NUMBERS], [told.get(one) for one in _HASHES]
        if not all(type(one) is int and 0 <= one < _MOST for one in numbers):
            return None
        if not all(isinstance(one, str) and _DIGEST.fullmatch(one) for one in hashes):
            return None
        named: dict[str, Any] = dict(zip((*_NUMBERS, *_HASHES), (*numbers, *hashes), strict=True))
        return cls(**named)

    @property
    def told(self) -> Resource:
        """Write it as it goes over the wire."""
        return asdict(self)

    def is_behind(self, other: "Reached") -> bool:
        """Say whether the other was further, or has something else at the same place of its trail."""
        return (
            self.commits < other.commits
            or self.sequence < other.sequence
            or (self.sequence == other.sequence and self.head != other.head)
        )


@dataclass(frozen=True, slots=True)
class SeenMark:
    """What an office has noted of one laptop, and when; ``key`` is the laptop's public key (JSON).

    ``older``: since when a copy comes that is older than what is noted, or went its own way; else None.
    """

    reached: Reached
    noted: datetime
    key: str
    older: datetime | None


def reached(database: Database) -> Reached:
    """Tell how far this record has come, at one moment."""
    row = database.row(
        "SELECT coalesce((SELECT hash FROM audit WHERE sequence = 1), ''), commits, "
        "(SELECT coalesce(max(sequence), 0) FROM audit), audit_head FROM moment"
    )
    vault, commits, sequence, head = row or ("", 0, 0, "")
    return Reached(str(vault), int(commits), int(sequence), str(head))


class DeviceMarks:
    """Reading and noting; each is one transaction."""

    def __init__(self, units: Units, database: Database, now: Callable[[], datetime]) -> None:
        self._units, self._database, self._now = units, database, now

    def find(self, device: str) -> SeenMark | None:
        """Give what is noted of a laptop; None before its first mark."""
        row = self._database.row(
            "SELECT vault, commits, sequence, head, noted, key, older FROM device_mark WHERE device = ?",
            (device,),
        )
        if row is None:
            return None
        *far, noted, key, older = row
        since = datetime.fromisoformat(older) if older else None
        return SeenMark(Reached(*far), datetime.fromisoformat(noted), key, since)

    def note(self, device: str, far: Reached, signed: str, key: str) -> None:
        """Note how far a laptop has come, in the place of what was noted before."""
        now = self._now().isoformat()
        with self._units.work():
            self._database.run(
                "INSERT OR REPLACE INTO device_mark VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)",
                (device, far.vault, far.commits, far.sequence, far.head, signed, now, key),
            )

    def note_older(self, device: str) -> None:
        """Note that an older copy comes; what was noted of the newer one stays, and so does since when."""
        with self._units.work():
            self._database.run(
                "UPDATE device_mark SET older = ? WHERE device = ? AND older IS NULL",
                (self._now().isoformat(), device),
            )
