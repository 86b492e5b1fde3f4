"""Emptying a vault for good by order of its office: the header first, for without it all else is noise.

A marker on the disk says that it has begun, so that it goes on whatever ends the program meanwhile; it names
places, nothing about a patient. Each step may be done again. What is left in the end is a note.
"""

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from carenurse.errors import ExpectedError
from carenurse.vault import newer_self
from carenurse.vault.disk import flush_folder, read_small, told_by_the_disk, write_durably
from carenurse.vault.failures import DamagedHeaderError, NewerVaultError
from carenurse.vault.header_files import destroy_header, find_headers, has_header
from carenurse.vault.last_word import LastWord, keep
from carenurse.vault.lock import VaultLock

MARKER: Final = "vault.wipe"
"""The file that says that emptying has begun and not ended."""
_NOTE: Final = "vault.wiped"
_LONGEST: Final = 16_384
_REST: Final = (
    "vault.mark",
    "vault.wait",
    "vault.ballast",
    newer_self.NAME,
    f"{newer_self.NAME}.new",
    f"{MARKER}.new",
    f"{_NOTE}.new",
)
_BACKUP: Final = re.compile(r"\d{8}T\d{6}Z")
"""How the folder of a backup begins, whole, half made or half taken away."""


@dataclass(frozen=True, slots=True)
class Wipe:
    """What was begun: ``when`` it was ordered, for which vault, and where its backups lie.

    ``second``: the vault's own folder in the second place for backups; None where none was chosen. ``word``:
    what the office is to hear of it; None where that is not known.
    """

    when: datetime
    vault_id: str
    beside: Path
    second: Path | None
    word: LastWord | None = None


def begin(folder: Path, wipe: Wipe) -> None:
    """Note durably that the vault is being emptied: from now on it is. Raises as ``write_durably``."""
    facts = {
        "when": wipe.when.isoformat(),
        "vault_id": wipe.vault_id,
        "beside": str(wipe.beside),
        "second": str(wipe.second) if wipe.second else "",
        "word": asdict(wipe.word) if wipe.word else None,
    }
    write_durably(folder / MARKER, json.dumps(facts).encode())


def begun(folder: Path) -> Wipe | None:
    """Find what was begun and has not ended; a marker that came there with another vault is none of it."""
    data = read_small(folder / MARKER, _LONGEST)
    if data is None:
        return None
    try:
        facts: dict[str, Any] = json.loads(data)
        wipe = Wipe(
            datetime.fromisoformat(facts["when"]).astimezone(),
            str(facts["vault_id"]),
            Path(facts["beside"]),
            Path(facts["second"]) if facts["second"] else None,
            LastWord.read(facts.get("word")),
        )
    except (ValueError, KeyError, TypeError):
        return None
    return wipe if _is_of(folder, wipe.vault_id) else None


def finish(folder: Path, wipe: Wipe) -> bool:
    """Destroy all that is left; say whether a second place was not here or refused, so that it keeps some.

    Raises ReadOnlyFolderError, UnreadableDiskError, when something of the vault itself cannot be destroyed:
    the marker stays then, and the next start goes on.
    """
    destroy_header(folder)
    _destroy_backups(wipe.beside, wipe.vault_id)
    left = not _second_destroyed(wipe)
    with told_by_the_disk():
        for file in _rest(folder):
            file.unlink(missing_ok=True)
        flush_folder(folder)
    if wipe.word is not None:
        keep(folder, wipe.word, elsewhere=left)
    note = {"when": wipe.when.isoformat(), "second_place": left}
    write_durably(folder / _NOTE, json.dumps(note).encode())
    with told_by_the_disk():
        (folder / MARKER).unlink(missing_ok=True)
        flush_folder(folder)
    return left


def go_on(folder: Path) -> None:
    """Finish at a start what an end of the program cut short; a marker that is none of ours goes.

    Raises VaultInUseError where another program does so just now, else as ``finish``.
    """
    lock = VaultLock(folder)
    try:
        if (wipe := begun(folder)) is not None:
            finish(folder, wipe)
        else:
            with told_by_the_disk():
                (folder / MARKER).unlink(missing_ok=True)
    finally:
        lock.release()


def forget_note(folder: Path) -> None:
    """Forget that a vault was here: another has begun in its place. What was not said yet stays."""
    with suppress(OSError):
        (folder / _NOTE).unlink(missing_ok=True)


def _is_of(folder: Path, vault_id: str) -> bool:
    """Say whether what lies in a folder is of this vault, or so damaged that it can be anybody's."""
    try:
        return not has_header(folder) or find_headers(folder).newest.vault_id == vault_id
    except DamagedHeaderError:
        return True
    except NewerVaultError:
        return False


def _second_destroyed(wipe: Wipe) -> bool:
    """Destroy the backups in the second place; False where it is not here, or does not let itself change."""
    if wipe.second is None:
        return True
    try:
        if not wipe.second.parent.is_dir():
            return False
        _destroy_backups(wipe.second, wipe.vault_id)
    except (ExpectedError, OSError):  # whatever a stick does, the vault itself goes all the same
        return False
    return True


def _destroy_backups(place: Path, vault_id: str) -> None:
    """Destroy the header of every copy of this vault, and of what nobody can open, then the copies.

    Copies of another vault stay, and so does what other programs put there.
    """
    with told_by_the_disk():
        copies = [one for one in place.iterdir() if _BACKUP.match(one.name)] if place.is_dir() else []
        ours = [folder for folder in copies if folder.is_dir() and _is_of(folder, vault_id)]
    for folder in ours:
        try:
            destroy_header(folder)
        except ExpectedError:  # a stick that was shaken: once more, then it is told
            destroy_header(folder)
    for folder in ours * 2:
        shutil.rmtree(folder, ignore_errors=True)


def _rest(folder: Path) -> Iterator[Path]:
    """Name what belongs to a vault beside its header: the records with their log, copies half made."""
    yield from folder.glob("records.*")
    yield from (folder / name for name in _REST)
