"""What an office answered to a laptop's batch, so that the same batch sent again does nothing again.

Also what it was given for safe-keeping by a laptop that may not send it any more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from carenurse.store.database import Database
from carenurse.store.journal_sending import Units

LASTS = timedelta(days=120)
"""How long an answer is kept; a laptop that was away for longer looks for its receipt instead."""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as it was given; ``digest`` is the SHA-256 of what was asked."""

    digest: bytes
    status: int
    body: bytes


class KeptAnswers:
    """Answers by device and key; deposits by device and content."""

    def __init__(self, units: Units, database: Database, now: Callable[[], datetime]) -> None:
        self._units, self._database, self._now = units, database, now

    def find(self, device: str, key: str) -> KeptAnswer | None:
        """Find what was answered to this key of this laptop."""
        row = self._database.row(
            "SELECT digest, status, body FROM answer WHERE device = ? AND key = ?", (device, key)
        )
        return KeptAnswer(*row) if row else None

    def keep(self, device: str, key: str, answer: KeptAnswer) -> None:
        """Keep an answer, inside the unit of work whose answer it is."""
        now = self._now()
        self._database.run(
            "DELETE FROM answer WHERE device = ? AND made < ?", (device, (now - LASTS).isoformat())
        )
        self._database.run(
            "INSERT INTO answer VALUES (?, ?, ?, ?, ?, ?)",
            (device, key, answer.digest, now.isoformat(), answer.status, answer.body),
        )

    def deposit(self, device: str, body: bytes) -> str:
        """Keep what a laptop may not send any more, for a person at the office to look at; once each.

        Returns the SHA-256 (hex) by which the laptop knows that it is safe here.
        """
        digest = sha256(body).digest()
        with self._units.work():
            self._database.run(
                "INSERT INTO deposit (device, digest, received, body) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (device, digest) DO NOTHING",
                (device, digest, self._now().isoformat(), body),
            )
        return digest.hex()

    def deposits(self) -> list[tuple[str, datetime, bytes]]:
        """List what was deposited: device, when, what; oldest first."""
        rows = self._database.rows("SELECT device, received, body FROM deposit ORDER BY id")
        return [(device, datetime.fromisoformat(received), body) for device, received, body in rows]
