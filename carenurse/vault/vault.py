"""Making and opening a vault: from a folder and a secret to the key, lock held, header whole."""

import secrets
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from carenurse.clinical.fhir import new_id
from carenurse.errors import ExpectedError
from carenurse.vault import waiting
from carenurse.vault.derivation import SALT_BYTES, Cost, calibrate, checked
from carenurse.vault.disk import make_folder
from carenurse.vault.escrow import open_with_escrow
from carenurse.vault.failures import (
    DamagedHeaderError,
    FullDiskError,
    NewerVaultError,
    NoVaultError,
    VaultExistsError,
    WrongOfficeKeyError,
    WrongPassphraseError,
    WrongRecoveryCodeError,
)
from carenurse.vault.header import Header
from carenurse.vault.header_files import FoundHeaders, find_headers, has_header
from carenurse.vault.keys import (
    DataKey,
    Slot,
    WrongSecretError,
    new_data_key,
    open_slot,
    passphrase_key,
    passphrase_slot,
    recovery_key,
    recovery_slot,
)
from carenurse.vault.lock import VaultLock
from carenurse.vault.mark import Mark
from carenurse.vault.newer_self import catch_up
from carenurse.vault.opened import OpenedVault
from carenurse.vault.recovery import new_secret, print_code, read_code
from carenurse.vault.slot_facts import SlotFacts, facts_of


@dataclass(frozen=True, slots=True)
class VaultInfo:
    """What can be said of a vault without its key.

    ``mark``: how far its records had come at the last orderly closing. ``key_id``: which of its keys, one
    after the other, this is.
    """

    folder: Path
    vault_id: str
    generation: int
    created: datetime
    slots: tuple[SlotFacts, ...]
    mark: Mark
    key_id: str


def find_vault(folder: Path) -> VaultInfo | None:
    """Look for a vault; None where there is none. Raises DamagedHeaderError, NewerVaultError."""
    if not has_header(folder):
        return None
    header = find_headers(folder).newest
    slots = tuple(facts_of(slot) for slot in header.slots)
    mark = Mark(header.commits, header.audit_head)
    return VaultInfo(folder, header.vault_id, header.generation, header.created, slots, mark, header.key_id)


def make_vault(
    folder: Path, passphrase: str, version: str, *, cost: Cost | None = None
) -> tuple[OpenedVault, str]:
    """Make the key and the slots of a new vault and return it opened, with its recovery code.

    Nothing of it is on the disk before ``keep_header``: the records are made first.

    ``version``: the oldest CareNurse that may open it. ``cost``: None measures this computer. Raises
    VaultExistsError, VaultInUseError, ReadOnlyFolderError, FullDiskError, WeakPassphraseError.
    """
    make_folder(folder)
    lock = VaultLock(folder)
    try:
        _refuse_existing(folder)
        key, secret = new_data_key(), new_secret()
        slots = (
            passphrase_slot(key, passphrase, checked(cost) if cost else calibrate()),
            recovery_slot(key, secret),
        )
        opened = OpenedVault(folder, key, _first_header(version, slots), lock, mended=False)
        return opened, print_code(secret)
    except BaseException:
        lock.release()
        raise


def open_vault(folder: Path, passphrase: str, version: str, now: datetime) -> OpenedVault:
    """Open a vault with its passphrase.

    Raises NoVaultError, DamagedHeaderError, WeakHeaderError, WrongPassphraseError, WaitBeforeTryingError,
    VaultInUseError, NewerVaultError, ReadOnlyFolderError, TooLittleMemoryError.
    """
    with _beginning(folder, version) as (found, lock):
        waiting.refuse_too_early(folder, now)
        try:
            way = _first_that_opens(found, "passphrase", lambda slot: passphrase_key(slot, passphrase))
        except WrongSecretError:
            with suppress(FullDiskError):
                waiting.count_failure(folder, now)
            raise WrongPassphraseError from None
        return _renewed(_opened(folder, way.key, found, lock), way)


def open_vault_with_recovery(folder: Path, code: str, version: str) -> OpenedVault:
    """Open a vault with its printed code, whatever was typed before.

    Raises MistypedRecoveryCodeError, WrongRecoveryCodeError, else as ``open_vault``.
    """
    secret = read_code(code)
    with _beginning(folder, version) as (found, lock):
        try:
            way = _first_that_opens(found, "recovery", lambda slot: recovery_key(slot, secret))
        except WrongSecretError:
            raise WrongRecoveryCodeError from None
        return _renewed(_opened(folder, way.key, found, lock), way)


