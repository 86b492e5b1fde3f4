"""A patient leaves the laptop: everything about them goes; that they were here stays in the trail.

In many small transactions, so that nobody who saves waits for a purge. It may be cut short between any two:
who is in ``leaving`` is gone from every list and search already, and the next quiet moment goes on.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from carenurse.errors import ExpectedError
from carenurse.store.database import Database
from carenurse.store.driver import Row
from carenurse.store.numbers import LABEL, id_kept
from carenurse.store.packing import unpacked
from carenurse.store.removing import PLACES, THESE, remove
from carenurse.translations import tr

OWED: Final = "backups-hold-who-left"
"""The setting that says that backups of before are still to go; its value names the commit."""

KEY_OWED: Final = "key-held-who-left"
"""The setting that says under which key somebody was removed: what is left of them on the disk, in pages that
were given back and in old copies, can be read as long as that key is anywhere."""

_STEP: Final = 100
"""How many resources go in one transaction: some milliseconds."""

_LOOK: Final = 500
"""How many versions are looked through at a time for what else names a file."""

_NAMED: Final = re.compile(rb"[0-9a-f]{64}|Binary/[A-Za-z0-9.-]{1,64}")
_BINARY: Final = "Binary"
_WHOSE: Final = f"person = {LABEL}"


class StillNeededError(ExpectedError):
    """A patient was to leave the laptop, and the office has not everything of theirs."""

    def __init__(self) -> None:
        super().__init__(
            tr("This patient stays on the laptop: not everything has reached the office."),
            tr("Finish and send what is open, then try again. Nothing that the office lacks was removed."),
        )


@dataclass(frozen=True, slots=True)
class Waiting:
    """What keeps a patient here: changes not acknowledged, drafts, conflicts not settled."""

    unsent: int
    drafts: int
    conflicts: int

    @property
    def nothing(self) -> bool:
        """Whether the patient may leave."""
        return not (self.unsent or self.drafts or self.conflicts)


@dataclass(frozen=True, slots=True)
class Gone:
    """How much went. ``shared_files``: files kept because somebody else's record needs them too."""

    resources: int = 0
    versions: int = 0
    files: int = 0
    shared_files: int = 0

    def __add__(self, other: "Gone") -> "Gone":
        return Gone(
            self.resources + other.resources,
            self.versions + other.versions,
            self.files + other.files,
            self.shared_files + other.shared_files,
        )


def waiting_for(database: Database, patient: str) -> Waiting:
    """Count what of a patient is not yet with the office: held changes and those on their way, too."""
    found = database.row(
        "SELECT (SELECT count(*) FROM outbox JOIN version ON version.id = outbox.version "
        f"JOIN main.resource ON resource.id = version.resource WHERE {_WHOSE}), "
        "(SELECT count(*) FROM version JOIN resource ON resource.id = version.resource "
        f"WHERE draft = 1 AND {_WHOSE}), "
        "(SELECT count(*) FROM conflict JOIN resource ON resource.id = conflict.resource "
        f"WHERE {_WHOSE} AND settled IS NULL)",
        (patient, patient, patient),
    )
    return Waiting(*(found or (0, 0, 0)))


def begin(database: Database, patient: str, now: datetime) -> Gone:
    """Take the Patient and the search row, inside the open transaction; the rest follows step by step.

    Raises StillNeededError, and nothing was changed then.
    """
    if not waiting_for(database, patient).nothing:
        raise StillNeededError
    database.run("INSERT OR IGNORE INTO leaving VALUES (?, ?)", (patient, now.isoformat()))
    database.run("DELETE FROM main.person WHERE patient = ?", (patient,))
    return _remove(
        database, database.rows(f"{PLACES} WHERE {_WHOSE} AND kind = {LABEL}", (patient, "Patient"))
    )


def how_many(database: Database, patient: str) -> int:
    """Count a patient's resources."""
    found = database.row(f"SELECT count(*) FROM resource WHERE {_WHOSE}", (patient,))
    return int(found[0]) if found else 0


def under_way(database: Database) -> list[str]:
    """List those who began to leave and are not gone yet."""
    return [patient for (patient,) in database.rows("SELECT patient FROM leaving ORDER BY began, patient")]


def stay(database: Database, patient: str) -> None:
    """End a leaving: what is left of the record stays, and the office gives the rest back."""
    database.run("DELETE FROM leaving WHERE patient = ?", (patient,))


def go_on(database: Database, patient: str) -> Gone | None:
    """Take the next few resources, inside the open transaction; None when there are no more.

    What is about a patient who may not leave any more stays: something came up meanwhile that the office
    lacks, or the Patient came back; the leaving has ended then.
    """
    if not waiting_for(database, patient).nothing:
        stay(database, patient)
    if patient not in under_way(database):
        return None
    theirs = database.rows(f"{PLACES} WHERE {_WHOSE} LIMIT {_STEP}", (patient,))
    if theirs:
        return _remove(database, theirs)
    database.run("INSERT OR IGNORE INTO loose SELECT file FROM taken_from WHERE person = ?", (patient,))
    database.run("DELETE FROM taken_from WHERE person = ?", (patient,))
    database.run("DELETE FROM main.word WHERE patient = ?", (patient,))
    return None


