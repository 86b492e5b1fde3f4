"""Taking rows out of all tables: of a patient who leaves, of a file that was cut short on its way in."""

import json
from collections.abc import Iterable, Sequence
from typing import Final

from carenurse.store.database import Database
from carenurse.store.driver import Row
from carenurse.store.indexing import kept_place

PLACES: Final = "SELECT id, person, at, terms FROM main.resource"
"""The rows that ``remove`` wants, of everything there is, on its way in or not."""

THESE: Final = "IN (SELECT value FROM json_each(?))"
_IN_ORDER: Final = ("main.word", "base", "conflict", "noted", "gone", "version")
"""What points at a resource goes before it."""


def remove(database: Database, resources: Sequence[Row]) -> None:
    """Delete resources (rows of ``PLACES``) with all that hangs on them, inside the open transaction."""
    ids = json.dumps([number for number, *_ in resources])
    for table in _IN_ORDER:
        database.run(f"DELETE FROM {table} WHERE resource {THESE}", (ids,))
    places = [(number, kept_place(*place)) for number, *place in resources]
    keys = [key for number, place in places for key in place.keys(number)]
    database.run_many(
        "DELETE FROM key WHERE term = ? AND person = ? AND at = ? AND resource = ?", sorted(keys)
    )
    database.run(f"DELETE FROM main.resource WHERE id {THESE}", (ids,))
    _forget_terms(database, {term for _, place in places for term in place.terms})


def _forget_terms(database: Database, terms: Iterable[int]) -> None:
    """Delete those texts (a record number, an address) under which nothing is found any more."""
    database.run(
        f"DELETE FROM term WHERE id {THESE} AND NOT EXISTS (SELECT 1 FROM key WHERE key.term = term.id)",
        (json.dumps(sorted(terms)),),
    )
