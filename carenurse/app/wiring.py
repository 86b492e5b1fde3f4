"""The one place that puts the parts together: a folder and a secret become an open record."""

import atexit
import secrets
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dateutil import tz
from platformdirs import user_data_path

import carenurse
from carenurse.app.ports import Records
from carenurse.app.vault_warnings import Findings, sentences
from carenurse.clinical.fhir import Resource, reference_to
from carenurse.store.records import StoredRecords, create_records, open_records
from carenurse.vault import ballast, header_files, vault
from carenurse.vault.copies import copy_file, whole_folder
from carenurse.vault.derivation import FLOOR, Cost
from carenurse.vault.disk import flush_folder, told_by_the_disk
from carenurse.vault.failures import (
    DamagedHeaderError,
    DamagedRecordsError,
    FullDiskError,
    MissingRecordsError,
    MistypedRecoveryCodeError,
    NewerVaultError,
    NotAFolderError,
    NoVaultError,
    ReadOnlyFolderError,
    TooLittleMemoryError,
    UnreadableDiskError,
    VaultExistsError,
    VaultInUseError,
    WaitBeforeTryingError,
    WeakHeaderError,
    WeakPassphraseError,
    WrongPassphraseError,
    WrongRecoveryCodeError,
)
from carenurse.vault.guard import Guard
from carenurse.vault.vault import OpenedVault, SlotFacts, VaultInfo

__all__ = [
    "FLOOR",
    "Cost",
    "DamagedHeaderError",
    "DamagedRecordsError",
    "FullDiskError",
    "MissingRecordsError",
    "MistypedRecoveryCodeError",
    "NewerVaultError",
    "NoVaultError",
    "NotAFolderError",
    "OpenVault",
    "ReadOnlyFolderError",
    "SlotFacts",
    "TooLittleMemoryError",
    "UnreadableDiskError",
    "VaultExistsError",
    "VaultFacts",
    "VaultInUseError",
    "VaultInfo",
    "WaitBeforeTryingError",
    "WeakHeaderError",
    "WeakPassphraseError",
    "WrongPassphraseError",
    "WrongRecoveryCodeError",
    "check_vault",
    "create_vault",
    "default_folder",
    "find_vault",
    "local_now",
    "restore_vault",
    "throw_away_vault",
    "unlock",
    "unlock_with_recovery",
]

OLDEST_READER = "0.1.0"
"""The oldest CareNurse that may open a vault made by this one."""

_RECORDS = "records.db"
_UNFINISHED = "records.new"
Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class VaultFacts:
    """What a settings page or an administrator wants to know of an open vault. Sizes in bytes."""

    folder: Path
    vault_id: str
    created: datetime
    generation: int
    commits: int
    saved: datetime | None
    size: int
    free: int
    unsent: int


