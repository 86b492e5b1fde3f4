"""A file on its way in: part by part in the tables and seen by nobody, until one commit shows all of it.

While it comes, the tables that are looked into stand behind temporary views of the same names, which leave
out its numbers; what is written goes to the tables themselves (``main.``). Nobody who saves waits for more
than a part, however large the file is. Where it is cut short, the next opening takes back what had come.
"""

import json
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from hashlib import sha256
from typing import Final, TypeAlias

from carenurse.errors import ExpectedError
from carenurse.store.database import Database, Progress, silent
from carenurse.store.driver import DatabaseError, error_name
from carenurse.store.files import PIECE, delete_piece, is_kept, keep_piece, loose_piece, pieces_of
from carenurse.store.indexing import keep_person
from carenurse.store.many import Keeping, Lot
from carenurse.store.removing import PLACES, THESE, remove
from carenurse.store.writing import Work
from carenurse.translations import tr

PART: Final = 250
"""How many resources come in one transaction: some milliseconds. No more than these come at once."""

_PEOPLE: Final = 50
"""How many search rows are made in one transaction."""

_HIDDEN: Final = ("resource", "word", "person")
_THEIR_WORDS: Final = "FROM main.word WHERE own = 1 AND resource BETWEEN {first} AND {last}"

Unit: TypeAlias = Callable[[], AbstractContextManager[Work]]


class AnotherFileError(ExpectedError):
    """Two files were to come in at the same time."""

    def __init__(self) -> None:
        super().__init__(
            tr("Another file is being taken over at this moment."),
            tr("Wait until it is done, then take this one over. Nothing of it was stored."),
        )


class MeanwhileError(ExpectedError):
    """Something that was new when a file was looked at came from elsewhere before it was taken over."""

    def __init__(self) -> None:
        super().__init__(
            tr("A part of this file has come from the office meanwhile."),
            tr("Take the file over again: it is compared anew. Nothing of it was stored."),
        )


def is_under_way(database: Database) -> bool:
    """Say whether something is on its way in, or was when it was cut short."""
    return database.row("SELECT 1 FROM coming") is not None


def hide(database: Database) -> None:
    """Leave out what is on its way in from all that is looked up; nothing changes where nothing is."""
    row = database.row("SELECT first, last FROM coming")
    if row is None:
        return
    first, last = map(int, row)
    outside = f"NOT BETWEEN {first} AND {last}"
    theirs = _THEIR_WORDS.format(first=first, last=last)
    for name, left in (
        ("resource", f"id {outside}"),
        ("word", f"resource {outside}"),
        ("person", f"patient NOT IN (SELECT patient {theirs})"),
    ):
        database.run(f"CREATE TEMP VIEW IF NOT EXISTS {name} AS SELECT * FROM main.{name} WHERE {left}")


def _show(database: Database) -> None:
    """Look into the tables themselves again, inside the open transaction."""
    for name in _HIDDEN:
        database.run(f"DROP VIEW IF EXISTS temp.{name}")
    database.run("DELETE FROM coming")


def _take_part_back(database: Database) -> None:
    row = database.row("SELECT first, last FROM coming")
    theirs = database.rows(f"{PLACES} WHERE id BETWEEN ? AND ? LIMIT {PART}", row or (0, -1))
    if not theirs:
        _show(database)
        return
    ids = json.dumps([number for number, *_ in theirs])
    database.run(
        f"DELETE FROM outbox WHERE version IN (SELECT id FROM version WHERE resource {THESE})",
        (ids,),
    )
    database.run(
        f"DELETE FROM main.person WHERE patient IN "
        f"(SELECT patient FROM main.word WHERE own = 1 AND resource {THESE})",
        (ids,),
    )
    remove(database, theirs)