def _remove(database: Database, resources: Sequence[Row]) -> Gone:
    """Delete resources with all that hangs on them; note the files that they named."""
    ids = json.dumps([number for number, *_ in resources])
    states = database.rows(f"SELECT json FROM version WHERE resource {THESE}", (ids,))
    named = {name for (state,) in states for name in _names(state)}
    database.run_many("INSERT OR IGNORE INTO loose VALUES (?)", [(name,) for name in sorted(named)])
    remove(database, resources)
    return Gone(len(resources), len(states))


def _names(state: bytes) -> set[str]:
    """Find what a state names that may be kept for it: files by digest, Binaries by id."""
    return {found.decode() for found in _NAMED.findall(unpacked(state))}


class Loose:
    """Finds out which files that somebody who leaves had named belong to nobody else.

    ``look`` as long as it says that there is more, each time for some milliseconds, then ``drop``.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        (self._highest,) = database.row("SELECT coalesce(max(id), 0) FROM version") or (0,)
        self._drafts = json.dumps([one for (one,) in database.rows("SELECT id FROM version WHERE draft = 1")])
        self._looked_to = 0
        self._shared: set[str] = set()
        self._files = {
            digest for (digest,) in database.rows("SELECT digest FROM loose JOIN blob ON digest = loose.name")
        }
        self._binaries = dict(self._kept_binaries())
        self._wanted = self._files | set(self._binaries)

    def _kept_binaries(self) -> Iterator[tuple[str, Row]]:
        """Find the Binaries among them: they say of themselves about nobody whom they show."""
        for (name,) in self._database.rows("SELECT name FROM loose WHERE name GLOB ?", (f"{_BINARY}/*",)):
            identity = id_kept(name.removeprefix(f"{_BINARY}/"))
            row = self._database.row(
                f"{PLACES} WHERE kind = {LABEL} AND identity = ? AND person IS NULL", (_BINARY, identity)
            )
            if row:
                yield name, row

    def look(self) -> bool:
        """Look through the next versions for those names; False when all were looked through."""
        if self._looked_to >= self._highest or self._wanted <= self._shared:
            return False
        rows = self._database.rows(
            f"SELECT version.id, json FROM version JOIN resource ON resource.id = version.resource "
            f"WHERE version.id > ? AND kind IS NOT {LABEL} ORDER BY version.id LIMIT {_LOOK}",
            (self._looked_to, _BINARY),
        )
        self._find(state for _, state in rows)
        self._looked_to = int(rows[-1][0]) if rows else self._highest
        return True

    def drop(self, patient: str) -> Gone | None:
        """Delete what nobody names, inside the open transaction, and with it end the leaving.

        What was written while it looked is asked, too: what is new, and the drafts of then. None where the
        leaving ended before its end; every file stays then.
        """
        if patient not in under_way(self._database):
            self._database.run("DELETE FROM loose")
            return None
        rows = self._database.rows(
            f"SELECT json FROM version WHERE id > ? UNION ALL SELECT json FROM version WHERE id {THESE}",
            (self._highest, self._drafts),
        )
        self._find(state for (state,) in rows)
        self._shared |= {one for one in self._files if self._brought_others(one)}
        for name in sorted(self._wanted - self._shared):
            self._delete(name, patient)
        stay(self._database, patient)
        self._database.run("DELETE FROM loose")
        return Gone(files=len(self._wanted - self._shared), shared_files=len(self._wanted & self._shared))

    def _delete(self, name: str, patient: str) -> None:
        """Delete a file, or a Binary as if it had said of whom it is."""
        binary = self._binaries.get(name)
        if binary is None:
            self._database.run("DELETE FROM blob WHERE digest = ?", (name,))
            self._database.run("DELETE FROM cursor WHERE name = 'file ' || ?", (name,))
            self._database.run("DELETE FROM received WHERE file = unhex(substr(?, 1, 16))", (name,))
            return
        self._database.run(f"UPDATE main.resource SET {_WHOSE} WHERE id = ?", (patient, binary[0]))
        _remove(self._database, [binary])

    def _find(self, states: Iterable[bytes]) -> None:
        """Note which of the names these states hold; one that is compressed names no file but a Binary."""
        for state in states:
            if self._binaries or state.startswith(b"{"):
                self._shared |= self._wanted & _names(state)

    def _brought_others(self, file: str) -> bool:
        """Say whether a file brought the records of somebody who is still here."""
        return self._database.row("SELECT 1 FROM taken_from WHERE file = ? LIMIT 1", (file,)) is not None
