"""Making and opening a vault: from a folder and a secret to the key, lock held, header whole."""

import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from carenurse.clinical.fhir import new_id
from carenurse.vault import waiting
from carenurse.vault.derivation import SALT_BYTES, Cost, calibrate, checked
from carenurse.vault.disk import make_folder
from carenurse.vault.failures import (
    DamagedHeaderError,
    FullDiskError,
    NewerVaultError,
    NoVaultError,
    VaultExistsError,
    WrongPassphraseError,
    WrongRecoveryCodeError,
)
from carenurse.vault.header import Header
from carenurse.vault.header_files import FoundHeaders, find_headers, has_header, keep_header
from carenurse.vault.keys import (
    DataKey,
    Slot,
    WrongSecretError,
    new_data_key,
    open_with_passphrase,
    open_with_recovery,
    passphrase_slot,
    recovery_slot,
)
from carenurse.vault.lock import VaultLock
from carenurse.vault.mark import Mark
from carenurse.vault.recovery import new_secret, print_code, read_code


@dataclass(frozen=True, slots=True)
class SlotFacts:
    """One way in, without what it holds; ``cost`` is None where the secret needs no slow derivation."""

    kind: str
    cost: Cost | None


@dataclass(frozen=True, slots=True)
class VaultInfo:
    """What can be said of a vault without its key."""

    folder: Path
    vault_id: str
    generation: int
    created: datetime
    slots: tuple[SlotFacts, ...]


class OpenedVault:
    """A vault whose key is known and whose lock is held, until ``close``."""

    def __init__(self, folder: Path, key: DataKey, header: Header, lock: VaultLock, *, mended: bool) -> None:
        self.folder = folder
        self.key = key
        self.mended = mended
        self._header = header
        self._lock = lock

    @property
    def header(self) -> Header:
        """The header as it is on the disk."""
        return self._header

    def keep_mark(self, mark: Mark) -> None:
        """Write the high-water mark of the records into the header. Raises as ``write_durably`` does."""
        if mark != self.mark():
            self._keep(replace(self._header, commits=mark.commits, audit_head=mark.audit_head))

    def mark(self) -> Mark:
        """Return the high-water mark of the last orderly closing."""
        return Mark(self._header.commits, self._header.audit_head)

    def change_passphrase(self, passphrase: str, cost: Cost | None = None) -> None:
        """Give the vault another passphrase: the new slot is read back before the old one goes."""
        slot = passphrase_slot(self.key, passphrase, cost or calibrate())
        if open_with_passphrase(slot, passphrase) != self.key:
            raise DamagedHeaderError
        others = tuple(kept for kept in self._header.slots if kept.kind != "passphrase")
        self._keep(replace(self._header, slots=(slot, *others)))

    def new_recovery_code(self) -> str:
        """Make the printed recovery code worthless and return another."""
        secret = new_secret()
        others = tuple(kept for kept in self._header.slots if kept.kind != "recovery")
        self._keep(replace(self._header, slots=(*others, recovery_slot(self.key, secret))))
        return print_code(secret)

    def keep_copy(self, folder: Path, mark: Mark) -> None:
        """Write the header into another folder, for a copy of the records as far as ``mark``."""
        header = replace(self._header, commits=mark.commits, audit_head=mark.audit_head)
        for _ in range(2):
            header = header.sealed(self.key)
            keep_header(folder, header)

    def failures(self) -> int:
        """Count the wrong passphrases since the last time they were forgotten."""
        return waiting.failures(self.folder)

    def forget_failures(self) -> None:
        """Forget them, once they are in the audit trail."""
        waiting.forget_failures(self.folder)

    def keep_header(self) -> None:
        """Write the header as it is, both copies: the first time, or because one was hurt."""
        self._keep(self._header)

    def close(self) -> None:
        """Let go of the lock."""
        self._lock.release()

    def _keep(self, header: Header) -> None:
        """Write both copies, one after the other, so that no old slot is left in the older copy."""
        following = header.sealed(self.key)
        keep_header(self.folder, following)
        self._header = following.sealed(self.key)
        keep_header(self.folder, self._header)


def find_vault(folder: Path) -> VaultInfo | None:
    """Look for a vault; None where there is none. Raises DamagedHeaderError, NewerVaultError."""
    if not has_header(folder):
        return None
    header = find_headers(folder).newest
    slots = tuple(SlotFacts(slot.kind, slot.cost) for slot in header.slots)
    return VaultInfo(folder, header.vault_id, header.generation, header.created, slots)


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
    found, lock = _begin(folder, version)
    try:
        waiting.refuse_too_early(folder, now)
        try:
            key = _first_that_opens(found, "passphrase", passphrase)
        except WrongSecretError:
            with suppress(FullDiskError):
                waiting.count_failure(folder, now)
            raise WrongPassphraseError from None
        return _opened(folder, key, found, lock)
    except BaseException:
        lock.release()
        raise


def open_vault_with_recovery(folder: Path, code: str, version: str) -> OpenedVault:
    """Open a vault with its printed code, whatever was typed before.

    Raises MistypedRecoveryCodeError, WrongRecoveryCodeError, else as ``open_vault``.
    """
    secret = read_code(code)
    found, lock = _begin(folder, version)
    try:
        try:
            key = _first_that_opens(found, "recovery", secret)
        except WrongSecretError:
            raise WrongRecoveryCodeError from None
        return _opened(folder, key, found, lock)
    except BaseException:
        lock.release()
        raise


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


def _begin(folder: Path, version: str) -> tuple[FoundHeaders, VaultLock]:
    if not has_header(folder):
        raise NoVaultError
    found = find_headers(folder)
    if _order(found.newest.minimum_version) > _order(version):
        raise NewerVaultError
    return found, VaultLock(folder)


def _first_that_opens(found: FoundHeaders, kind: str, secret: str | bytes) -> DataKey:
    for slot in found.newest.slots_for(kind):
        try:
            if isinstance(secret, str):
                return open_with_passphrase(slot, secret)
            return open_with_recovery(slot, secret)
        except WrongSecretError:
            continue
    raise WrongSecretError


def _opened(folder: Path, key: DataKey, found: FoundHeaders, lock: VaultLock) -> OpenedVault:
    """Take the newest copy that the key authenticates; where a copy was hurt, write it again."""
    authentic = [header for header in found.copies if header.is_authentic(key)]
    if not authentic:
        raise DamagedHeaderError
    hurt = found.incomplete or len(authentic) < len(found.copies)
    opened = OpenedVault(folder, key, authentic[0], lock, mended=hurt)
    if hurt:
        with suppress(FullDiskError):
            opened.keep_header()
    return opened


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))
