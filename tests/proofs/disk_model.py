"""What a disk may hold after the power failed, given what a program did to it.

The model is harsher than a real file system: between two flushes of a file each of its writes may have
arrived, not arrived, or been torn at a sector, in any order; of all changes to folders since the folder was
flushed, any first part may have arrived. What was flushed has arrived.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from random import Random
from typing import Literal

from tests.proofs.shim import Operation

SECTOR = 512
Mood = Literal["mixed", "all kept", "all dropped"]


@dataclass(slots=True)
class _File:
    """One file's bytes on the disk, and what was asked of it since they were flushed."""

    arrived: bytearray = field(default_factory=bytearray)
    asked: list[Operation] = field(default_factory=list[Operation])


@dataclass(frozen=True, slots=True)
class _FolderChange:
    """A name that was made (``file``; None for a folder), moved (``source``), or taken away."""

    kind: Literal["make", "folder", "move", "remove"]
    path: str
    source: str = ""
    file: _File | None = None


class Disk:
    """A disk under one folder, fed with operations in order, asked for its states after a power cut."""

    def __init__(self, root: Path, before: dict[str, bytes], folders: Iterable[str]) -> None:
        self._root = str(root)
        self._arrived: dict[str, _File | None] = dict.fromkeys(folders)
        self._arrived |= {path: _File(bytearray(data)) for path, data in before.items()}
        self._now = dict(self._arrived)
        self._changes: list[_FolderChange] = []

    def feed(self, operation: Operation) -> None:
        """Do one operation."""
        path = operation.path
        match operation.kind:
            case "C":
                self._change(_FolderChange("make", path, file=_File()))
            case "D":
                self._change(_FolderChange("folder", path))
            case "R":
                self._change(_FolderChange("move", operation.other, source=path))
            case "U":
                self._change(_FolderChange("remove", path))
            case "W" | "T":
                if file := self._now.get(path):
                    file.asked.append(operation)
            case "S":
                self._flush(path)
            case _:
                pass

    def after_power_cut(self, chance: Random, mood: Mood) -> tuple[dict[str, bytes], list[str]]:
        """Draw one state: the files with their bytes, and the folders."""
        arrived = dict(self._arrived)
        kept = {"all kept": len(self._changes), "all dropped": 0}.get(
            mood, chance.randint(0, len(self._changes))
        )
        for change in self._changes[:kept]:
            _apply(arrived, change)
        folders = {path for path, file in arrived.items() if file is None} | {self._root}
        files = {
            path: _drawn(file, chance, mood)
            for path, file in arrived.items()
            if file is not None and str(PurePosixPath(path).parent) in folders
        }
        return files, sorted(folders)

    def _change(self, change: _FolderChange) -> None:
        _apply(self._now, change)
        self._changes.append(change)

    def _flush(self, path: str) -> None:
        if file := self._now.get(path):
            for operation in file.asked:
                _do(file.arrived, operation)
            file.asked.clear()
            return
        settled = [change for change in self._changes if _is_in(change, path)]
        for change in settled:
            _apply(self._arrived, change)
        self._changes = [change for change in self._changes if not _is_in(change, path)]


def _is_in(change: _FolderChange, folder: str) -> bool:
    return str(PurePosixPath(change.path).parent) == folder


def _apply(names: dict[str, _File | None], change: _FolderChange) -> None:
    match change.kind:
        case "make":
            names[change.path] = change.file
        case "folder":
            names[change.path] = None
        case "remove":
            names.pop(change.path, None)
        case "move":
            inside = f"{change.source}/"
            for path in [path for path in names if path == change.source or path.startswith(inside)]:
                names[change.path + path[len(change.source) :]] = names.pop(path)


def _drawn(file: _File, chance: Random, mood: Mood) -> bytes:
    """Let each write since the last flush arrive, or not, or torn."""
    if mood == "all dropped":
        return bytes(file.arrived)
    data = bytearray(file.arrived)
    for operation in file.asked:
        fate = "keep" if mood == "all kept" else chance.choice(("keep", "drop", "tear"))
        if fate == "keep":
            _do(data, operation)
        elif fate == "tear" and operation.kind == "W":
            _tear(data, operation, chance)
    return bytes(data)


def _tear(data: bytearray, operation: Operation, chance: Random) -> None:
    """Let some of the sectors of a write arrive."""
    begin, end = operation.offset, operation.offset + len(operation.data)
    first = begin - begin % SECTOR
    for sector in range(first, end, SECTOR):
        if chance.random() < 0.5:
            low, high = max(begin, sector), min(end, sector + SECTOR)
            _write(data, low, operation.data[low - begin : high - begin])


def _do(data: bytearray, operation: Operation) -> None:
    if operation.kind == "W":
        _write(data, operation.offset, operation.data)
    elif operation.length <= len(data):
        del data[operation.length :]
    else:
        data.extend(bytes(operation.length - len(data)))


def _write(data: bytearray, offset: int, piece: bytes) -> None:
    if offset > len(data):
        data.extend(bytes(offset - len(data)))
    data[offset : offset + len(piece)] = piece
