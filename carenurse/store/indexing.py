"""Keeping the index in step with a resource: columns, keys and search words; only what changed is written."""

from dataclasses import dataclass
from typing import Final, TypeAlias

from carenurse.clinical.registry import Indexed
from carenurse.store import seeking
from carenurse.store.database import Database
from carenurse.store.numbers import NEVER, Numbers

Key: TypeAlias = tuple[int, int, int, int]
"""A row of the key table: term, person, at, resource."""


_WORDS: Final = "SELECT title, words FROM word WHERE patient = ?"
_ALL_WORDS: Final = "SELECT title, words FROM main.word WHERE patient = ?"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a resource stands in the index: about whom, when, under which terms (numbers, in order)."""

    person: int | None
    at: int | None
    terms: tuple[int, ...]

    @property
    def listed(self) -> str:
        """The terms as the resource's row keeps them."""
        return " ".join(map(str, self.terms))

    def keys(self, resource: int) -> set[Key]:
        """Say which rows of the key table are its own."""
        at = NEVER if self.at is None else self.at
        return {(term, self.person or 0, at, resource) for term in self.terms}


def place_of(numbers: Numbers, kind: int, entry: Indexed, at: int | None) -> Place:
    """Write an index entry in numbers; ``at`` is its ``when`` as one."""
    return Place(
        person=numbers.label(entry.patient) if entry.patient else None,
        at=at,
        terms=tuple(numbers.terms(kind, entry.keys)),
    )


def kept_place(person: int | None, at: int | None, terms: str) -> Place:
    """Read a place as a resource's row keeps it."""
    return Place(person, at, tuple(map(int, terms.split())))


def keep_keys(database: Database, number: int, before: Place | None, after: Place) -> None:
    """Bring the keys of the resource in row ``number`` up to date, inside the open transaction."""
    kept: set[Key] = before.keys(number) if before else set()
    wanted = after.keys(number)
    database.run_many(
        "DELETE FROM key WHERE term = ? AND person = ? AND at = ? AND resource = ?", sorted(kept - wanted)
    )
    database.run_many("INSERT INTO key VALUES (?, ?, ?, ?)", sorted(wanted - kept))


def keep_words(database: Database, number: int, identity: str, entry: Indexed, *, new: bool) -> set[str]:
    """Keep what the search finds of a resource; ``new``: nothing of it is kept yet.

    Returns the patients whose search row is to be made again (``keep_person``) before anybody searches or the
    transaction ends: once for all of their resources, not once for each.
    """
    own = entry.patient == identity
    found = (
        None
        if new
        else database.row("SELECT patient, own, words, title FROM word WHERE resource = ?", (number,))
    )
    title = entry.title if own else ""
    wanted = (entry.patient, int(own), entry.words, title) if entry.patient and (entry.words or own) else None
    if found == wanted and not own:
        return set()
    if found and found != wanted:
        database.run("DELETE FROM main.word WHERE resource = ?", (number,))
    if wanted and found != wanted:
        database.run("INSERT INTO main.word VALUES (?, ?, ?, ?, ?)", (number, *wanted))
    return {row[0] for row in (found, wanted) if row}


def keep_person(database: Database, patient: str, *, hidden: bool = False) -> None:
    """Make the patient's search row again, once the patient's own resource is here.

    ``hidden``: out of what nobody sees yet, too.
    """
    words = _ALL_WORDS if hidden else _WORDS
    own = database.row(f"{words} AND own = 1", (patient,))
    if own is None:  # not here yet, or joined to another person and no longer one of their own
        database.run("DELETE FROM main.person WHERE patient = ?", (patient,))
        return
    problems = database.rows(f"{words} AND own = 0", (patient,))
    title, told = own
    row = (
        seeking.searchable(title),
        seeking.searchable(told),
        seeking.searchable(" ".join(text for _, text in problems)),
        patient,
    )
    if database.row("SELECT name, own, problems, patient FROM person WHERE patient = ?", (patient,)) != row:
        database.run(
            "INSERT INTO main.person (name, own, problems, patient) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (patient) DO UPDATE SET "
            "name = excluded.name, own = excluded.own, problems = excluded.problems",
            row,
        )
