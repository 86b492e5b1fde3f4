"""The one place that puts the parts together: a folder and a secret become an open record."""

import secrets
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import datetime
from pathlib import Path

from dateutil import tz
from platformdirs import user_data_path

import carenurse
from carenurse.app.backup_place import copies_at_hand, name_for, place_beside
from carenurse.app.key_change import end_cut_short
from carenurse.app.locking import seconds_with_sleep
from carenurse.app.open_vault import RECORDS, OpenVault, VaultFacts, write_copy
from carenurse.app.self_test import UnsafePartError, refuse_unsafe_parts
from carenurse.app.standing_lease import StandingLease
from carenurse.app.vault_place import wiped_note
from carenurse.app.vault_warnings import OLDER, Findings, KeyChange, sentences
from carenurse.clinical.fhir import Resource
from carenurse.store.checking import Counts
from carenurse.store.copying import remove_database
from carenurse.store.database import Progress, silent
from carenurse.store.records import StoredRecords, create_records, open_records
from carenurse.vault import ballast, header_files, vault, wiping
from carenurse.vault.copies import copy_file, whole_folder
from carenurse.vault.derivation import FLOOR, Cost
from carenurse.vault.disk import flush_folder, is_there, told_by_the_disk
from carenurse.vault.failures import (
    BadOfficeKeyError,
    DamagedHeaderError,
    DamagedRecordsError,
    FullDiskError,
    KeyChangeUnderWayError,
    LastWayInError,
    MissingRecordsError,
    MistypedRecoveryCodeError,
    NewerVaultError,
    NoBackupHereError,
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
    WipedVaultError,
    WrongOfficeKeyError,
    WrongPassphraseError,
    WrongRecoveryCodeError,
)
from carenurse.vault.guard import Guard
from carenurse.vault.newer_self import take_along
from carenurse.vault.opened import OpenedVault
from carenurse.vault.slot_facts import SlotFacts
from carenurse.vault.vault import VaultInfo

__all__ = [
    "FLOOR",
    "BadOfficeKeyError",
    "Cost",
    "Counts",
    "DamagedHeaderError",
    "DamagedRecordsError",
    "FullDiskError",
    "KeyChangeUnderWayError",
    "LastWayInError",
    "MissingRecordsError",
    "MistypedRecoveryCodeError",
    "NewerVaultError",
    "NoBackupHereError",
    "NoVaultError",
    "NotAFolderError",
    "OpenVault",
    "Progress",
    "ReadOnlyFolderError",
    "SlotFacts",
    "TooLittleMemoryError",
    "UnreadableDiskError",
    "UnsafePartError",
    "VaultExistsError",
    "VaultFacts",
    "VaultInUseError",
    "VaultInfo",
    "WaitBeforeTryingError",
    "WeakHeaderError",
    "WeakPassphraseError",
    "WipedVaultError",
    "WrongOfficeKeyError",
    "WrongPassphraseError",
    "WrongRecoveryCodeError",
    "check_vault",
    "create_vault",
    "default_folder",
    "find_vault",
    "known_vault",
    "local_now",
    "open_copy",
    "restore_vault",
    "silent",
    "throw_away_vault",
    "unlock",
    "unlock_with_escrow",
    "unlock_with_recovery",
]

OLDEST_READER = "0.1.0"
"""The oldest CareNurse that may open a vault made by this one."""

_UNFINISHED = "records.new"
_COPIED = 0.6
"""About how much of a change of shape is done when its backup is."""

Now = Callable[[], datetime]
Seconds = Callable[[], float]


def local_now() -> datetime:
    """Tell the time of this computer, in its own zone: one that knows when the clocks change.

    A mere offset would show what happened in winter an hour off in summer. The zone is asked for the moment,
    not put beside what the system's clock shows: where winter is the exception (Dublin) it is an hour wrong.
    """
    return datetime.now(tz.tzlocal())


def default_folder() -> Path:
    """Name the folder where this system keeps a person's own data, and in it our vault."""
    return user_data_path("CareNurse", appauthor=False) / "vault"


def find_vault(folder: Path) -> VaultInfo | None:
    """Look for a vault; None where there is none. One that is being emptied is emptied first.

    Raises DamagedHeaderError (also when there are records and no header), WeakHeaderError, NewerVaultError,
    ReadOnlyFolderError and VaultInUseError for one that cannot be emptied now.
    """
    if is_there(folder / wiping.MARKER):
        wiping.go_on(folder)
    found = vault.find_vault(folder)
    if found is None and is_there(folder / RECORDS):
        raise DamagedHeaderError
    return found