class Coming:
    """One lot on its way in. ``unit`` begins a unit of work."""

    def __init__(self, database: Database, lot: Lot, unit: Unit) -> None:
        self._database, self._lot, self._unit = database, lot, unit

    def bring(self, progress: Progress) -> None:
        """Bring all of it, hidden. Raises AnotherFileError while another one comes, and as ``progress``."""
        size = len(self._lot.resources)
        with self._unit() as unit:
            if is_under_way(self._database):
                raise AnotherFileError
            keeping = Keeping(self._database, self._lot)
            self._database.run("INSERT INTO coming VALUES (1, ?, ?, ?, ?)", keeping.numbers)
            hide(self._database)
            unit.keep_part(keeping, 0, min(PART, size))
        for start in range(PART, size, PART):
            self._database.make_way()
            with self._unit() as unit:
                unit.keep_part(keeping, start, min(start + PART, size))
            progress(min(start + PART, size) / size)
        self._make_searchable(self._new_people())

    def _new_people(self) -> list[str]:
        return list(dict.fromkeys(patient for _, patient, own, *_ in self._lot.words if own))

    def _make_searchable(self, people: Sequence[str]) -> None:
        """Make the search rows of who is new, which stay hidden with them."""
        for at in range(0, len(people), _PEOPLE):
            self._database.make_way()
            with self._unit():
                for patient in people[at : at + _PEOPLE]:
                    keep_person(self._database, patient, hidden=True)

    def show(self) -> set[str]:
        """Let everybody see it, inside the open transaction; returns whose search rows are to be made again.

        Those who were here before, and those about whom something else was written meanwhile.
        """
        _show(self._database)
        known = {patient for _, patient, own, *_ in self._lot.words if not own}
        people = self._new_people()
        have = self._database.rows(
            "SELECT value FROM json_each(?) WHERE value IN (SELECT patient FROM person)",
            (json.dumps(people),),
        )
        there = {patient for (patient,) in have}
        return (known - set(people)) | (set(people) - there)


class Bringing:
    """Brings what is large before the unit of work that shows it; one at a time."""

    def __init__(self, database: Database, unit: Callable[[str], AbstractContextManager[Work]]) -> None:
        self._database, self._unit = database, unit
        self._under_way = False

    @contextmanager
    def brought(
        self, lot: Lot, files: Sequence[bytes], author: str, progress: Progress = silent
    ) -> Generator[tuple[Coming | None, Sequence[tuple[bytes, str]]]]:
        """Bring resources and files, hidden; what has not arrived when the block is left is taken back.

        Where the disk refuses even that, it stays hidden and goes at the next opening. Yields None for
        resources that are few, and the large files with their digests. Raises AnotherFileError.
        """
        large = [data for data in files if len(data) > PIECE]
        if not large and len(lot.resources) <= PART:
            yield None, ()
            return
        if self._under_way:
            raise AnotherFileError
        self._under_way = True
        try:
            self.take_back()
            unit = partial(self._unit, author)
            pieces = [kept for data in large if (kept := self._bring_pieces(data, unit))]
            yield self._bring(lot, unit, progress), pieces
        finally:
            with suppress(ExpectedError):
                self.take_back()
            self._under_way = False

    def _bring(self, lot: Lot, unit: Unit, progress: Progress) -> Coming | None:
        """Bring new resources; an office, which serves each at once, gets them all in one commit.

        Raises MeanwhileError when one of them is here already.
        """
        if len(lot.resources) <= PART or self._database.row("SELECT 1 FROM office"):
            return None
        coming = Coming(self._database, lot, unit)
        try:
            coming.bring(progress)
        except DatabaseError as problem:
            if not error_name(problem).startswith("SQLITE_CONSTRAINT"):
                raise
            raise MeanwhileError from problem
        return coming

    def _bring_pieces(self, data: bytes, unit: Unit) -> tuple[bytes, str] | None:
        """Keep a large file piece by piece; None for one that is here."""
        digest = sha256(data).hexdigest()
        if is_kept(self._database, digest):
            return None
        for nth, piece in pieces_of(data):
            self._database.make_way()
            with unit():
                keep_piece(self._database, digest, nth, piece)
        return data, digest

    def take_back(self) -> None:
        """Delete what was on its way in and never arrived, part by part; harmless when there is nothing."""
        hide(self._database)
        while is_under_way(self._database):
            self._database.make_way()
            with self._unit("") as work:
                _take_part_back(self._database)
                work.forget_numbers()
        self._delete_pieces()

    def sweep(self) -> None:
        """Delete the pieces of files that were purged; not while those of another file come."""
        if not self._under_way:
            self._delete_pieces()

    def _delete_pieces(self) -> None:
        """Delete the pieces of which there is no file, one in each unit of work."""
        while (piece := loose_piece(self._database)) is not None:
            self._database.make_way()
            with self._unit(""):
                delete_piece(self._database, piece)
