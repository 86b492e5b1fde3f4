"""Files between laptop and office: which papers name them, which the office has, which are not here yet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from carenurse.clinical import paper
from carenurse.store.files import file_of, is_kept
from carenurse.store.journal_rows import unpacked_json
from carenurse.store.journal_sending import Sending
from carenurse.store.numbers import LABEL, id_told

_SHA_256: Final = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that a paper names, by its SHA-256 in hex; ``paper`` is the paper's reference."""

    digest: str
    paper: str
    media_type: str
    title: str


class Files(Sending):
    """The part of the journal that tells of files. A paper's file goes once the office has the paper."""

    def files_to_send(self) -> list[NamedFile]:
        """List files that the office does not have, as far as it said: those of the newest papers first."""
        return [one for one in self._named() if not self._is_there(one.digest) and self._is_here(one.digest)]

    def files_to_fetch(self) -> list[NamedFile]:
        """List files that papers of the office name and that are not here, of the newest papers first."""
        return [one for one in self._named() if not self._is_here(one.digest)]

    def files_waiting(self, patient: str) -> int:
        """Count the files of one patient's papers that the office does not have, as far as it said."""
        return sum(
            not self._is_there(one.digest) and self._is_here(one.digest) for one in self._named(patient)
        )

    def _named(self, patient: str = "") -> Iterator[NamedFile]:
        whose, more = (f" AND person = {LABEL}", (patient,)) if patient else ("", ())
        rows = self._database.rows(
            "SELECT identity, json FROM base JOIN resource ON resource.id = base.resource "  # a few hundred
            f"WHERE kind = {LABEL}{whose} ORDER BY resource.id DESC",
            ("DocumentReference", *more),
        )
        for identity, kept in rows:
            told = paper.decode(unpacked_json(kept) or {})
            if _SHA_256.fullmatch(told.digest):
                reference = f"DocumentReference/{id_told(identity)}"
                yield NamedFile(told.digest, reference, told.media_type, told.title)

    def _is_here(self, digest: str) -> bool:
        return is_kept(self._database, digest)

    def file_is_there(self, digest: str) -> bool:
        """Say whether the office said that it has a file."""
        return self._is_there(digest)

    def _is_there(self, digest: str) -> bool:
        return self._database.row("SELECT 1 FROM cursor WHERE name = ?", (f"file {digest}",)) is not None

    def bytes_of(self, digest: str) -> bytes:
        """Give a whole file; nothing where it has gone."""
        return file_of(self._database, digest) or b""

    def file_arrived(self, digest: str, now: datetime) -> None:
        """Note that the office has a file whole (T10)."""
        with self._units.work():
            self._database.run(
                "INSERT INTO cursor VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
                (f"file {digest}", now.isoformat()),
            )

    def keep_fetched(self, one: NamedFile, data: bytes, now: datetime) -> bool:
        """Keep a file that came from the office; False where it is not what its name says."""
        if sha256(data).hexdigest() != one.digest:
            return False
        with self._units.work() as work:
            work.keep_file(data, media_type=one.media_type, name=one.title)
        self.file_arrived(one.digest, now)
        return True
