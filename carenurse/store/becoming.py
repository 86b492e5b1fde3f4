"""A vault's nurse becomes the one whom her office knows: what is unsigned and hers goes over to that id.

A vault is made before its office is known, with a Practitioner of its own. The office knows the same nurse
under another id, and plans her visits under that one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Protocol, cast

from carenurse.clinical.fhir import Resource, read_json
from carenurse.clinical.record import MADE_AS, Effect
from carenurse.store.database import Database
from carenurse.store.numbers import LABEL, id_kept
from carenurse.store.packing import unpacked

_UNSIGNED: Final = (
    "SELECT draft, json, EXISTS (SELECT 1 FROM base WHERE base.resource = resource.id), "
    "EXISTS (SELECT 1 FROM outbox JOIN version AS unsent ON unsent.id = outbox.version "
    "WHERE unsent.resource = resource.id) "
    "FROM resource JOIN version ON version.id = current WHERE signed = 0"
)
_THIS: Final = f"kind = {LABEL} AND identity = ?"
_WENT: Final = (
    "SELECT 1 FROM resource WHERE resource.id = ? AND (EXISTS (SELECT 1 FROM base WHERE resource = "
    "resource.id) OR EXISTS (SELECT 1 FROM outbox JOIN version ON version.id = outbox.version "
    "WHERE version.resource = resource.id AND (batch IS NOT NULL OR attempts > 0)))"
)

__all__ = ["MADE_AS", "hand_over", "retire"]


class Putting(Protocol):
    """The unit of work in which it is done."""

    def get(self, kind: str, identity: str) -> Resource | None:
        """Return the current version."""
        ...

    def put(self, resource: Resource, *, draft: bool = False, local: bool = False) -> Effect:
        """Keep a resource."""
        ...


@dataclass(frozen=True, slots=True)
class _Hers:
    """One resource that names her; ``local``: the office neither has it nor is to get it."""

    resource: Resource
    draft: bool
    local: bool


def hand_over(database: Database, work: Putting, before: str, after: str, *, own: bool) -> None:
    """Put anew, inside the open transaction, what is unsigned and names the nurse under the id ``before``.

    ``own``: the vault was made under that id. Else it is the id of somebody at an office that the laptop had
    joined: what that office has of them stays theirs, and only what never went there is put anew.
    """
    was, now = f"Practitioner/{before}", f"Practitioner/{after}"
    for one in list(_unsigned(database, was, whole=own)):
        work.put(_renamed(one.resource, was, now), draft=one.draft, local=one.local)


def retire(database: Database, work: Putting, before: str) -> None:
    """Let the Practitioner of before be one who works no more, for nobody to choose; nothing is ever deleted.

    It goes to the office only where something that stands as it was signed names it. One that went there
    already is left as it stands there.
    """
    found = database.row(f"SELECT id FROM resource WHERE {_THIS}", ("Practitioner", id_kept(before)))
    if found is None or database.row(_WENT, found) is not None:
        return
    wanted = _is_named(database, f"Practitioner/{before}")
    work.put({**(work.get("Practitioner", before) or {}), "active": False}, local=not wanted)
    if not wanted:
        database.run("DELETE FROM outbox WHERE version IN (SELECT id FROM version WHERE resource = ?)", found)


def _unsigned(database: Database, reference: str, *, whole: bool) -> Iterator[_Hers]:
    """Read everything once: few kinds are found by who takes part in them, and this is done once."""
    quoted = f'"{reference}"'.encode()
    for draft, json, is_there, waits in database.rows(_UNSIGNED, ()):
        if (whole or not is_there) and quoted in (plain := unpacked(json)):
            yield _Hers(read_json(plain), bool(draft), not (is_there or waits))


def _is_named(database: Database, reference: str) -> bool:
    """Say whether anything that may go to the office, or stands as it was signed, names this."""
    quoted = f'"{reference}"'.encode()
    versions = database.rows(
        "SELECT json FROM version WHERE signed = 1 OR id IN (SELECT current FROM resource)", ()
    )
    bodies = database.rows("SELECT body FROM entry", ())
    return any(quoted in unpacked(json) for (json,) in versions) or any(quoted in one for (one,) in bodies)


def _renamed(value: Any, was: str, now: str) -> Any:
    """Give the same with one reference in the place of another, at any depth."""
    if isinstance(value, dict):
        return {name: _renamed(one, was, now) for name, one in cast("Resource", value).items()}
    if isinstance(value, list):
        return [_renamed(one, was, now) for one in cast("list[Any]", value)]
    return now if value == was else value
