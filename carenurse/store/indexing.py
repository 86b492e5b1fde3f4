"""Keeping the index in step with a resource: columns, keys and search words; only what changed is written."""

from carenurse.clinical.fhir import Resource
from carenurse.clinical.registry import Indexed, index
from carenurse.store import seeking
from carenurse.store.database import Database


def keep_index(database: Database, number: int, resource: Resource) -> set[str]:
    """Bring the index of the resource in row ``number`` up to date, inside the open transaction.

    Returns the patients whose search row is to be made again (``keep_person``) before anybody searches or the
    transaction ends: once for all of their resources, not once for each.
    """
    entry = index(resource)
    kind, identity = str(resource["resourceType"]), str(resource["id"])
    before = database.row("SELECT patient, happened, title FROM resource WHERE id = ?", (number,))
    after = (entry.patient, entry.when, entry.title)
    if before != after:
        database.run(
            "UPDATE resource SET patient = ?, happened = ?, title = ? WHERE id = ?", (*after, number)
        )
    _keep_keys(database, number, kind, entry)
    return _keep_words(database, number, entry, own=entry.patient == identity)


def _keep_keys(database: Database, number: int, kind: str, entry: Indexed) -> None:
    wanted = {(kind, name, value, entry.patient or "", entry.when or "") for name, value in entry.keys}
    kept = set(
        database.rows("SELECT kind, name, value, patient, happened FROM key WHERE resource = ?", (number,))
    )
    database.run_many(
        "DELETE FROM key WHERE kind = ? AND name = ? AND value = ? AND patient = ? AND happened = ? "
        "AND resource = ?",
        [(*row, number) for row in kept - wanted],
    )
    database.run_many("INSERT INTO key VALUES (?, ?, ?, ?, ?, ?)", [(*row, number) for row in wanted - kept])


def _keep_words(database: Database, number: int, entry: Indexed, *, own: bool) -> set[str]:
    before = database.row("SELECT patient, own, words FROM word WHERE resource = ?", (number,))
    after = (entry.patient, int(own), entry.words) if entry.patient and (entry.words or own) else None
    if before == after and not own:
        return set()
    if before and before != after:
        database.run("DELETE FROM word WHERE resource = ?", (number,))
    if after and before != after:
        database.run("INSERT INTO word VALUES (?, ?, ?, ?)", (number, *after))
    return {row[0] for row in (before, after) if row}


def keep_person(database: Database, patient: str) -> None:
    """Make the patient's search row again, once the patient's own resource is here."""
    own = database.row(
        "SELECT title, words FROM word JOIN resource ON resource.id = word.resource "
        "WHERE word.patient = ? AND own = 1",
        (patient,),
    )
    if own is None:  # not here yet, or joined to another person and no longer one of their own
        database.run("DELETE FROM person WHERE patient = ?", (patient,))
        return
    problems = database.rows("SELECT words FROM word WHERE patient = ? AND own = 0", (patient,))
    title, words = own
    row = (
        seeking.searchable(title),
        seeking.searchable(words),
        seeking.searchable(" ".join(text for (text,) in problems)),
        patient,
    )
    if database.row("SELECT name, own, problems, patient FROM person WHERE patient = ?", (patient,)) != row:
        database.run(
            "INSERT INTO person (name, own, problems, patient) VALUES (?, ?, ?, ?) ON CONFLICT (patient) "
            "DO UPDATE SET name = excluded.name, own = excluded.own, problems = excluded.problems",
            row,
        )
