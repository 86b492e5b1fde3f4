"""Writing a small file so that it is there after the power fails, and telling what the disk refused."""

import errno
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from carenurse.vault.failures import (
    FullDiskError,
    NoSuchPlaceError,
    NotAFolderError,
    ReadOnlyFolderError,
    UnreadableDiskError,
)

_FULL = {errno.ENOSPC, errno.EDQUOT}
_READ_ONLY = {errno.EACCES, errno.EPERM, errno.EROFS}
_NO_FOLDER = {errno.EEXIST, errno.ENOTDIR}
_NO_SUCH_PLACE = {errno.ENOENT, errno.EINVAL, errno.ENAMETOOLONG, errno.ELOOP}
"""Parents are made on the way: what is missing then is a place that takes no folder at all."""
_OWNER_ONLY_FOLDER = 0o700
_OWNER_ONLY_FILE = 0o600


@contextmanager
def told_by_the_disk() -> Generator[None]:
    """Turn an OSError into the sentence for it: full disk, read-only folder, silent disk."""
    try:
        yield
    except OSError as problem:
        if problem.errno in _FULL:
            raise FullDiskError from problem
        if problem.errno in _READ_ONLY:
            raise ReadOnlyFolderError from problem
        if problem.errno in _NO_FOLDER:
            raise NotAFolderError from problem
        raise UnreadableDiskError from problem


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner may look into (on Windows the profile's own rights apply)."""
    with told_by_the_disk():
        try:
            folder.mkdir(mode=_OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
        except OSError as problem:
            if problem.errno in _NO_SUCH_PLACE:
                raise NoSuchPlaceError from problem
            raise


def is_there(file: Path) -> bool:
    """Say whether a file is there; where no file can be (a name that the system refuses) there is none."""
    try:
        return file.exists()
    except OSError as problem:
        if problem.errno in _NO_SUCH_PLACE:
            return False
        raise


def write_durably(file: Path, data: bytes, *, over: bool = False) -> None:
    """Replace a file as a whole: a neighbor is written and flushed, renamed over it, the folder flushed.

    Raises FullDiskError, ReadOnlyFolderError, UnreadableDiskError; the former file is whole then. ``over``:
    what stood in it is written over before that, so that the former file may be noise after a failure; only
    for one of which another copy is there.
    """
    with told_by_the_disk():
        neighbor = file.with_name(file.name + ".new")
        if over:
            _overwrite_if_it_lets(neighbor)  # what an end of the program left there
        with open_private(neighbor) as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if over:
            _overwrite_if_it_lets(file)
        neighbor.replace(file)
        flush_folder(file.parent)


def overwrite(file: Path) -> None:
    """Write noise over a file in its place, if there is one. Raises OSError.

    A disk that moves what is written, as a solid-state one does, may keep the old blocks.
    """
    try:
        with file.open("r+b") as stream:
            stream.write(os.urandom(file.stat().st_size))
            stream.flush()
            os.fsync(stream.fileno())
    except FileNotFoundError:
        return


def _overwrite_if_it_lets(file: Path) -> None:
    with suppress(OSError):
        overwrite(file)


def open_private(file: Path) -> BinaryIO:
    """Open a file anew for writing, for its owner only. Raises OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(file, flags, _OWNER_ONLY_FILE), "wb")


def flush_file(file: Path) -> None:
    """Bring a whole file to the disk itself. Raises FullDiskError, UnreadableDiskError."""
    with told_by_the_disk(), file.open("rb+") as stream:
        os.fsync(stream.fileno())
        if sys.platform == "darwin":
            import fcntl  # noqa: PLC0415 - not on every system

            fcntl.fcntl(stream.fileno(), fcntl.F_FULLFSYNC)  # fsync stops at the drive's own memory there


def flush_folder(folder: Path) -> None:
    """Make renames in a folder last. Windows cannot flush a folder and orders renames in its own journal."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_small(file: Path, longest: int) -> bytes | None:
    """Read a file of at most ``longest`` bytes; None where there is none. Raises UnreadableDiskError."""
    try:
        with file.open("rb") as stream:
            return stream.read(longest)
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise UnreadableDiskError from problem
