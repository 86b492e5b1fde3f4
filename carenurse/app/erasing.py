"""After somebody was removed: everything under another key, so that nothing left on the disk can be read.

Deleting empties pages, and a disk may keep what stood in them; so may an old backup on a stick. All of that
is encrypted under the key of then. Once the records are written anew under another key and the backups of
before are gone, nothing opens it any more (NIST SP 800-88 calls that cryptographic erase), as far as the disk
lets itself be written over: every copy of a header is, in its place, before it is replaced or taken away.

It happens in a quiet moment, beside the work: saves go on while the records are written anew, and only if
nobody saved meanwhile do they take the place of the old ones, which is a matter of milliseconds. At a lock or
a closing it would be in the way: a lid that closes leaves two seconds, and who closes the window wants to go.
"""

from datetime import datetime, timedelta
from typing import Final

from carenurse.app.open_vault import OpenVault
from carenurse.errors import ExpectedError
from carenurse.translations import tr

QUIET: Final = timedelta(minutes=1)
"""How long nobody has saved: who types now would only make the work begin again."""


def may(vault: OpenVault) -> bool:
    """Say whether the key can be changed now without asking anybody for a secret."""
    return not _hindrance(vault)


def is_due(vault: OpenVault, now: datetime) -> bool:
    """Say whether it is owed, possible, and the moment for it."""
    return vault.key_owed and may(vault) and _is_quiet(vault, now)


def words(vault: OpenVault) -> str:
    """Say what is left to do, and whose turn it is; empty when nothing is owed."""
    if not vault.key_owed:
        return ""
    owed = tr("The vault still has the key of before, which opens what old copies hold of removed people.")
    return f"{owed} {_hindrance(vault) or tr('It gets another one by itself, in a quiet minute.')}"


def _hindrance(vault: OpenVault) -> str:
    """Say what stands in the way and what to do; empty when nothing does."""
    old = {slot.kind for slot in vault.ways_in.cannot_follow()}
    if "recovery" in old:
        return tr("Make and print a new recovery code; the rest happens by itself.")
    if old:
        return tr("Open the vault once with your passphrase; the rest happens by itself.")
    if vault.key_is_changing:
        return tr("Lock the vault and open it again; the rest happens by itself.")
    try:
        vault.room_for_another_key()
    except ExpectedError as problem:
        return f"{problem.sentence} {tr('Delete files you do not need; the rest happens by itself.')}"
    return ""


def _is_quiet(vault: OpenVault, now: datetime) -> bool:
    saved = vault.last_saved
    return saved is None or not timedelta() <= now - saved < QUIET
