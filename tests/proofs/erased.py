"""After somebody was removed nothing of then opens anything: killed before each thing asked of the disk.

``python -m tests.proofs.erased DIR STRIDE FIRST`` is the program that runs with the witness; it prints what
it found as JSON. One life removes somebody, changes the key and renews the backups in both places. Wherever
it is cut, the next one finishes it; then every byte that is left is searched for what opened the vault
before, every page is tried with the keys of before, and what today's keys open is searched for the words.
"""

import hashlib
import hmac
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from carenurse.app import leaving, upkeep, wiring
from carenurse.app.open_vault import RECORDS
from carenurse.app.second_place import choose_second_place
from carenurse.errors import ExpectedError
from carenurse.vault.header_files import NAMES, find_headers
from carenurse.vault.vault import open_vault_with_escrow
from tests.made_vault import PASSPHRASE
from tests.proofs.ledger import Ledger, wrong_with
from tests.proofs.power_cut import scratch
from tests.proofs.quick_keys import derive_quickly
from tests.proofs.shim import KILL, Witness, reason_against, run_watched
from tests.proofs.table import Finding
from tests.proofs.workflows import FACTS, MEMBER, Place, facts_about, opened, pattern

GONE: Final = "quetzalcoatlus"
"""Who is removed: a word that is nowhere else."""

_TITLE: Final = "erased, killed everywhere"
_PAGE: Final = 4096
_CODE: Final = 64
_CODED: Final = 16 + _CODE
"""Bytes at the end of a page that are no text: the random vector and the code."""
_MASK: Final = 0x3A


def prove(stride: int = 1, first: int = 1) -> Finding:
    """Kill before every ``stride``-th operation, beginning with ``first``."""
    if reason := reason_against():
        return Finding(_TITLE, 0, skipped=reason)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="carenurse-proof-", dir=scratch()) as parent:
        try:
            found = json.loads(run_watched("tests.proofs.erased", parent, str(stride), str(first)))
        except subprocess.CalledProcessError as problem:
            return Finding(_TITLE, 1, (f"the program itself failed: {problem.returncode}",))
    spent = time.perf_counter() - began
    return Finding(_TITLE, found["tries"], tuple(found["wrong"]), found["told"], seconds=spent)


def main(parent: str, stride: str, first: str) -> int:
    """Kill before one operation after another, until a life ends by itself; that one is looked at, too."""
    derive_quickly()
    base = _with_backups(pattern(Path(parent) / "base"))
    wrong, tries, nth, killed = [f"control: {one}" for one in _control(base)], 0, int(first), True
    while killed:
        shutil.rmtree(Path(parent) / "run", ignore_errors=True)
        place = _copied(base, Path(parent) / "run")
        before = Before.of(place)
        killed = _one_life(place, nth)
        found = wrong_with(place.folder, place.secret, Ledger())
        _go_on(place)
        wrong += [f"at {nth}: {one}" for one in (*found, *_wrong(place, before))]
        tries, nth = tries + 1, nth + int(stride)
    told = f"{nth - int(stride) - 1} operations; nothing of before opens" if not wrong else "see below"
    sys.stdout.write(json.dumps({"tries": tries, "wrong": wrong, "told": told}))
    return 0


def _stick(place: Place) -> Path:
    return place.folder.parent / "stick"


def _with_backups(place: Place) -> Place:
    """Put somebody into the vault who is to go, and backups that hold them in both places."""
    _stick(place).mkdir()
    with opened(place) as vault:
        with vault.records.work() as work:
            for one in facts_about([GONE], FACTS, GONE):
                work.put(one["resource"], local=True)
            work.put({"resourceType": "Group", "id": "mine", "member": [MEMBER]}, local=True)
        choose_second_place(vault, _stick(place))
        upkeep.keep_up(vault, _now())
    return place


def _copied(base: Place, parent: Path) -> Place:
    """Copy vault and both places of backups; the copy's second place is its own."""
    shutil.copytree(base.folder.parent, parent)
    place = base.moved(parent / "vault")
    with opened(place) as vault:
        choose_second_place(vault, _stick(place))
    return place


def _now() -> datetime:
    """Name a quiet minute: two after the last save."""
    return datetime.now(UTC) + timedelta(minutes=2)