def known_vault(folder: Path) -> VaultInfo:
    """Look for a vault. Raises NoVaultError, WipedVaultError for one that was emptied, else as above."""
    found = find_vault(folder)
    if found is not None:
        return found
    note = wiped_note(folder)
    raise WipedVaultError(note.when) if note else NoVaultError


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
    WeakPassphraseError, TooLittleMemoryError, UnsafePartError.
    """
    refuse_unsafe_parts()
    if find_vault(folder):
        raise VaultExistsError
    opened, code = vault.make_vault(folder, passphrase, OLDEST_READER, cost=cost)
    unfinished = folder / _UNFINISHED
    try:
        remove_database(unfinished)
        create_records(unfinished, opened.key.raw, opened.header.salt, nurse, now)
        opened.keep_header()
        wiping.forget_note(folder)
    except BaseException:
        opened.close()
        raise
    try:
        return _open(opened, now, reserve, way="creation"), code
    except BaseException:
        _unmake(folder)
        raise


def _unmake(folder: Path) -> None:
    """Take back a vault that was made this very moment and does not open: nobody has seen its code."""
    with suppress(OSError):
        for name in (*header_files.NAMES, RECORDS, f"{RECORDS}-wal", _UNFINISHED):
            (folder / name).unlink(missing_ok=True)


def unlock(
    folder: Path,
    passphrase: str,
    *,
    now: Now = local_now,
    reserve: int = ballast.SIZE,
    progress: Progress = silent,
) -> OpenVault:
    """Open a vault with its passphrase. ``progress`` hears when records of an older shape are changed.

    Raises NoVaultError (WipedVaultError where its office had it emptied), DamagedHeaderError,
    WeakHeaderError, WrongPassphraseError, WaitBeforeTryingError, VaultInUseError, NewerVaultError,
    ReadOnlyFolderError, MissingRecordsError, DamagedRecordsError, UnreadableDiskError,
    TooLittleMemoryError, UnsafePartError.
    """
    refuse_unsafe_parts()
    known_vault(folder)
    opened = vault.open_vault(folder, passphrase, carenurse.__version__, now())
    return _open(opened, now, reserve, way="passphrase", progress=progress)


def unlock_with_recovery(
    folder: Path,
    code: str,
    *,
    now: Now = local_now,
    monotonic: Seconds = seconds_with_sleep,
    reserve: int = ballast.SIZE,
    progress: Progress = silent,
) -> OpenVault:
    """Open a vault with its printed recovery code, however it was typed.

    ``monotonic``: seconds that only go forward, by which the time of a lease goes on.

    Raises MistypedRecoveryCodeError, WrongRecoveryCodeError, else as ``unlock``; never asks to wait.
    """
    refuse_unsafe_parts()
    known_vault(folder)
    opened = vault.open_vault_with_recovery(folder, code, carenurse.__version__)
    return _open(opened, now, reserve, way="recovery", monotonic=monotonic, progress=progress)


def unlock_with_escrow(
    folder: Path,
    secret: str,
    *,
    now: Now = local_now,
    reserve: int = ballast.SIZE,
    progress: Progress = silent,
) -> OpenVault:
    """Open a vault with an office's secret key (``AGE-SECRET-KEY-1...``): the nurse forgot, or is not there.

    Raises BadOfficeKeyError, WrongOfficeKeyError, else as ``unlock``; never asks to wait.
    """
    refuse_unsafe_parts()
    known_vault(folder)
    opened = vault.open_vault_with_escrow(folder, secret, carenurse.__version__)
    return _open(opened, now, reserve, way="escrow", progress=progress)


def open_copy(original: OpenVault, folder: Path, *, now: Now = local_now) -> OpenVault:
    """Open a copy of an open vault with the key that is known, for a drill.

    Raises WrongPassphraseError when the copy is from before a change of the key, else as ``unlock``.
    """
    return _open(original.unlock_copy(folder), now, 0, way="drill")


def throw_away_vault(nurse: Resource, *, now: Now = local_now) -> OpenVault:
    """Make an encrypted vault under a passphrase that nobody knows, gone when closed: for the demo."""
    folder = Path(tempfile.mkdtemp(prefix="carenurse-demo-"))
    made, _ = create_vault(folder, secrets.token_urlsafe(32), nurse, cost=FLOOR, now=now, reserve=0)
    made.leave_nothing()
    return made


def restore_vault(backup: Path, folder: Path, newer: Path | None = None) -> VaultInfo:
    """Copy a backup into a new folder, where it opens with the passphrase of the time when it was made.

    The latest lease of any copy at hand counts there too: of today's vault (``newer``, else the one beside
    it) and of its other backups. Raises NoBackupHereError, MissingRecordsError, DamagedHeaderError,
    VaultExistsError, VaultInUseError (it is open), FullDiskError.
    """
    if find_vault(backup) is None:
        raise NoBackupHereError
    if not (backup / RECORDS).exists():
        raise MissingRecordsError
    if (backup / f"{RECORDS}-wal").exists():
        raise VaultInUseError
    with whole_folder(folder) as part:
        for name in (one for one in (RECORDS, *header_files.NAMES) if (backup / one).exists()):
            copy_file(backup / name, part / name)
        take_along(copies_at_hand(backup, newer), part)
    if (restored := find_vault(folder)) is None:
        raise NoVaultError
    return restored


def check_vault(opened: OpenVault) -> tuple[str, ...]:
    """Say all that is wrong with an open vault: its warnings and every fault of its file."""
    return (*opened.warnings, *opened.faults())


def _open(
    opened: OpenedVault,
    now: Now,
    reserve: int,
    *,
    way: str,
    monotonic: Seconds = seconds_with_sleep,
    progress: Progress = silent,
) -> OpenVault:
    with ExitStack() as on_failure:
        on_failure.callback(opened.close)
        _finish_creation(opened.folder)
        ballast.Ballast(opened.folder, reserve).make_room()
        before, key_change = opened.header.key_id, end_cut_short(opened, opened.folder / RECORDS)
        guard = Guard(opened.folder, opened.key, reserve)
        on_failure.callback(guard.close)
        stored = open_records(
            opened.folder / RECORDS,
            opened.records_key.raw,
            opened.header.salt,
            now,
            guard,
            before_steps=lambda before: _copy_before_steps(opened, before, now(), progress),
            progress=lambda share: progress(_COPIED + (1 - _COPIED) * share),
        )
        on_failure.callback(stored.abandon)
        lease = StandingLease(opened, stored, now, monotonic)
        warnings = _look_over(opened, stored, guard, lease, now=now(), key_change=key_change)
        _note_opening(opened, stored, way, lease, another_key=opened.header.key_id != before)
        guard.ballast.take_on()
        on_failure.pop_all()
    return OpenVault(opened, stored, guard, warnings, lease, by_office=way == "escrow")


def _copy_before_steps(opened: OpenedVault, stored: StoredRecords, now: datetime, progress: Progress) -> None:
    """Make a checked backup before the records take another shape; one that is there already will do."""
    folder = place_beside(opened.folder) / name_for(now, f"before-{carenurse.__version__}")
    with suppress(VaultExistsError):
        write_copy(opened, stored, folder, lambda share: progress(_COPIED * share))


def _finish_creation(folder: Path) -> None:
    """Put the records of a new vault in their place, whether just made or left by a creation that was cut."""
    unfinished, records = folder / _UNFINISHED, folder / RECORDS
    if unfinished.exists() and not records.exists():
        with told_by_the_disk():
            unfinished.rename(records)
            flush_folder(folder)


def _look_over(
    opened: OpenedVault,
    stored: StoredRecords,
    guard: Guard,
    lease: StandingLease,
    *,
    now: datetime,
    key_change: KeyChange,
) -> tuple[str, ...]:
    return sentences(
        Findings(
            now=now,
            saved=stored.last_saved(),
            missing=guard.missing(stored.mark(), opened.mark()),
            mended=opened.mended,
            running_low=guard.ballast.is_running_low(),
            tries=opened.failures(),
            key_change=key_change,
            older=bool(stored.setting(OLDER)),
            earlier_lock=lease.is_of_earlier_lock,
        )
    )


def _note_opening(
    opened: OpenedVault, stored: StoredRecords, way: str, lease: StandingLease, *, another_key: bool
) -> None:
    """Put the opening and the failed ones before it into the audit trail; a full disk forbids no reading."""
    with suppress(FullDiskError):
        with stored.work() as work:
            nurse = f"Practitioner/{stored.me}"
            if tries := opened.failures():
                work.record("unlock-failed", nurse, str(tries))
            if another_key:
                work.record("change-key", nurse, "finished")
            if lease.is_of_earlier_lock:
                work.record("lease", nurse, "earlier lock")
            work.record("unlock", nurse, way)
            lease.note(work)
        opened.forget_failures()