class OpenVault:
    """An open record and the lock on its folder, until ``close``.

    ``warnings``: sentences that the nurse should read once, now (the clock is behind, saves are missing, the
    lock was mended, the disk is nearly full, somebody tried passphrases).
    """

    def __init__(
        self, opened: OpenedVault, stored: StoredRecords, guard: Guard, warnings: tuple[str, ...]
    ) -> None:
        self.warnings = warnings
        self._opened = opened
        self._stored = stored
        self._guard = guard
        self._closed = False
        self._fleeting = False

    @property
    def records(self) -> Records:
        """The record itself."""
        return self._stored

    def facts(self) -> VaultFacts:
        """Say how the vault is, in numbers."""
        header = self._opened.header
        return VaultFacts(
            folder=self._opened.folder,
            vault_id=header.vault_id,
            created=header.created,
            generation=header.generation,
            commits=self._stored.mark().commits,
            saved=self._stored.last_saved(),
            size=sum(part.stat().st_size for part in self._opened.folder.glob("records.db*")),
            free=self._guard.ballast.free(),
            unsent=len(self._stored.unsent()),
        )

    def faults(self) -> tuple[str, ...]:
        """Check every page and the audit chain (seconds); empty when all is sound."""
        return self._stored.faults()

    def checkpoint(self) -> None:
        """Bring everything out of the log: at the end of a visit, at a lock, after half a minute of rest."""
        self._stored.checkpoint()

    def back_up(self, folder: Path) -> None:
        """Write a checked copy into a new folder: a vault that opens with the same passphrase (seconds).

        It is noted in the audit trail, the copy's too. Raises VaultExistsError for a folder that is not
        empty, FullDiskError, ReadOnlyFolderError, DamagedRecordsError.
        """
        with self._stored.work() as work:
            work.record("back-up", f"Practitioner/{self._stored.me}")
        with whole_folder(folder) as part:
            key, header = self._opened.key, self._opened.header
            self._stored.copy_to(part / _RECORDS, key.raw, header.salt)
            self._opened.keep_copy(part, self._stored.mark())

    def change_passphrase(self, passphrase: str, *, cost: Cost | None = None) -> None:
        """Let another passphrase open this vault instead of the old one. Takes about a second."""
        self._opened.change_passphrase(passphrase, cost)

    def new_recovery_code(self) -> str:
        """Make the printed code worthless and return another to print."""
        return self._opened.new_recovery_code()

    def leave_nothing(self) -> None:
        """Let the folder go when this is closed, or when the program ends."""
        self._fleeting = True
        atexit.register(shutil.rmtree, self._opened.folder, ignore_errors=True)

    def close(self) -> None:
        """Bring everything into the file, write the high-water mark, let go of the folder.

        Twice is harmless. A disk too full for the mark loses nothing: the next closing writes it.
        """
        if self._closed:
            return
        self._closed = True
        with ExitStack() as whatever_happens:
            if self._fleeting:
                whatever_happens.callback(shutil.rmtree, self._opened.folder, ignore_errors=True)
            whatever_happens.callback(self._opened.close)
            whatever_happens.callback(self._guard.close)
            mark = self._stored.close()
            with suppress(FullDiskError):
                self._opened.keep_mark(mark)


def local_now() -> datetime:
    """Tell the time of this computer, in its own zone: one that knows when the clocks change.

    A mere offset would show what happened in winter an hour off in summer.
    """
    return datetime.now(tz.tzlocal())


def default_folder() -> Path:
    """Name the folder where this system keeps a person's own data, and in it our vault."""
    return user_data_path("CareNurse", appauthor=False) / "vault"


def find_vault(folder: Path) -> VaultInfo | None:
    """Look for a vault; None where there is none.

    Raises DamagedHeaderError (also when there are records and no header), WeakHeaderError, NewerVaultError.
    """
    found = vault.find_vault(folder)
    if found is None and (folder / _RECORDS).exists():
        raise DamagedHeaderError
    return found


def create_vault(
    folder: Path,
    passphrase: str,
    nurse: Resource,
    *,
    cost: Cost | None = None,
    now: Now = local_now,
    reserve: int = ballast.SIZE,
) -> tuple[OpenVault, str]:
    """Make a vault for one nurse (a Practitioner with an id); return it open, with its recovery code.

    ``cost``: None measures this computer. ``reserve``: bytes kept back for a full disk. The header is written
    when the records are whole, so that a creation that was cut short is simply begun again. Raises
    VaultExistsError, DamagedHeaderError, VaultInUseError, ReadOnlyFolderError, FullDiskError,
    WeakPassphraseError, TooLittleMemoryError.
    """
    if find_vault(folder):
        raise VaultExistsError
    opened, code = vault.make_vault(folder, passphrase, OLDEST_READER, cost=cost)
    try:
        for left in folder.glob(f"{_UNFINISHED}*"):
            left.unlink()
        create_records(folder / _UNFINISHED, opened.key.raw, opened.header.salt, str(nurse["id"]), now)
        opened.keep_header()
    except BaseException:
        opened.close()
        raise
    made = _open(opened, now, reserve, way="creation")
    with made.records.work() as work:
        work.put(nurse)
        work.record("create", reference_to(nurse))
    return made, code


def unlock(folder: Path, passphrase: str, *, now: Now = local_now, reserve: int = ballast.SIZE) -> OpenVault:
    """Open a vault with its passphrase.

    Raises NoVaultError, DamagedHeaderError, WeakHeaderError, WrongPassphraseError, WaitBeforeTryingError,
    VaultInUseError, NewerVaultError, ReadOnlyFolderError, MissingRecordsError, DamagedRecordsError,
    UnreadableDiskError, TooLittleMemoryError.
    """
    find_vault(folder)
    opened = vault.open_vault(folder, passphrase, carenurse.__version__, now())
    return _open(opened, now, reserve, way="passphrase")


