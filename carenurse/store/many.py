"""Keeping many resources of which none is here yet: table by table instead of resource by resource.

A file of 15 MB holds thirty thousand resources. One statement a table takes a fraction of the time of six
statements a resource, and all this time whoever else wants to save waits. Whatever can be said without the
record is therefore said before, in a ``Lot``; what is left is to put numbers in the place of texts.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import is_

from carenurse.clinical.fhir import Resource
from carenurse.store.database import Database
from carenurse.store.numbers import NEVER, Numbers, id_kept
from carenurse.store.preparing import Prepared, says_the_same


@dataclass(frozen=True, slots=True)
class _One:
    """One resource in places of the lot's lists; ``version`` counts the versions up to its current one."""

    kind: int
    identity: str | bytes
    person: int | None
    at: int | None
    terms: tuple[int, ...]
    version: int


@dataclass(frozen=True, slots=True)
class Lot:
    """Resources made ready to be kept at once: texts said once each, and rows that count from one.

    ``states`` are the resources themselves, in order. ``terms``: kind and name as places in ``labels``,
    value. ``versions``: which resource, which number, the JSON. ``words``: which resource, and the rest.
    """

    states: list[Resource] = field(default_factory=list[Resource])
    labels: dict[str, int] = field(default_factory=dict[str, int])
    terms: dict[tuple[int, int, str], int] = field(default_factory=dict[tuple[int, int, str], int])
    resources: list[_One] = field(default_factory=list[_One])
    versions: list[tuple[int, int, bytes]] = field(default_factory=list[tuple[int, int, bytes]])
    words: list[tuple[int, str, int, str, str]] = field(default_factory=list[tuple[int, str, int, str, str]])


def is_made_of(lot: Lot, resources: Sequence[Resource]) -> bool:
    """Say whether these very objects, in this order, are those of a lot."""
    return len(lot.states) == len(resources) and all(map(is_, lot.states, resources))


def make_lot(states: Iterable[Prepared]) -> Lot:
    """Put resources together; asks no record. Several states of one are its versions, in their order."""
    lot = Lot()
    by_resource: dict[tuple[str, str], list[Prepared]] = {}
    for state in states:
        lot.states.append(state.resource)
        told = by_resource.setdefault((state.resource["resourceType"], state.resource["id"]), [])
        if not told or not says_the_same(told[-1].json, state):
            told.append(state)
    for kind, identity in list(by_resource):  # freed one by one, see ``carenurse.exchange.large``
        _add(lot, kind, identity, by_resource.pop((kind, identity)))
    return lot


def _add(lot: Lot, kind: str, identity: str, told: list[Prepared]) -> None:
    """Add one resource with its versions, under what its current state says."""
    current, number = told[-1], len(lot.resources) + 1
    lot.versions.extend((number, nth, state.packed) for nth, state in enumerate(told, 1))
    entry, which = current.entry, _place(lot.labels, kind)
    keys = ((which, _place(lot.labels, name), value) for name, value in entry.keys)
    terms = tuple(lot.terms.setdefault(key, len(lot.terms)) for key in keys)
    person = _place(lot.labels, entry.patient) if entry.patient else None
    lot.resources.append(_One(which, id_kept(identity), person, current.at, terms, len(lot.versions)))
    own = entry.patient == identity
    if entry.patient and (entry.words or own):
        lot.words.append((number, entry.patient, int(own), entry.words, entry.title if own else ""))


def _place(labels: dict[str, int], text: str) -> int:
    return labels.setdefault(text, len(labels))


def keep_lot(database: Database, numbers: Numbers, lot: Lot, *, saved: str, author: int) -> set[str]:
    """Insert a lot inside the open transaction, each version with its outbox row.

    Returns the patients whose search rows are to be made again. A resource that is here already makes the
    database refuse all of it.
    """
    first, before = database.row(
        "SELECT coalesce((SELECT max(id) FROM resource), 0), coalesce((SELECT max(id) FROM version), 0)"
    ) or (0, 0)
    labels = [numbers.label(text) for text in lot.labels]
    terms = _numbers_of_terms(database, labels, lot)
    database.run_many(
        "INSERT INTO resource (id, kind, identity, person, at, terms, current) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                number,
                labels[one.kind],
                one.identity,
                None if one.person is None else labels[one.person],
                one.at,
                " ".join(map(str, sorted(terms[term] for term in one.terms))),
                before + one.version,
            )
            for number, one in enumerate(lot.resources, first + 1)
        ],
    )
    database.run_many(
        "INSERT INTO version VALUES (?, ?, ?, ?, ?, 0, 0, ?)",
        [
            (number, first + resource, nth, saved, author, kept)
            for number, (resource, nth, kept) in enumerate(lot.versions, before + 1)
        ],
    )
    database.run_many("INSERT INTO key VALUES (?, ?, ?, ?)", list(_keys(lot, labels, terms, first)))
    database.run_many(
        "INSERT INTO word VALUES (?, ?, ?, ?, ?)", [(first + one, *rest) for one, *rest in lot.words]
    )
    database.run(
        "INSERT INTO outbox (version, recorded) SELECT id, ? FROM version WHERE id > ?", (saved, before)
    )
    return {patient for _, patient, *_ in lot.words}


def _numbers_of_terms(database: Database, labels: list[int], lot: Lot) -> list[int]:
    """Look the terms up, all at once, and give out numbers to those that were never said."""
    whole = [(labels[kind], labels[name], value) for kind, name, value in lot.terms]
    found: dict[int, int] = dict(
        database.rows(
            "SELECT one.key, term.id FROM json_each(?) AS one JOIN term ON term.kind = one.value ->> 0 "
            "AND term.name = one.value ->> 1 AND term.value = one.value ->> 2",
            (json.dumps(whole),),
        )
    )
    (highest,) = database.row("SELECT coalesce(max(id), 0) FROM term") or (0,)
    missing = [at for at in range(len(whole)) if at not in found]
    found.update(zip(missing, range(highest + 1, highest + 1 + len(missing)), strict=True))
    database.run_many("INSERT INTO term VALUES (?, ?, ?, ?)", [(*whole[at], found[at]) for at in missing])
    return [found[at] for at in range(len(whole))]


def _keys(lot: Lot, labels: list[int], terms: list[int], first: int) -> Iterator[tuple[int, ...]]:
    """Write the rows of the key table in its own order, in which neighbors share a page.

    Sorted term by term: to sort all of them at once would hold up the window.
    """
    rows: dict[int, list[tuple[int, int, int]]] = {}
    for number, one in enumerate(lot.resources, first + 1):
        person = 0 if one.person is None else labels[one.person]
        row = (person, NEVER if one.at is None else one.at, number)
        for term in one.terms:
            rows.setdefault(terms[term], []).append(row)
    for term in sorted(rows):
        yield from ((term, *row) for row in sorted(rows[term]))