def open_vault_with_escrow(folder: Path, secret: str, version: str) -> OpenedVault:
    """Open a vault with the office's secret key (``AGE-SECRET-KEY-1...``).

    Raises BadOfficeKeyError, WrongOfficeKeyError, else as ``open_vault``.
    """
    with _beginning(folder, version) as (found, lock):
        try:
            key = _first_for_office(found, secret)
        except WrongSecretError:
            raise WrongOfficeKeyError from None
        return _opened(folder, key, found, lock)


def open_copy(folder: Path, original: OpenedVault, version: str) -> OpenedVault:
    """Open a copy of an open vault with the key that is known already.

    Raises WrongPassphraseError when the copy is from before a change of the key: it opens with what opened
    the vault then. Else as ``open_vault``.
    """
    with _beginning(folder, version) as (found, lock):
        if found.newest.key_id != original.header.key_id:
            raise WrongPassphraseError
        return _opened(folder, original.key, found, lock)


def _refuse_existing(folder: Path) -> None:
    if has_header(folder):
        raise VaultExistsError


def _first_header(version: str, slots: tuple[Slot, ...]) -> Header:
    return Header(
        vault_id=new_id(),
        key_id=new_id(),
        created=datetime.now(UTC),
        generation=0,
        minimum_version=version,
        salt=secrets.token_bytes(SALT_BYTES),
        slots=slots,
    )


@contextmanager
def _beginning(folder: Path, version: str) -> Generator[tuple[FoundHeaders, VaultLock]]:
    """Find the header and hold the lock, which is let go of when the block fails."""
    if not has_header(folder):
        raise NoVaultError
    found = find_headers(folder)
    if _order(found.newest.minimum_version) > _order(version):
        raise NewerVaultError
    lock = VaultLock(folder)
    try:
        yield found, lock
    except BaseException:
        lock.release()
        raise


@dataclass(frozen=True, slots=True)
class _WayIn:
    """The slot that opened, what its secret gave, and the key that it held: of today, or to come."""

    slot: Slot
    wrapping: bytes
    key: DataKey


def _first_that_opens(found: FoundHeaders, kind: str, wrapping_of: Callable[[Slot], bytes]) -> _WayIn:
    """Try the slots of the present key, then those of a key to come."""
    for slot in _slots_to_try(found, kind):
        try:
            wrapping = wrapping_of(slot)
            return _WayIn(slot, wrapping, open_slot(slot, wrapping))
        except WrongSecretError:
            continue
    raise WrongSecretError


def _first_for_office(found: FoundHeaders, secret: str) -> DataKey:
    for slot in _slots_to_try(found, "escrow"):
        try:
            return open_with_escrow(slot, secret)
        except WrongSecretError:
            continue
    raise WrongSecretError


def _slots_to_try(found: FoundHeaders, kind: str) -> Iterator[Slot]:
    following = found.newest.pending.slots if found.newest.pending else ()
    return (slot for slot in (*found.newest.slots, *following) if slot.kind == kind)


def _renewed(opened: OpenedVault, way: _WayIn) -> OpenedVault:
    """Where an older CareNurse made the way in that just opened, give it its pair, if the disk lets it."""
    if not way.slot.can_follow:
        with suppress(ExpectedError):
            opened.renew(way.slot, way.wrapping)
    return opened


def _opened(folder: Path, key: DataKey, found: FoundHeaders, lock: VaultLock) -> OpenedVault:
    """Take the newest copy that the key authenticates; where a copy was hurt, write it again."""
    authentic = [(header, keys) for header in found.copies if (keys := _keys_of(header, key))]
    if not authentic:
        raise DamagedHeaderError
    header, (present, following) = authentic[0]
    hurt = found.incomplete or len(authentic) < len(found.copies)
    opened = OpenedVault(folder, present, header, lock, mended=hurt, pending=following)
    if hurt:
        with suppress(FullDiskError):
            opened.keep_header()
    with suppress(ExpectedError):
        catch_up(opened)
    return opened


def _keys_of(header: Header, key: DataKey) -> tuple[DataKey, DataKey | None] | None:
    """Find the present key and the key to come, given either; None when neither authenticates the header."""
    waits = header.pending
    if header.is_authentic(key):
        return key, waits.following(key) if waits else None
    if waits is None:
        return None
    try:
        present = waits.before(key)
    except WrongSecretError:
        return None
    return (present, key) if header.is_authentic(present) else None


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))
