"""Kept files: a small one stands in its row, a large one in pieces, so that keeping it holds nobody up."""

from collections.abc import Iterator
from typing import Final

from carenurse.store.database import Database

PIECE: Final = 500_000
"""Bytes that are written in one transaction: some milliseconds."""


def file_of(database: Database, digest: str) -> bytes | None:
    """Return a whole file's bytes by its SHA-256 in hex."""
    found = database.row("SELECT data, size FROM blob WHERE digest = ?", (digest,))
    if found is None:
        return None
    data, size = found
    if len(data) == size:
        return bytes(data)
    parts = database.rows("SELECT data FROM part WHERE digest = ? ORDER BY nth", (digest,))
    return b"".join(part for (part,) in parts)


def is_kept(database: Database, digest: str) -> bool:
    """Say whether a file is here, whole."""
    return database.row("SELECT 1 FROM blob WHERE digest = ?", (digest,)) is not None


def pieces_of(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Cut a file into numbered pieces."""
    return ((nth, data[at : at + PIECE]) for nth, at in enumerate(range(0, len(data), PIECE)))


def keep_piece(database: Database, digest: str, nth: int, data: bytes) -> None:
    """Keep one piece ahead of its file, inside the open transaction."""
    database.run("INSERT OR IGNORE INTO part (digest, nth, data) VALUES (?, ?, ?)", (digest, nth, data))


def loose_piece(database: Database) -> int | None:
    """Find a piece of which there is no file: one that never became whole, or whose file was purged."""
    found = database.row("SELECT id FROM part WHERE digest NOT IN (SELECT digest FROM blob) LIMIT 1")
    return int(found[0]) if found else None


def delete_piece(database: Database, piece: int) -> None:
    """Delete it, inside the open transaction."""
    database.run("DELETE FROM part WHERE id = ?", (piece,))
