"""Is everything in the file still what was written? Slow (seconds): for the command line and a quiet hour."""

from dataclasses import astuple, dataclass

from carenurse.store import audit
from carenurse.store.database import Database, Progress, silent

_PAGES, _ORDER, _LINKS = 0.3, 0.6, 0.8
"""About how much of a check is done after each of its parts."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of the record itself there is."""

    resources: int
    versions: int
    audit: int
    files: int


@dataclass(frozen=True, slots=True)
class Height:
    """The highest numbers that were given out: known at once in a record of any size, and never falling."""

    versions: int
    audit: int
    commits: int

    def lies_between(self, before: "Height", after: "Height") -> bool:
        """Say whether this is how far a record was at some moment between the two."""
        each = zip(astuple(before), astuple(self), astuple(after), strict=True)
        return all(low <= here <= high for low, here, high in each)


def counts(database: Database) -> Counts:
    """Count the rows of the tables that hold the record itself (seconds in a large one)."""
    found = database.row(
        "SELECT (SELECT count(*) FROM resource), (SELECT count(*) FROM version), "
        "(SELECT count(*) FROM audit), (SELECT count(*) FROM blob)"
    )
    return Counts(*(found or (0, 0, 0, 0)))


def height(database: Database) -> Height:
    """Tell how far the record has come."""
    found = database.row(
        "SELECT (SELECT coalesce(max(id), 0) FROM version), "
        "(SELECT coalesce(max(sequence), 0) FROM audit), commits FROM moment"
    )
    return Height(*(found or (0, 0, 0)))


def faults(database: Database, progress: Progress = silent) -> tuple[str, ...]:
    """Name what is wrong, in the words of the tools; nothing in them is about a patient. Empty for sound.

    The log is emptied first: the check of the pages knows only the file, and calls a sound one damaged while
    part of it is still in the log.
    """
    if pages := page_faults(database):
        return pages
    progress(_PAGES)
    order = _order_faults(database)
    progress(_ORDER)
    links = _link_faults(database)
    progress(_LINKS)
    trail = _trail_faults(database)
    progress(1.0)
    return (*order, *links, *trail)


def page_faults(database: Database) -> tuple[str, ...]:
    """Authenticate every page of the file.

    Before a copy is made, this is what makes the copy worth having: a page that fails may be copied as a
    page of zeros, which passes every check of the copy. Others save meanwhile, unless a page does not hold.
    """
    if database.pages_hold():
        return ()
    database.checkpoint()
    return tuple(str(word) for (word,) in database.rows("PRAGMA cipher_integrity_check"))


def copy_faults(database: Database, *, thorough: bool) -> tuple[str, ...]:
    """Name what is wrong with a copy of a record whose pages were sound: its pages and the trail.

    ``thorough``: also whether the pages hang together, which takes as long again. A backup is looked at so in
    its drill; what is to replace the record itself, before it does.
    """
    order = page_faults(database) or (_order_faults(database) if thorough else ())
    return order or _trail_faults(database)


def _link_faults(database: Database) -> list[str]:
    """Follow what points at something; a resource whose current version is not its own counts, too.

    So does a large file of which a piece is missing.
    """
    rows = database.rows(
        "SELECT * FROM pragma_foreign_key_check UNION ALL SELECT 'resource', resource.id, '', 0 "
        "FROM main.resource LEFT JOIN version ON version.id = current "
        "WHERE version.resource IS NOT resource.id UNION ALL SELECT 'key', key.resource, '', 0 FROM key "
        "LEFT JOIN main.resource ON resource.id = key.resource "
        "WHERE resource.id IS NULL UNION ALL "
        "SELECT 'blob', digest, '', 0 FROM blob WHERE length(data) <> size AND size IS NOT "
        "(SELECT sum(length(part.data)) FROM part WHERE part.digest = blob.digest)"
    )
    return [f"{table} row {row} points nowhere" for table, row, *_ in rows]


def _order_faults(database: Database) -> tuple[str, ...]:
    return tuple(str(word) for (word,) in database.rows("PRAGMA quick_check") if word != "ok")


def _trail_faults(database: Database) -> tuple[str, ...]:
    fault = audit.first_fault(database)
    return (f"audit row {fault.sequence} {fault.reason}",) if fault else ()