def unlock_with_recovery(
    folder: Path, code: str, *, now: Now = local_now, reserve: int = ballast.SIZE
) -> OpenVault:
    """Open a vault with its printed recovery code, however it was typed.

    Raises MistypedRecoveryCodeError, WrongRecoveryCodeError, else as ``unlock``; never asks to wait.
    """
    find_vault(folder)
    opened = vault.open_vault_with_recovery(folder, code, carenurse.__version__)
    return _open(opened, now, reserve, way="recovery")


def throw_away_vault(nurse: Resource, *, now: Now = local_now) -> OpenVault:
    """Make an encrypted vault under a passphrase that nobody knows, gone when closed: for the demo."""
    folder = Path(tempfile.mkdtemp(prefix="carenurse-demo-"))
    made, _ = create_vault(folder, secrets.token_urlsafe(32), nurse, cost=FLOOR, now=now, reserve=0)
    made.leave_nothing()
    return made


def restore_vault(backup: Path, folder: Path) -> VaultInfo:
    """Copy a backup into a new folder, where it opens with the passphrase of the time when it was made.

    The backup stays as it is, and so does any other vault. Raises NoVaultError, MissingRecordsError,
    DamagedHeaderError, VaultExistsError, VaultInUseError (a backup that is itself open), FullDiskError.
    """
    if find_vault(backup) is None:
        raise NoVaultError
    if not (backup / _RECORDS).exists():
        raise MissingRecordsError
    if (backup / f"{_RECORDS}-wal").exists():
        raise VaultInUseError
    with whole_folder(folder) as part:
        for name in (_RECORDS, *header_files.NAMES):
            if (backup / name).exists():
                copy_file(backup / name, part / name)
    restored = find_vault(folder)
    if restored is None:
        raise NoVaultError
    return restored


def check_vault(opened: OpenVault) -> tuple[str, ...]:
    """Say all that is wrong with an open vault: its warnings and every fault of its file."""
    return (*opened.warnings, *opened.faults())


def _open(opened: OpenedVault, now: Now, reserve: int, *, way: str) -> OpenVault:
    with ExitStack() as on_failure:
        on_failure.callback(opened.close)
        _finish_creation(opened.folder)
        guard = Guard(opened.folder, opened.key, reserve)
        on_failure.callback(guard.close)
        guard.before_work()
        records = opened.folder / _RECORDS
        stored = open_records(records, opened.key.raw, opened.header.salt, now, guard)
        on_failure.callback(stored.abandon)
        warnings = _look_over(opened, stored, guard, now())
        _note_opening(opened, stored, way)
        guard.ballast.take_on()
        on_failure.pop_all()
    return OpenVault(opened, stored, guard, warnings)


def _finish_creation(folder: Path) -> None:
    """Put the records of a new vault in their place, whether just made or left by a creation that was cut."""
    unfinished, records = folder / _UNFINISHED, folder / _RECORDS
    if unfinished.exists() and not records.exists():
        with told_by_the_disk():
            unfinished.rename(records)
            flush_folder(folder)


def _look_over(opened: OpenedVault, stored: StoredRecords, guard: Guard, now: datetime) -> tuple[str, ...]:
    return sentences(
        Findings(
            now=now,
            saved=stored.last_saved(),
            missing=guard.missing(stored.mark(), opened.mark()),
            mended=opened.mended,
            running_low=guard.ballast.is_running_low(),
            tries=opened.failures(),
        )
    )


def _note_opening(opened: OpenedVault, stored: StoredRecords, way: str) -> None:
    """Put the opening and the failed ones before it into the audit trail; a full disk forbids no reading."""
    with suppress(FullDiskError):
        with stored.work() as work:
            nurse = f"Practitioner/{stored.me}"
            if tries := opened.failures():
                work.record("unlock-failed", nurse, str(tries))
            work.record("unlock", nurse, way)
        opened.forget_failures()
