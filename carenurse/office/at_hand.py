"""What an office's own vault tells whoever opens it in the window, while it does not serve."""

from datetime import datetime

from carenurse.errors import BugError
from carenurse.office import leash_desk
from carenurse.store.devices import Device
from carenurse.store.leashes import Leash, Remains
from carenurse.store.records import StoredRecords
from carenurse.store.served import RESTORED
from carenurse.store.served_rows import Standing

__all__ = [
    "MOST",
    "Device",
    "Leash",
    "Remains",
    "ask_wipe",
    "awaited",
    "bytes_of",
    "came_since",
    "code_for",
    "laptops",
    "lease_days",
    "leash_of",
    "looked_through",
    "older_since",
    "remains",
    "restored_at",
    "serves",
    "set_lease_days",
    "stored",
    "take_wipe_back",
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


def awaited(records: object) -> frozenset[str]:
    """Name the nurses who were given a code for a laptop that did not join yet."""
    return stored(records).served().devices.awaited()


def older_since(records: object, device: str) -> datetime | None:
    """Say since when an older copy of a laptop's vault comes; None where the newest does, or nobody knows."""
    found = stored(records).served().marks.find(device)
    return found.older if found else None


def leash_of(records: object, device: str) -> Leash | None:
    """Give what ties a laptop to this office; None where nothing does yet."""
    return stored(records).served().leashes.find(device)


def lease_days(records: object) -> int:
    """Say how many days a laptop opens everything without this office; 0: for ever."""
    return stored(records).served().leashes.days


def set_lease_days(records: object, days: int) -> None:
    """Let it be so many days. Raises ExpectedError."""
    leash_desk.set_days(stored(records).served(), days)


def code_for(records: object, device: str, challenge: str) -> str:
    """Give the code by telephone for a laptop. Raises ExpectedError."""
    return leash_desk.code_for(stored(records).served(), device, challenge)


def ask_wipe(records: object, device: str) -> Device:
    """Have a laptop wiped at its next contact. Raises ExpectedError."""
    return leash_desk.ask_wipe(stored(records).served(), device)


def take_wipe_back(records: object, device: str) -> Device:
    """Take that back, while the laptop has not heard of it. Raises ExpectedError."""
    return leash_desk.take_wipe_back(stored(records).served(), device)


def remains(records: object) -> list[Remains]:
    """List what was left on laptops that were to be wiped, oldest first."""
    return stored(records).served().leashes.remains()


def bytes_of(records: object, digest: str) -> bytes:
    """Give it as it came."""
    return stored(records).served().leashes.bytes_of(digest)


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
