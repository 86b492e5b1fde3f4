"""The witness between a program and its disk: built with the system's compiler, spoken to with ctypes."""

import ctypes
import hashlib
import os
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

ROOT = Path(__file__).parents[2]
KILL = -1
_SOURCE = Path(__file__).with_name("shim.c")
_HEAD = struct.Struct("<cHHQQ")
_WITH_DATA = (b"W", b"A")


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that a program did to a file.

    ``kind``: W write (``offset``, ``data``), T truncate to ``length``, C create, S flush, R rename to
    ``other``, U unlink or remove a folder, D make a folder, N one that the system refused (only while
    operations are counted), A a remark of the program (``data``).
    """

    kind: str
    path: str
    other: str
    offset: int
    length: int
    data: bytes


def reason_against() -> str:
    """Say why the witness cannot be used here; empty when it can."""
    if sys.platform != "linux":
        return "the witness of the disk is for Linux"
    if shutil.which("cc") is None:
        return "there is no C compiler (cc) here"
    return ""


def built() -> Path:
    """Build the library once for each state of its source, beside other temporary files."""
    digest = hashlib.sha256(_SOURCE.read_bytes()).hexdigest()[:16]
    library = Path(tempfile.gettempdir()) / f"carenurse-proof-{os.getuid()}-{digest}.so"
    if not library.exists():
        part = library.with_suffix(f".{os.getpid()}")
        command = ["cc", "-O2", "-shared", "-fPIC", "-o", str(part), str(_SOURCE), "-lpthread"]
        subprocess.run(command, check=True, capture_output=True)
        part.rename(library)
    return library


def run_watched(module: str, *words: str, more: dict[str, str] | None = None) -> str:
    """Run one of our modules with the witness and return what it printed. Raises CalledProcessError."""
    variables = {"LD_PRELOAD": str(built()), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        env=os.environ | variables | (more or {}),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


class _Library(Protocol):
    def proof_record(self, prefix: bytes, log: bytes | None) -> None: ...
    def proof_mark(self, text: bytes, length: int) -> None: ...
    def proof_arm(self, prefix: bytes, n: int, what: int, sticky: int, reads: int) -> None: ...
    def proof_count(self) -> int: ...


class Witness:
    """The switches of the witness, inside a program that runs with it."""

    def __init__(self) -> None:
        library = ctypes.CDLL(None)
        library.proof_count.restype = ctypes.c_long
        library.proof_arm.argtypes = (
            ctypes.c_char_p, ctypes.c_long, ctypes.c_int, ctypes.c_int, ctypes.c_int,
        )  # fmt: skip
        library.proof_mark.argtypes = (ctypes.c_char_p, ctypes.c_long)
        self._library = cast("_Library", library)

    def record(self, folder: Path, log: Path) -> None:
        """Write down what happens under a folder, from now on."""
        self._library.proof_record(os.fsencode(folder), os.fsencode(log))

    def stop_recording(self) -> None:
        """End that."""
        self._library.proof_record(b"", None)

    def mark(self, text: str) -> None:
        """Write a remark between the operations."""
        data = text.encode()
        self._library.proof_mark(data, len(data))

    def fail(self, folder: Path, nth: int, error: int, *, sticky: bool = False, reads: bool = False) -> None:
        """Let the n-th operation from now fail (``KILL``: end the program before it); 0 only counts."""
        self._library.proof_arm(os.fsencode(folder), nth, error if nth else 0, int(sticky), int(reads))

    def disarm(self) -> int:
        """Let everything succeed again; return how many operations there were."""
        count = self._library.proof_count()
        self._library.proof_arm(b"", 0, 0, 0, 0)
        return count


def operations(log: Path) -> Iterator[Operation]:
    """Read what the witness wrote down."""
    with log.open("rb") as stream:
        while head := stream.read(_HEAD.size):
            kind, first, second, offset, length = _HEAD.unpack(head)
            path, other = os.fsdecode(stream.read(first)), os.fsdecode(stream.read(second))
            data = stream.read(length) if kind in _WITH_DATA else b""
            yield Operation(kind.decode(), path, other, offset, length, data)
