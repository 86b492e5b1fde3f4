"""What the store keeps between this laptop and the office, as the use cases name it.

The use cases never see the store: they get the journal of the open record here.
"""

from typing import Protocol, runtime_checkable

from carenurse.errors import ExpectedError
from carenurse.store.device_marks import Reached
from carenurse.store.journal import Journal
from carenurse.store.journal_facts import (
    UNSURE,
    Acknowledged,
    Batch,
    BatchState,
    Change,
    Conflict,
    Held,
    Received,
    Taken,
)
from carenurse.store.records import StoredRecords
from carenurse.sync.canonical import digest
from carenurse.sync.merge import merge
from carenurse.translations import tr

__all__ = [
    "UNSURE",
    "Acknowledged",
    "Batch",
    "BatchState",
    "Change",
    "Conflict",
    "Held",
    "Journal",
    "OnlyInPartError",
    "Received",
    "Taken",
    "far_of",
    "journal_of",
    "trail_holds",
]


@runtime_checkable
class InPart(Protocol):
    """A record of which only some people are seen; what may be counted of everybody is beneath it."""

    @property
    def counted(self) -> object | None:
        """The whole record; None where not even that may be known."""
        ...


class OnlyInPartError(ExpectedError):
    """What is between laptop and office is about everybody, and only one person may be seen now."""

    def __init__(self) -> None:
        super().__init__(
            tr("What waits for the office is about all your patients, and is hidden in the family view."),
            tr("Leave the family view (F9) first. Everything is safe here."),
        )


def journal_of(records: object) -> Journal:
    """Open the journal of an open record; its methods may be called on any thread, each is one commit point.

    Raises OnlyInPartError for a record of which one person is seen, as in the family view: it has none. Where
    more than that is hidden, but counted, the journal is everybody's: whoever lists it leaves out the others.
    """
    return _whole(records).journal(merge, digest)


def far_of(records: object) -> Reached:
    """Tell how far an open record has come. Raises OnlyInPartError as ``journal_of``."""
    return _whole(records).reached()


def trail_holds(records: object, head: str) -> bool:
    """Say whether its audit trail holds a row with this hash. Raises OnlyInPartError as ``journal_of``."""
    return _whole(records).trail_holds(head)


def _whole(records: object) -> StoredRecords:
    found = records.counted if isinstance(records, InPart) else records
    if not isinstance(found, StoredRecords):
        raise OnlyInPartError
    return found
