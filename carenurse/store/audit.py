"""Who did what: rows that only grow, each holding the hash of the one before it.

The chain shows a row that was changed, removed from the middle or put elsewhere. It cannot show that the
newest rows were cut off (the header's high-water mark does) nor who really sat at the keyboard.
"""

import hashlib
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from carenurse.clinical.fhir import write_json
from carenurse.clinical.record import AuditFact
from carenurse.store.database import Database

_CHAIN = (
    "SELECT sequence, ticks, wall, actor, action, subject, detail, previous, hash "
    "FROM audit ORDER BY sequence"
)


@dataclass(frozen=True, slots=True)
class AuditFault:
    """The first row of the trail that is not what was written."""

    sequence: int
    reason: Literal["missing", "changed"]


def append(database: Database, now: datetime, *, actor: str, action: str, subject: str, detail: str) -> None:
    """Add a row inside the open transaction; ``ticks`` are nanoseconds of a clock nobody can set back."""
    last = database.row("SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1")
    number, previous = last or (0, "")
    facts = (number + 1, time.monotonic_ns(), now.isoformat(), actor, action, subject, detail, previous)
    head = _hash(facts)
    database.run("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*facts, head))
    database.run("UPDATE moment SET audit_head = ?", (head,))


def newest(database: Database, limit: int) -> list[AuditFact]:
    """Return the newest rows, newest first."""
    found = database.rows(
        "SELECT sequence, wall, actor, action, subject, detail FROM audit ORDER BY sequence DESC LIMIT ?",
        (limit,),
    )
    return [
        AuditFact(sequence, datetime.fromisoformat(wall), actor, action, subject, detail)
        for sequence, wall, actor, action, subject, detail in found
    ]


def holds(database: Database, head: str) -> bool:
    """Say whether a row of the trail has this hash. Walks the rows, which have no index by hash."""
    return database.row("SELECT 1 FROM audit WHERE hash = ? LIMIT 1", (head,)) is not None


def first_fault(database: Database) -> AuditFault | None:
    """Walk the whole chain; None when it holds."""
    previous, head = "", ""
    number = 0
    for *facts, written in database.rows(_CHAIN):
        number += 1
        if facts[0] != number:
            return AuditFault(number, "missing")
        if facts[-1] != previous or _hash(tuple(facts)) != written:
            return AuditFault(number, "changed")
        previous = head = written
    known = database.row("SELECT audit_head FROM moment")
    if known != (head,):
        return AuditFault(number + 1, "missing")
    return None


def _hash(facts: tuple[object, ...]) -> str:
    return hashlib.sha256(write_json(list(facts))).hexdigest()
