"""The one place that puts the parts together: a folder and a secret become an open record."""

import atexit
import secrets
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from platformdirs import user_data_path

import carenurse
from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource, reference_to
from carenurse.store.records import StoredRecords, create_records, open_records
from carenurse.vault import vault
from carenurse.vault.derivation import FLOOR, Cost
from carenurse.vault.vault import OpenedVault, VaultInfo, find_vault

__all__ = [
    "OpenVault",
    "VaultInfo",
    "create_vault",
    "default_folder",
    "find_vault",
    "throw_away_vault",
    "unlock",
    "unlock_with_recovery",
]

_RECORDS = "records.db"
Now = Callable[[], datetime]


def local_now() -> datetime:
    """Tell the time of this computer with its offset."""
    return datetime.now().astimezone()


class OpenVault:
    """An open record and the lock on its folder, until ``close``."""

    def __init__(self, opened: OpenedVault, records: StoredRecords, warnings: tuple[str, ...] = ()) -> None:
        self._opened = opened
        self._records = records
        self._closed = False
        self.warnings = warnings

    @property
    def records(self) -> Records:
        """The record itself."""
        return self._records

    def close(self) -> None:
        """Bring everything into the file, write the high-water mark, let go of the folder. Twice is harmless."""
        if self._closed:
            return
        self._closed = True
        try:
            moment = self._records.moment()
            self._records.close()
            self._opened.keep_mark(moment.commits, moment.audit_head)
        finally:
            self._opened.close()


def default_folder() -> Path:
    """Name the folder where this system keeps a person's own data, and in it our vault."""
    return user_data_path("CareNurse", appauthor=False) / "vault"


def create_vault(
    folder: Path, passphrase: str, nurse: Resource, *, cost: Cost | None = None, now: Now = local_now
) -> tuple[OpenVault, str]:
    """Make a vault for one nurse (a Practitioner resource with an id); return it open, with its recovery code."""
    opened, code = vault.make_vault(folder, passphrase, carenurse.__version__, cost=cost)
    try:
        records = folder / _RECORDS
        create_records(records, opened.key.raw, opened.header.salt, str(nurse["id"]), now)
        opened.keep_header()
    except BaseException:
        opened.close()
        raise
    made = _open(opened, now)
    with made.records.work() as work:
        work.put(nurse)
        work.record("create", reference_to(nurse))
    return made, code


def unlock(folder: Path, passphrase: str, *, now: Now = local_now) -> OpenVault:
    """Open a vault with its passphrase."""
    return _open(vault.open_vault(folder, passphrase, carenurse.__version__, now()), now)


def unlock_with_recovery(folder: Path, code: str, *, now: Now = local_now) -> OpenVault:
    """Open a vault with its printed recovery code."""
    return _open(vault.open_vault_with_recovery(folder, code, carenurse.__version__), now)


def throw_away_vault(nurse: Resource, *, now: Now = local_now) -> OpenVault:
    """Make an encrypted vault that nobody can open again and that is gone when closed: for the demo."""
    folder = Path(tempfile.mkdtemp(prefix="carenurse-demo-"))
    opened, _ = create_vault(folder, secrets.token_urlsafe(32), nurse, cost=FLOOR, now=now)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return opened


def _open(opened: OpenedVault, now: Now) -> OpenVault:
    try:
        records = open_records(opened.folder / _RECORDS, opened.key.raw, opened.header.salt, now)
    except BaseException:
        opened.close()
        raise
    return OpenVault(opened, records)