def _one_life(place: Place, nth: int) -> bool:
    """Remove, change the key, renew the backups, in a process of its own; say whether it was killed."""
    child = os.fork()
    if child == 0:
        Witness().fail(place.folder.parent, nth, KILL)
        with suppress(ExpectedError), opened(place) as vault:
            leaving.let_leave(vault, [GONE], _now())
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _go_on(place: Place) -> None:
    """Open it once more and do what is due, as a quiet minute does; a removal that never began begins now."""
    with opened(place) as vault:
        if vault.records.get("Patient", GONE) is not None:
            leaving.let_leave(vault, [GONE], _now())
        for _ in range(3):
            due = upkeep.due(vault, _now())
            if due.erase:
                upkeep.erase(vault, _now())
            elif due.backup:
                upkeep.keep_up(vault, _now())
            elif due.elsewhere:
                upkeep.settle_elsewhere(vault, _now())


@dataclass(frozen=True, slots=True)
class Before:
    """What opened the vault before: what its headers held sealed or wrapped, its key, its backups' keys."""

    sealed: tuple[bytes, ...]
    keys: tuple[bytes, ...]

    @classmethod
    def of(cls, place: Place) -> "Before":
        """Read it from the vault and from all of its backups."""
        sealed, keys = set[bytes](), set[bytes]()
        for folder in _vaults(place):
            newest = find_headers(folder).newest
            sealed |= {slot.wrapped for slot in newest.slots} | {
                slot.bond for slot in newest.slots if slot.bond
            }
            sealed |= {newest.records_key} - {b""}
            with closing(open_vault_with_escrow(folder, place.secret, "9")) as held:
                keys |= {held.key.raw, held.records_key.raw}
        return cls(tuple(sealed), tuple(keys))


def _vaults(place: Place) -> Iterator[Path]:
    """Find every folder with a header: the vault and its backups."""
    return (header.parent for header in sorted(place.folder.parent.rglob(NAMES[0])))


def _wrong(place: Place, before: Before) -> list[str]:
    """Look at everything that is left."""
    wrong: list[str] = []
    for file in sorted(one for one in place.folder.parent.rglob("*") if one.is_file()):
        data = file.read_bytes()
        wrong += [
            f"{file.name} holds what opened the vault before"
            for one in before.sealed
            if one in data or one.hex().encode() in data
        ]
        if file.name.startswith("records"):
            salt = data[:16]
            wrong += [
                f"{pages} pages of {file.name} answer to a key of before"
                for key in before.keys
                if (pages := _pages_that_hold(data, key, salt))
            ]
    folders = list(_vaults(place))
    wrong += [] if len(folders) == 3 else [f"{len(folders)} folders with a header, not 3"]
    wrong += [f"the word is in {folder.name}" for folder in folders if _holds_word(place, folder)]
    with closing(wiring.unlock(place.folder, PASSPHRASE, reserve=0)) as vault:
        wrong += [*vault.faults(), *(["the key is owed still"] if vault.key_owed else [])]
        wrong += ["the backups are owed still"] if vault.backups_owe else []
    wiring.unlock_with_recovery(place.folder, place.code, reserve=0).close()
    return wrong


def _holds_word(place: Place, folder: Path) -> bool:
    """Decrypt every page with the key of today and search it for the name, free room included."""
    with closing(open_vault_with_escrow(folder, place.secret, "9")) as held:
        key = held.records_key.raw
    text = _decrypted((folder / RECORDS).read_bytes(), key)
    return f'"family":"{GONE}"'.encode() in text or f"{GONE} {GONE}".encode() in text


def _pages_that_hold(data: bytes, key: bytes, salt: bytes) -> int:
    """Count the pages that a key authenticates: how, see ``carenurse.store.pages``."""
    derived = hashlib.pbkdf2_hmac("sha512", key, bytes(byte ^ _MASK for byte in salt), 2, 32)
    held = 0
    for at in range(0, len(data) - _PAGE + 1, _PAGE):
        page, number = data[at : at + _PAGE], at // _PAGE + 1
        coded = page[16 if at == 0 else 0 : -_CODE] + number.to_bytes(4, "little")
        held += hmac.digest(derived, coded, "sha512") == page[-_CODE:]
    return held


def _decrypted(data: bytes, key: bytes) -> bytes:
    """Decrypt a file page by page (AES-256-CBC, the vector near the end of each page)."""
    text = bytearray()
    for at in range(0, len(data), _PAGE):
        page = data[at : at + _PAGE]
        start, vector = 16 if at == 0 else 0, page[-_CODED : -_CODED + 16]
        decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
        text += decryptor.update(page[start:-_CODED]) + decryptor.finalize()
    return bytes(text)


def _control(base: Place) -> list[str]:
    """Look at the vault as it was before anything was removed: every search has to find something."""
    wrong = _wrong(base, Before.of(base))
    wanted = ("holds what opened", "answer to a key of before", "the word is in vault")
    return [f"found nothing: {words}" for words in wanted if not any(words in one for one in wrong)]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
