"""How texts that stand in every row are written as numbers: times, ids, and the labels and terms."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from carenurse.clinical.dates import instant_in_order
from carenurse.errors import BugError
from carenurse.store.database import Database
from carenurse.store.migrations.m0005_numbers import NEVER

__all__ = [
    "LABEL",
    "NEVER",
    "NEXT_RESOURCE",
    "NEXT_VERSION",
    "Numbers",
    "id_kept",
    "id_told",
    "number_of_instant",
    "number_of_order",
]

LABEL: Final = "(SELECT id FROM label WHERE text = ?)"
"""In the place of a number: NULL, which nothing equals, for a text that was never said."""

NEXT_RESOURCE: Final = (
    "(1 + max(coalesce((SELECT max(id) FROM main.resource), 0), coalesce((SELECT last FROM coming), 0)))"
)
NEXT_VERSION: Final = (
    "(1 + max(coalesce((SELECT max(id) FROM version), 0), coalesce((SELECT last_version FROM coming), 0)))"
)
"""The next numbers to give out, beyond those that a file on its way in was promised."""

_UUID: Final = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MOST_KNOWN: Final = 20_000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)


def number_of_instant(instant: datetime) -> int:
    """Write an aware instant as half milliseconds since 1970, an odd number."""
    return (instant - _EPOCH) // _MILLISECOND * 2 + 1


def number_of_order(order: str | None) -> int | None:
    """Write ``Indexed.when`` so that numbers have the order of its text (to the millisecond).

    Where only a date was said the number is even, and comes before a real noon of that day.
    """
    if not order:
        return None
    if instant := instant_in_order(order):
        return number_of_instant(instant)
    return number_of_instant(datetime.fromisoformat(order).replace(tzinfo=UTC)) - 1


def id_kept(identity: str) -> str | bytes:
    """Write an id as it is kept: a UUID takes sixteen bytes, anything else stays text."""
    return bytes.fromhex(identity.replace("-", "")) if _UUID.fullmatch(identity) else identity


def id_told(kept: str | bytes) -> str:
    """Read an id as it is kept."""
    if isinstance(kept, str):
        return kept
    digits = kept.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


class Numbers:
    """The numbers of labels and terms, looked up once and given out where new.

    Not to be kept when a unit of work was taken back: what was given out in it went with it.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._labels: dict[str, int] = {}
        self._terms: dict[tuple[int, str, str], int] = {}

    def label(self, text: str) -> int:
        """Return the number of a text, a new one where it was never said."""
        found = self._labels.get(text)
        if found is None:
            row = self._database.row("SELECT id FROM label WHERE text = ?", (text,))
            found = row[0] if row else self._database.run("INSERT INTO label (text) VALUES (?)", (text,))
            self._labels[text] = found
        return found

    def terms(self, kind: int, keys: Iterable[tuple[str, str]]) -> list[int]:
        """Return the numbers of the keys of a resource, in the order of the numbers."""
        return sorted(self._term(kind, name, value) for name, value in keys)

    def _term(self, kind: int, name: str, value: str) -> int:
        key = (kind, name, value)
        if (known := self._terms.get(key)) is not None:
            return known
        whole = (kind, self.label(name), value)
        row = self._database.row("SELECT id FROM term WHERE kind = ? AND name = ? AND value = ?", whole)
        if row is None:
            row = self._database.row(
                "INSERT INTO term VALUES (?, ?, ?, coalesce((SELECT max(id) FROM term), 0) + 1) RETURNING id",
                whole,
            )
        if row is None:
            message = "the database gave out no number"
            raise BugError(message)
        number = int(row[0])
        if len(self._terms) >= _MOST_KNOWN:
            self._terms.clear()
        self._terms[key] = number
        return number
