"""What the store keeps between this laptop and the office, as the use cases name it.

The use cases never see the store: they get the journal of the open record here.
"""

from carenurse.errors import BugError
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
from carenurse.sync.canonical import same
from carenurse.sync.merge import merge

__all__ = [
    "UNSURE",
    "Acknowledged",
    "Batch",
    "BatchState",
    "Change",
    "Conflict",
    "Held",
    "Journal",
    "Received",
    "Taken",
    "journal_of",
]


def journal_of(records: object) -> Journal:
    """Open the journal of an open record; its methods may be called on any thread, each is one commit point.

    Raises BugError for anything but the record of an open vault.
    """
    if not isinstance(records, StoredRecords):
        message = "only an open record has a journal"
        raise BugError(message)
    return records.journal(merge, same)
