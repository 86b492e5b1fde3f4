"""A patient leaves the laptop: everything about them goes, whole; that they were here stays in the trail."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from carenurse.errors import ExpectedError
from carenurse.store.database import Database
from carenurse.store.numbers import LABEL, id_kept
from carenurse.store.packing import unpacked
from carenurse.translations import tr

_DIGEST: Final = re.compile(rb"[0-9a-f]{64}")
_WHOSE: Final = f"person = {LABEL}"
_THEIRS: Final = f"SELECT id FROM resource WHERE {_WHOSE}"  # noqa: S608 - constants only
_IN_ORDER: Final = (
    f"DELETE FROM word WHERE resource IN ({_THEIRS})",  # noqa: S608 - constants only
    f"DELETE FROM base WHERE resource IN ({_THEIRS})",  # noqa: S608
    f"DELETE FROM conflict WHERE resource IN ({_THEIRS})",  # noqa: S608
    f"DELETE FROM noted WHERE resource IN ({_THEIRS})",  # noqa: S608
    f"DELETE FROM gone WHERE resource IN ({_THEIRS})",  # noqa: S608
    f"DELETE FROM version WHERE resource IN ({_THEIRS})",  # noqa: S608
    f"DELETE FROM resource WHERE {_WHOSE}",  # noqa: S608
    "DELETE FROM word WHERE patient = ?",
    "DELETE FROM person WHERE patient = ?",
    "DELETE FROM leaving WHERE patient = ?",
)
"""What points at something goes before it."""

_UNUSED_TERMS: Final = "DELETE FROM term WHERE NOT EXISTS (SELECT 1 FROM key WHERE key.term = term.id)"
"""Record numbers and the like that nobody left has; a walk over all terms."""


class StillNeededError(ExpectedError):
    """A patient was to leave the laptop, and the office has not everything of theirs."""

    def __init__(self) -> None:
        super().__init__(
            tr("This patient stays on the laptop: not everything has reached the office."),
            tr("Finish and send what is open, then try again. Nothing was removed."),
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

    resources: int
    versions: int
    files: int
    shared_files: int


def waiting_for(database: Database, patient: str) -> Waiting:
    """Count what of a patient is not yet with the office."""
    found = database.row(
        "SELECT (SELECT count(*) FROM outbox JOIN version ON version.id = outbox.version "  # noqa: S608 - constants only
        f"JOIN resource ON resource.id = version.resource WHERE {_WHOSE}), "
        "(SELECT count(*) FROM resource JOIN version ON version.id = current "
        f"WHERE {_WHOSE} AND draft = 1), "
        "(SELECT count(*) FROM conflict JOIN resource ON resource.id = conflict.resource "
        f"WHERE {_WHOSE} AND settled IS NULL)",
        (patient, patient, patient),
    )
    return Waiting(*(found or (0, 0, 0)))


def let_leave(database: Database, patient: str, now: datetime) -> Gone:
    """Delete everything about one patient, inside the open transaction. Raises StillNeededError.

    A file goes when only this patient's record names it; a bundle that was taken over for several people
    stays until the last of them has left.
    """
    if not waiting_for(database, patient).nothing:
        raise StillNeededError
    before = database.row(
        "SELECT count(DISTINCT resource.id), count(version.id) FROM resource "  # noqa: S608
        f"LEFT JOIN version ON version.resource = resource.id WHERE {_WHOSE}",
        (patient,),
    ) or (0, 0)
    files = _files_of(database, patient)
    database.run("INSERT INTO leaving VALUES (?, ?)", (patient, now.isoformat()))
    _forget_keys(database, patient)
    for statement in _IN_ORDER:
        database.run(statement, (patient,))
    database.run(_UNUSED_TERMS)
    gone = [digest for digest in files if not _is_named(database, digest)]
    database.run_many("DELETE FROM blob WHERE digest = ?", [(digest,) for digest in gone])
    return Gone(int(before[0]), int(before[1]), len(gone), len(files) - len(gone))


def _forget_keys(database: Database, patient: str) -> None:
    """Take everything of a patient out of the index, term by term: the keys are not in order of people."""
    terms: set[str] = set()
    for (listed,) in database.rows(f"SELECT terms FROM resource WHERE {_WHOSE}", (patient,)):  # noqa: S608
        terms.update(listed.split())
    gone = f"DELETE FROM key WHERE term = ? AND {_WHOSE}"  # noqa: S608
    database.run_many(gone, [(int(term), patient) for term in terms])


def _files_of(database: Database, patient: str) -> list[str]:
    """Find the kept files that a patient's resources name, and those from which they were taken over."""
    kept = {digest for (digest,) in database.rows("SELECT digest FROM blob")}
    if not kept:
        return []
    named: set[str] = set()
    for (json,) in database.rows(
        f"SELECT json FROM version JOIN resource ON resource.id = version.resource WHERE {_WHOSE}",  # noqa: S608
        (patient,),
    ):
        named.update(found.decode() for found in _DIGEST.findall(unpacked(json)))
    taken = database.rows(
        "SELECT detail FROM audit WHERE action = 'import' AND subject = ?", (f"Patient/{patient}",)
    )
    named.update(detail for (detail,) in taken)
    return sorted(named & kept)


def _is_named(database: Database, digest: str) -> bool:
    """Say whether what is left names a file: a resource, or an import of a patient who is here (a walk)."""
    imported = database.rows("SELECT subject FROM audit WHERE action = 'import' AND detail = ?", (digest,))
    here = f"SELECT 1 FROM resource WHERE kind = {LABEL} AND identity = ?"  # noqa: S608
    subjects = [subject.removeprefix("Patient/") for (subject,) in imported]
    if any(database.row(here, ("Patient", id_kept(one))) for one in subjects):
        return True
    return bool(database.row("SELECT 1 FROM version WHERE instr(json, CAST(? AS BLOB)) LIMIT 1", (digest,)))
