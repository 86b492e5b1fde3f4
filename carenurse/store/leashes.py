"""What ties each laptop to its office: its lease, the secret of its telephone codes, an order to wipe it."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from carenurse.store.database import Database
from carenurse.store.files import file_of
from carenurse.store.journal_sending import Units

USUAL_DAYS: Final = 14
"""How long a laptop opens everything without its office, where nobody says otherwise (in days)."""
LONGEST: Final = 365
OFFICE_KEY: Final = "office.receipt-key"
"""The setting with the key that an office signs with: made before its first laptop joins, in every backup."""
_DAYS: Final = "office.lease-days"
_PURPOSE: Final = "carenurse telephone code of "
_SECRET_BYTES: Final = 20
_COLUMNS: Final = "secret, until, asked, told, done, elsewhere"


@dataclass(frozen=True, slots=True)
class Leash:
    """One laptop: ``until`` is the end of the last lease that it was told, by the office's clock.

    ``asked``, ``told``, ``done``: when it was ordered to be wiped, first heard of it, and said that it was.
    ``elsewhere``: it could not reach the copies at its second place.
    """

    secret: bytes
    until: datetime | None
    asked: datetime | None
    told: datetime | None
    done: datetime | None
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class Remains:
    """What a laptop brought before it was wiped that it could not send: a kept file (``digest``)."""

    device: str
    digest: str
    came: datetime


class Leashes:
    """Reading and noting; each is one transaction, and what a person decides stands on the audit trail."""

    def __init__(self, units: Units, database: Database, now: Callable[[], datetime]) -> None:
        self._units, self._database, self._now = units, database, now

    @property
    def days(self) -> int:
        """How long a lease lasts; 0 where this office gives none."""
        row = self._database.row("SELECT value FROM setting WHERE name = ?", (_DAYS,))
        return int(row[0]) if row else USUAL_DAYS

    def set_days(self, days: int) -> None:
        """Let leases last so long from each laptop's next contact on; 0 gives none any more."""
        with self._units.work() as work:
            work.set_setting(_DAYS, str(days))
            work.record("lease", "Device", f"{days} days")

    def find(self, device: str) -> Leash | None:
        """Give what is known of a laptop; None before its first lease or order."""
        row = self._database.row(f"SELECT {_COLUMNS} FROM device_leash WHERE device = ?", (device,))
        if row is None:
            return None
        secret, until, asked, told, done, elsewhere = row
        return Leash(bytes(secret), _time(until), _time(asked), _time(told), _time(done), bool(elsewhere))

    def give(self, device: str, until: datetime) -> bytes:
        """Note the lease that a laptop is told now; gives the secret of its codes, the same each time."""
        with self._units.work():
            self._begin(device)
            row = self._database.row(
                "UPDATE device_leash SET until = ? WHERE device = ? RETURNING secret",
                (until.isoformat(), device),
            )
        return bytes(row[0]) if row else b""

    def secret_of(self, device: str) -> bytes:
        """Give the secret of a laptop's codes, the same as in any lease, whether or not one is known here."""
        with self._units.work():
            self._begin(device)
        found = self.find(device)
        return found.secret if found else b""

    def note_code(self, device: str) -> None:
        """Put on the trail that a code was read out for a laptop; the code itself stands nowhere."""
        with self._units.work() as work:
            work.record("lease", f"Device/{device}", "code by telephone")

    def ask_wipe(self, device: str) -> None:
        """Have a laptop wiped from its next contact on; asking again changes nothing."""
        with self._units.work() as work:
            self._begin(device)
            row = self._database.row(
                "UPDATE device_leash SET asked = ? WHERE device = ? AND asked IS NULL RETURNING device",
                (self._now().isoformat(), device),
            )
            if row is not None:
                work.record("wipe", f"Device/{device}", "asked")

    def take_back(self, device: str) -> bool:
        """Take an order back that the laptop has not heard; False when there is none, or it has."""
        with self._units.work() as work:
            row = self._database.row(
                "UPDATE device_leash SET asked = NULL "
                "WHERE device = ? AND asked IS NOT NULL AND told IS NULL RETURNING device",
                (device,),
            )
            if row is not None:
                work.record("wipe", f"Device/{device}", "taken back")
        return row is not None

    def note_told(self, device: str) -> None:
        """Note that a laptop is told the order now; the first time counts."""
        with self._units.work() as work:
            row = self._database.row(
                "UPDATE device_leash SET told = ? "
                "WHERE device = ? AND asked IS NOT NULL AND told IS NULL RETURNING device",
                (self._now().isoformat(), device),
            )
            if row is not None:
                work.record("wipe", f"Device/{device}", "told")

    def note_done(self, device: str, ordered: datetime, *, elsewhere: bool) -> datetime:
        """Note that a laptop said that it is wiped; gives when it said so first, which counts.

        ``ordered``: when it was ordered. An office that was restored may not know any more that it asked, or
        that it told the laptop: it did.
        """
        with self._units.work() as work:
            self._begin(device)
            row = self._database.row(
                "UPDATE device_leash SET done = ?, elsewhere = ?, asked = coalesce(asked, ?), "
                "told = coalesce(told, asked, ?) WHERE device = ? AND done IS NULL RETURNING device",
                (self._now().isoformat(), int(elsewhere), ordered.isoformat(), ordered.isoformat(), device),
            )
            if row is not None:
                work.record("wipe", f"Device/{device}", "done")
        found = self.find(device)
        return found.done if found and found.done else self._now()

    def keep_remains(self, device: str, data: bytes) -> None:
        """Keep what a laptop could not send, for a person at the office; the same again is kept once."""
        with self._units.work() as work:
            digest = work.keep_file(data, media_type="application/fhir+json", name=f"left on {device}")
            row = self._database.row(
                "INSERT INTO remains (device, digest, came) VALUES (?, ?, ?) "
                "ON CONFLICT (device, digest) DO NOTHING RETURNING id",
                (device, digest, self._now().isoformat()),
            )
            if row is not None:
                work.record("import", f"Device/{device}", f"remains {digest}")

    def remains(self) -> list[Remains]:
        """List what was left on laptops that were to be wiped, oldest first."""
        rows = self._database.rows("SELECT device, digest, came FROM remains ORDER BY id")
        return [Remains(device, digest, datetime.fromisoformat(came)) for device, digest, came in rows]

    def bytes_of(self, digest: str) -> bytes:
        """Give a kept file of remains; nothing where there is no such one."""
        if self._database.row("SELECT 1 FROM remains WHERE digest = ?", (digest,)) is None:
            return b""
        return file_of(self._database, digest) or b""

    def _begin(self, device: str) -> None:
        """Begin a laptop's row.

        Its secret comes from the office's key, not from chance: an office that was restored from a backup of
        before the laptop's first lease gives the codes that the laptop expects.
        """
        row = self._database.row("SELECT value FROM setting WHERE name = ?", (OFFICE_KEY,))
        key = str(row[0]) if row else ""
        secret = hmac.digest(key.encode(), (_PURPOSE + device).encode(), "sha256")[:_SECRET_BYTES]
        self._database.run(
            "INSERT INTO device_leash (device, secret) VALUES (?, ?) ON CONFLICT (device) DO NOTHING",
            (device, secret),
        )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
