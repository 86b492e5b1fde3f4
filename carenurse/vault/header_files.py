"""The header in two alternating copies: the older is overwritten, so that one whole copy is always there."""

from dataclasses import dataclass
from pathlib import Path

from carenurse.vault.disk import is_there, read_small, write_durably
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
    """Write a sealed header over the older copy. Raises as ``write_durably`` does."""
    write_durably(folder / NAMES[header.generation % 2], write_header(header))
