"""The laptops that an office knows: each came in by a code that works once, each can be shut out at once.

Codes and tokens are secrets of 160 bits and more; only their SHA-256 is kept.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import uuid4

from carenurse.store.database import Database, Row
from carenurse.store.journal_sending import Units

_LASTS = timedelta(days=3)
_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_CODE_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Device:
    """One laptop and the nurse whose it is; ``whole``: it sees all patients. ``reached``: fed so far.

    ``to_wipe``: since when it is to be wiped; from then on it only brings what it has left.
    """

    identity: str
    nurse: str
    name: str
    whole: bool
    enrolled: datetime
    seen: datetime | None
    reached: int
    revoked: datetime | None
    to_wipe: datetime | None = None


class Devices:
    """Inviting, enrolling, knowing again, revoking; each is one transaction."""

    def __init__(self, units: Units, database: Database, now: Callable[[], datetime]) -> None:
        self._units, self._database, self._now = units, database, now

    def invite(self, nurse: str, *, whole: bool = False) -> str:
        """Make a code by which one laptop of a nurse comes in, once, within three days."""
        code = "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH))
        now = self._now()
        with self._units.work():
            self._database.run("DELETE FROM invitation WHERE ends < ?", (_utc(now),))
            self._database.run(
                "INSERT INTO invitation VALUES (?, ?, ?, ?)",
                (_hash(code), nurse, int(whole), _utc(now + _LASTS)),
            )
        return "-".join(code[at : at + 4] for at in range(0, _CODE_LENGTH, 4))

    def awaited(self) -> frozenset[str]:
        """Name the nurses who have a code and did not join with it yet, also one that is over."""
        rows = self._database.rows("SELECT DISTINCT nurse FROM invitation")
        return frozenset(str(row[0]) for row in rows)

    def invited(self, code: str) -> str:
        """Say whose a code is, which stays as good as it was; "" for one that is unknown or used."""
        row = self._database.row("SELECT nurse FROM invitation WHERE code = ?", (_hash(_bare(code)),))
        return str(row[0]) if row else ""

    def enrol(self, code: str, name: str) -> tuple[Device, str] | None:
        """Let a laptop in; give it with its token, or None for a code that is unknown, used or too old."""
        now = self._now()
        with self._units.work():
            row = self._database.row(
                "DELETE FROM invitation WHERE code = ? RETURNING nurse, whole, ends", (_hash(_bare(code)),)
            )
            if row is None or row[2] < _utc(now):
                return None
            identity, token = str(uuid4()), secrets.token_urlsafe(32)
            self._database.run(
                "INSERT INTO device (id, nurse, name, whole, token, enrolled) VALUES (?, ?, ?, ?, ?, ?)",
                (identity, row[0], name, row[1], _hash(token), now.isoformat()),
            )
        device = self.by_token(token)
        return (device, token) if device else None

    def by_token(self, token: str) -> Device | None:
        """Know a laptop by its token; None for a stranger and for one that was revoked."""
        row = self._database.row(f"{_SELECT} WHERE token = ? AND revoked IS NULL", (_hash(token),))
        return _device(row) if row else None

    def find(self, identity: str) -> Device | None:
        """Find a laptop by its id, shut out or not."""
        row = self._database.row(f"{_SELECT} WHERE id = ?", (identity,))
        return _device(row) if row else None

    def all(self) -> list[Device]:
        """List the laptops, the first enrolled first."""
        return [_device(row) for row in self._database.rows(f"{_SELECT} ORDER BY enrolled, id")]

    def revoke(self, identity: str) -> bool:
        """Shut a laptop out from now on; False when there is no such laptop or it was shut out before."""
        with self._units.work():
            row = self._database.row(
                "UPDATE device SET revoked = ? WHERE id = ? AND revoked IS NULL RETURNING id",
                (self._now().isoformat(), identity),
            )
        return row is not None

    def note(self, identity: str, reached: int) -> None:
        """Note how far a laptop was fed, inside a unit of work or by itself."""
        with self._units.work():
            self._database.run(
                "UPDATE device SET seen = ?, reached = max(reached, ?) WHERE id = ?",
                (self._now().isoformat(), reached, identity),
            )


_SELECT = (
    "SELECT id, nurse, name, whole, enrolled, seen, reached, revoked, "
    "(SELECT asked FROM device_leash WHERE device_leash.device = device.id) FROM device"
)


def _device(row: Row) -> Device:
    identity, nurse, name, whole, enrolled, seen, reached, revoked, to_wipe = row
    since = datetime.fromisoformat(enrolled)
    return Device(
        identity, nurse, name, bool(whole), since, _time(seen), reached, _time(revoked), _time(to_wipe)
    )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _bare(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
