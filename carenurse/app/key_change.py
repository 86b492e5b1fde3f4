"""Everything under another key: written anew without what was deleted, put in its place in one step.

Cut short at any instant, or by a disk that fails, the next opening finds the one key that is right: the
header holds both, each openable from the other, from before the file is put there until after it.
"""

from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Final

from carenurse.app.vault_warnings import KeyChange
from carenurse.errors import ExpectedError
from carenurse.store.copying import forget_written_anew
from carenurse.store.database import Progress
from carenurse.store.records import StoredRecords, answers_to
from carenurse.vault.derivation import Cost
from carenurse.vault.failures import DamagedRecordsError
from carenurse.vault.keys import DataKey
from carenurse.vault.mark import Mark
from carenurse.vault.opened import NewSlots, OpenedVault

FOLLOWING: Final = "records.next"
"""The records under another key, while the key is being changed."""


def change_for_a_leak(
    opened: OpenedVault, stored: StoredRecords, passphrase: str, cost: Cost | None, progress: Progress
) -> tuple[DataKey, str]:
    """Change the key with all ways in made anew, while nobody saves; return it and its recovery code.

    A disk that refuses the last header keeps nobody from the code: it opens the vault already, and the next
    opening writes that header. Raises WrongPassphraseError, KeyChangeUnderWayError, NoRoomToWriteAnewError,
    FullDiskError, UnreadableDiskError, each of them while the old code is the one that opens.
    """
    following, slots, code = opened.new_ways_in(passphrase, cost)
    part = opened.folder / FOLLOWING
    with stored.alone():
        reached = stored.write_anew(part, following.raw, opened.header.salt, progress)
        _take(opened, stored, (following, slots), reached)
        with suppress(ExpectedError):
            opened.settle(changed=True)
    return following, code


def change_unasked(opened: OpenedVault, stored: StoredRecords, progress: Progress) -> DataKey | None:
    """Change the key for the secrets of today while others save; None when somebody did, and nothing changed.

    Raises as ``change_for_a_leak``, and what ``progress`` raises.
    """
    following, slots = opened.same_ways_in()
    part = opened.folder / FOLLOWING
    reached = stored.write_anew(part, following.raw, opened.header.salt, progress)
    changed = _take(opened, stored, (following, slots), reached)
    opened.settle(changed=changed)
    return following if changed else None


def end_cut_short(opened: OpenedVault, records: Path) -> KeyChange:
    """Where a change of the key was cut short, find the key that the records answer to and keep only that.

    One that came unasked is not told: the secrets are what they were, and what is owed is done again. Raises
    DamagedRecordsError.
    """
    with suppress(ExpectedError):
        forget_written_anew(opened.folder / FOLLOWING)
    if opened.pending is None:
        return ""
    unasked, salt = opened.comes_unasked, opened.header.salt
    if answers_to(records, opened.records_key.raw, salt):
        opened.settle(changed=False)
        return "" if unasked else "taken back"
    if not answers_to(records, opened.pending.raw, salt):
        raise DamagedRecordsError
    opened.settle(changed=True)
    return "" if unasked else "finished"


def _take(
    opened: OpenedVault, stored: StoredRecords, another: tuple[DataKey, NewSlots], reached: Mark
) -> bool:
    """Put what was written anew in the place of the records, unless somebody saved since.

    Nobody is let in while the file is put there; saves wait for none of the headers. What fails with the file
    leaves the key to come in the header: only the next opening can tell which one is right. Else the caller
    settles it.
    """
    part = opened.folder / FOLLOWING
    with ExitStack() as whatever_happens:
        whatever_happens.callback(_forget, part)
        if stored.mark() != reached:
            return False
        opened.begin_change(*another)
        with stored.alone():
            untouched = stored.mark() == reached
            if untouched:
                stored.put(part, another[0].raw)
    return untouched


def _forget(part: Path) -> None:
    with suppress(ExpectedError):
        forget_written_anew(part)
