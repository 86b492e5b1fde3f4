"""Keeping many resources of which none is here yet: table by table instead of resource by resource.

A file of 15 MB holds thirty thousand resources. One statement a table takes a fraction of the time of six
statements a resource, and all this time whoever else wants to save waits. Whatever can be said without the
record is therefore said before, in a ``Lot``; what is left is to put numbers in the place of texts.
"""

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import is_

from carenurse.clinical.fhir import Resource
from carenurse.store.database import Database
from carenurse.store.numbers import NEVER, NEXT_RESOURCE, NEXT_VERSION, Numbers, id_kept
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


class Keeping:
    """Puts a lot into the tables, part by part or all of it, under the numbers that follow those given out.

    What a part needs of labels and terms is remembered for the next one.
    """

    def __init__(self, database: Database, lot: Lot) -> None:
        self._database, self._lot = database, lot
        self._first, self._before = database.row(f"SELECT {NEXT_RESOURCE}, {NEXT_VERSION}") or (1, 1)
        self._texts, self._said = list(lot.labels), list(lot.terms)
        self._labels: dict[int, int] = {}
        self._terms: dict[int, int] = {}
        self._words = [number for number, *_ in lot.words]

    @property
    def numbers(self) -> tuple[int, int, int, int]:
        """The first and last number of its resources, and of its versions."""
        resources, versions = len(self._lot.resources), len(self._lot.versions)
        return self._first, self._first + resources - 1, self._before, self._before + versions - 1

    def keep(self, numbers: Numbers, start: int, end: int, *, saved: str, author: int) -> None:
        """Insert the resources from place ``start`` to ``end`` inside the open transaction.

        Each version gets its outbox row. A resource that is here already makes the database refuse.
        """
        part = self._lot.resources[start:end]
        self._know_labels(numbers, part)
        self._know_terms(numbers, sorted({term for one in part for term in one.terms}))
        first_version = self._lot.resources[start - 1].version if start else 0
        versions = self._lot.versions[first_version : part[-1].version]
        self._keep_resources(part, self._first + start)
        self._database.run_many(
            "INSERT INTO version VALUES (?, ?, ?, ?, ?, 0, 0, ?)",
            [
                (number, self._first + resource - 1, nth, saved, author, kept)
                for number, (resource, nth, kept) in enumerate(versions, self._before + first_version)
            ],
        )
        self._database.run(
            "INSERT INTO outbox (version, recorded) SELECT id, ? FROM version WHERE id BETWEEN ? AND ?",
            (saved, self._before + first_version, self._before + part[-1].version - 1),
        )
        self._database.run_many("INSERT INTO key VALUES (?, ?, ?, ?)", self._keys(part, self._first + start))
        words = self._lot.words[bisect_right(self._words, start) : bisect_right(self._words, end)]
        self._database.run_many(
            "INSERT INTO main.word VALUES (?, ?, ?, ?, ?)",
            [(self._first + number - 1, *rest) for number, *rest in words],
        )

    def _keep_resources(self, part: Sequence[_One], first: int) -> None:
        self._database.run_many(
            "INSERT INTO main.resource (id, kind, identity, person, at, terms, current) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    number,
                    self._labels[one.kind],
                    one.identity,
                    None if one.person is None else self._labels[one.person],
                    one.at,
                    " ".join(map(str, sorted(self._terms[term] for term in one.terms))),
                    self._before + one.version - 1,
                )
                for number, one in enumerate(part, first)
            ],
        )

    def _know_labels(self, numbers: Numbers, part: Sequence[_One]) -> None:
        wanted = {one.kind for one in part} | {one.person for one in part if one.person is not None}
        for place in sorted(wanted - set(self._labels)):
            self._labels[place] = numbers.label(self._texts[place])

    def _know_terms(self, numbers: Numbers, wanted: Sequence[int]) -> None:
        """Look the terms up, all at once, and give out numbers to those that were never said."""
        places = [place for place in wanted if place not in self._terms]
        whole = [
            (numbers.label(self._texts[kind]), numbers.label(self._texts[name]), value)
            for kind, name, value in (self._said[place] for place in places)
        ]
        found: dict[int, int] = dict(
            self._database.rows(
                "SELECT one.key, term.id FROM json_each(?) AS one JOIN term ON term.kind = one.value ->> 0 "
                "AND term.name = one.value ->> 1 AND term.value = one.value ->> 2",
                (json.dumps(whole),),
            )
        )
        (highest,) = self._database.row("SELECT coalesce(max(id), 0) FROM term") or (0,)
        missing = [at for at in range(len(whole)) if at not in found]
        found.update(zip(missing, range(highest + 1, highest + 1 + len(missing)), strict=True))
        self._database.run_many(
            "INSERT INTO term VALUES (?, ?, ?, ?)", [(*whole[at], found[at]) for at in missing]
        )
        self._terms.update((place, found[at]) for at, place in enumerate(places))

    def _keys(self, part: Sequence[_One], first: int) -> list[tuple[int, ...]]:
        """Write the rows of the key table in its own order, in which neighbors share a page.

        Sorted term by term: to sort all of them at once would hold up the window.
        """
        rows: dict[int, list[tuple[int, int, int]]] = {}
        for number, one in enumerate(part, first):
            person = 0 if one.person is None else self._labels[one.person]
            row = (person, NEVER if one.at is None else one.at, number)
            for term in one.terms:
                rows.setdefault(self._terms[term], []).append(row)
        return [(term, *row) for term in sorted(rows) for row in sorted(rows[term])]
