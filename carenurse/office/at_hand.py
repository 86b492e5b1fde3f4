"""What an office's own vault tells whoever opens it in the window, while it does not serve."""

from datetime import datetime

from carenurse.errors import BugError
from carenurse.store.devices import Device
from carenurse.store.records import StoredRecords
from carenurse.store.served import RESTORED
from carenurse.store.served_rows import Standing

__all__ = [
    "MOST",
    "Device",
    "came_since",
    "laptops",
    "looked_through",
    "older_since",
    "restored_at",
    "serves",
    "stored",
]
MOST = 2_000
"""Changes looked at after a restore; more are told as a number."""


def serves(records: object) -> bool:
    """Say whether this vault ever served as an office, or let a laptop in."""
    if not isinstance(records, StoredRecords):
        return False
    served = records.served()
    return bool(served.epoch or served.devices.all())


def laptops(records: object) -> list[Device]:
    """List the laptops that joined, the first enrolled first."""
    return stored(records).served().devices.all()


def older_since(records: object, device: str) -> datetime | None:
    """Say since when an older copy of a laptop's vault comes; None where the newest does, or nobody knows."""
    found = stored(records).served().marks.find(device)
    return found.older if found else None


def restored_at(records: object) -> int | None:
    """Give the sequence up to which a restored backup reached; None where none is left to look through."""
    told = stored(records).setting(RESTORED) or ""
    return int(told) if told else None


def came_since(records: object, sequence: int) -> list[Standing]:
    """List what was kept after a sequence, oldest first."""
    steps, _ = stored(records).served().changes(sequence, None, MOST)
    return [one.standing for one in steps if one.standing is not None]


def looked_through(records: object) -> None:
    """Note that what came after a restore was looked through."""
    with stored(records).work() as work:
        work.set_setting(RESTORED, "")


def stored(records: object) -> StoredRecords:
    """Give the record itself. Raises BugError for one that is seen in part: an office has all of it."""
    if not isinstance(records, StoredRecords):
        message = "an office serves the record itself"
        raise BugError(message)
    return records
