"""The header in two alternating copies: the older is overwritten, so that one whole copy is always there."""

from dataclasses import dataclass
from pathlib import Path

from carenurse.errors import ExpectedError
from carenurse.vault.disk import (
    flush_folder,
    is_there,
    overwrite,
    read_small,
    told_by_the_disk,
    write_durably,
)
from carenurse.vault.failures import DamagedHeaderError, NoVaultError
from carenurse.vault.header import LONGEST, Header, read_header, write_header

NAMES = ("vault.hdr.a", "vault.hdr.b")


@dataclass(frozen=True, slots=True)
class FoundHeaders:
    """The copies that could be read, newest first, and whether one was missing or damaged."""

    copies: tuple[Header, ...]
    incomplete: bool

    @property
    def newest(self) -> Header:
        """The copy with the highest generation."""
        return self.copies[0]


def has_header(folder: Path) -> bool:
    """Say whether there is a header at all, whole or not; a path that no system takes holds none."""
    return any(is_there(folder / name) for name in NAMES)


def find_headers(folder: Path) -> FoundHeaders:
    """Read both copies.

    Raises NoVaultError when there is neither, the copy's own failure (DamagedHeaderError, WeakHeaderError,
    NewerVaultError) when none can be used.
    """
    written = [data for name in NAMES if (data := read_small(folder / name, LONGEST)) is not None]
    if not written:
        raise NoVaultError
    copies: list[Header] = []
    problem: Exception | None = None
    for data in written:
        try:
            copies.append(read_header(data))
        except DamagedHeaderError as found:
            problem = found
    if not copies:
        raise problem or DamagedHeaderError()
    copies.sort(key=lambda header: header.generation, reverse=True)
    return FoundHeaders(tuple(copies), incomplete=len(copies) < len(NAMES))


def keep_header(folder: Path, header: Header) -> None:
    """Write a sealed header over the older copy. Raises as ``write_durably`` does.

    While the newer copy is whole, the older one is written over in its place before it is replaced: what
    opened the vault before is not to lie about in blocks that the disk has given back.
    """
    older, newer = (folder / NAMES[(header.generation + one) % 2] for one in range(2))
    write_durably(older, write_header(header), over=_generation(newer) == header.generation - 1)


def destroy_header(folder: Path) -> None:
    """Write over both copies in their places, and over what was to become one; then take them away.

    Raises as ``told_by_the_disk`` does.
    """
    with told_by_the_disk():
        for name in NAMES:
            for file in (folder / name, folder / f"{name}.new"):
                overwrite(file)
                file.unlink(missing_ok=True)
        flush_folder(folder)


def _generation(file: Path) -> int | None:
    """Tell the generation of a copy that is whole."""
    try:
        data = read_small(file, LONGEST)
        return read_header(data).generation if data is not None else None
    except ExpectedError:
        return None
