"""How the journal's rows are read: a change of the outbox, and a resource with all its sides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from carenurse.clinical.fhir import Resource, read_json
from carenurse.store.database import Database
from carenurse.store.journal_facts import Change, Held
from carenurse.store.numbers import LABEL, id_kept, id_told
from carenurse.store.packing import unpacked

OUTBOX: Final = (
    "SELECT sequence, resource.id, sort.text, identity, version.number, version.signed, version.json, "
    "outbox.recorded, whose.text, outbox.batch, outbox.held, outbox.reason, outbox.attempts, "
    "coalesce(base.version_tag, ''), EXISTS (SELECT 1 FROM conflict WHERE conflict.resource = resource.id "
    "AND settled IS NULL) FROM outbox JOIN version ON version.id = outbox.version "
    "JOIN resource ON resource.id = version.resource JOIN label AS sort ON sort.id = kind "
    "LEFT JOIN label AS whose ON whose.id = person LEFT JOIN base ON base.resource = resource.id"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One resource with all its sides, as the journal decides over it."""

    resource: int
    version: int
    draft: bool
    signed: bool
    mine: Resource
    base: Resource | None
    tag: str
    updated: str
    dirty: bool
    conflict: bool


def change_of(row: Sequence[Any]) -> Change:
    """Read one row of ``OUTBOX``."""
    held = Held.CONFLICT if row[14] else Held(row[10]) if row[10] else None
    resource: Resource = read_json(unpacked(row[6]))
    return Change(
        sequence=int(row[0]),
        kind=str(row[2]),
        identity=id_told(row[3]),
        version=int(row[4]),
        resource=resource,
        signed=bool(row[5]),
        recorded=datetime.fromisoformat(row[7]),
        patient=row[8],
        base_tag=str(row[13]),
        batch=row[9],
        held=held,
        reason=str(row[11]),
        attempts=int(row[12]),
    )


def row_of(database: Database, kind: str, identity: str) -> Row | None:
    """Read a resource with its sides; None where it is not here."""
    row = database.row(
        "SELECT resource.id, version.id, draft, signed, version.json, base.json, "
        "coalesce(version_tag, ''), coalesce(updated, ''), "
        "EXISTS (SELECT 1 FROM outbox JOIN version AS unsent ON unsent.id = outbox.version "
        "WHERE unsent.resource = resource.id), "
        "EXISTS (SELECT 1 FROM conflict WHERE conflict.resource = resource.id AND settled IS NULL) "
        "FROM resource JOIN version ON version.id = current LEFT JOIN base ON base.resource = resource.id "
        f"WHERE kind = {LABEL} AND identity = ?",
        (kind, id_kept(identity)),
    )
    if row is None:
        return None
    return Row(
        resource=int(row[0]),
        version=int(row[1]),
        draft=bool(row[2]),
        signed=bool(row[3]),
        mine=read_json(unpacked(row[4])),
        base=unpacked_json(row[5]),
        tag=str(row[6]),
        updated=str(row[7]),
        dirty=bool(row[8]) or bool(row[2]),
        conflict=bool(row[9]),
    )


def known_tags(database: Database, patient: str | None) -> dict[tuple[str, str], str]:
    """Tell what the office is believed to have: (kind, id) -> its tag; not what it deleted."""
    whose, more = ("", ()) if patient is None else (f" AND person = {LABEL}", (patient,))
    rows = database.rows(
        "SELECT sort.text, identity, version_tag FROM base "
        "JOIN resource ON resource.id = base.resource "
        f"JOIN label AS sort ON sort.id = kind WHERE resource.id NOT IN (SELECT resource FROM gone){whose}",
        more,
    )
    return {(kind, id_told(identity)): tag for kind, identity, tag in rows}


def unpacked_json(kept: bytes | None) -> Resource | None:
    """Read a kept state; None where there is none."""
    return None if kept is None else read_json(unpacked(kept))
