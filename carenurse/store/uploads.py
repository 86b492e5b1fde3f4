"""Files on their way to an office, piece by piece: what arrived stays, whatever happens to the connection."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from carenurse.store.database import Database
from carenurse.store.journal_sending import Units

_FORGOTTEN = timedelta(days=30)


class Piece(StrEnum):
    """What became of a piece."""

    KEPT = "kept"
    WHOLE = "whole"
    OUT_OF_PLACE = "out-of-place"
    WRONG = "wrong"


class Uploads:
    """Pieces by device and SHA-256; whole files go where all kept files are."""

    def __init__(self, units: Units, database: Database, now: Callable[[], datetime]) -> None:
        self._units, self._database, self._now = units, database, now

    def size(self, digest: str) -> int | None:
        """Tell the size of a whole file in bytes; None while it is not whole."""
        row = self._database.row("SELECT size FROM blob WHERE digest = ?", (digest,))
        return int(row[0]) if row else None

    def offset(self, device: str, digest: str) -> int:
        """Tell how many bytes of a file arrived."""
        row = self._database.row(
            "SELECT coalesce(max(start + length(data)), 0) FROM piece WHERE device = ? AND digest = ?",
            (device, digest),
        )
        return int(row[0]) if row else 0

    def append(self, device: str, digest: str, start: int, data: bytes, *, last: bool, kind: str) -> Piece:
        """Keep the next piece; with the last one the file becomes whole, or all of it is thrown away.

        ``kind`` is its media type. A piece that does not begin where the last ended is not kept.
        """
        with self._units.work() as work:
            self._database.run("DELETE FROM piece WHERE came < ?", ((self._now() - _FORGOTTEN).isoformat(),))
            if self.offset(device, digest) != start:
                return Piece.OUT_OF_PLACE
            if not last:
                self._database.run(
                    "INSERT INTO piece VALUES (?, ?, ?, ?, ?)",
                    (device, digest, start, self._now().isoformat(), data),
                )
                return Piece.KEPT
            whole = b"".join((*self._pieces(device, digest), data))
            self._database.run("DELETE FROM piece WHERE device = ? AND digest = ?", (device, digest))
            if sha256(whole).hexdigest() != digest:
                return Piece.WRONG
            work.keep_file(whole, media_type=kind, name=f"device {device}")
            return Piece.WHOLE

    def _pieces(self, device: str, digest: str) -> list[bytes]:
        rows = self._database.rows(
            "SELECT data FROM piece WHERE device = ? AND digest = ? ORDER BY start", (device, digest)
        )
        return [data for (data,) in rows]

    def sent_by(self, device: str, digest: str) -> bool:
        """Say whether a whole file came from a laptop."""
        return bool(
            self._database.row(
                "SELECT 1 FROM blob WHERE digest = ? AND name = ?", (digest, f"device {device}")
            )
        )
