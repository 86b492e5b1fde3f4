"""How far the records had come, kept outside their file and its log, where rot in either cannot reach it.

SQLite takes a damaged log for one that was torn by a power cut and drops what follows, without a word. This
file is written after every commit (without a flush: after a power cut it may lag behind, never run ahead), so
that the next opening sees that saves are missing. Two places are written in turn; each is authenticated.
"""

import hmac
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from carenurse.vault.disk import read_small, told_by_the_disk
from carenurse.vault.keys import DataKey

_NAME = "vault.mark"
_PLACE = 192
_PURPOSE = "high-water mark"
_MAC_DIGITS = 64


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the records have come: commits so far, and the newest audit hash ("" before any)."""

    commits: int
    audit_head: str


class HighWater:
    """The file, open for as long as the vault is."""

    def __init__(self, folder: Path, key: DataKey) -> None:
        self._file = folder / _NAME
        self._begun = hmac.new(key.subkey(_PURPOSE), digestmod="sha256")
        """Begun once and copied: beginning takes longer than all the rest of a mark."""
        with told_by_the_disk():
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
            self._descriptor: int | None = os.open(self._file, flags, 0o600)

    def highest(self) -> Mark:
        """Return the highest mark that is authentic; zero where there is none."""
        data = read_small(self._file, 2 * _PLACE) or b""
        found = [self._read(data[at : at + _PLACE]) for at in (0, _PLACE)]
        return max((mark for mark in found if mark), key=lambda mark: mark.commits, default=Mark(0, ""))

    def keep(self, mark: Mark) -> None:
        """Write a mark in the place whose turn it is; a disk that refuses makes the mark lag, no more."""
        with suppress(OSError):
            self._write(mark, mark.commits % 2 * _PLACE)

    def start_from(self, mark: Mark) -> None:
        """Write a mark in both places: the truth as it was found, when higher marks are no longer true."""
        with told_by_the_disk():
            self._write(mark, 0)
            self._write(mark, _PLACE)

    def close(self) -> None:
        """Close the file. Doing so twice is harmless."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _write(self, mark: Mark, place: int) -> None:
        if self._descriptor is None:
            return
        text = f"{mark.commits:d} {mark.audit_head}".encode()
        line = self._mac(text) + text
        os.lseek(self._descriptor, place, os.SEEK_SET)
        os.write(self._descriptor, line.ljust(_PLACE, b"\n")[:_PLACE])

    def _read(self, place: bytes) -> Mark | None:
        mac, text = place[:_MAC_DIGITS], place[_MAC_DIGITS:].rstrip(b"\n")
        if self._mac(text) != mac:
            return None
        commits, _, head = text.decode().partition(" ")
        return Mark(int(commits), head)

    def _mac(self, text: bytes) -> bytes:
        mac = self._begun.copy()
        mac.update(text)
        return mac.hexdigest().encode()
