"""The parts of other makers that a vault rests on: what they are, and that they are safe.

A wrong library does not fail on its own: it opens and leaks, or makes a key that no other computer makes. So
the window asks after its first picture, each opening and each new vault asks again (a millisecond and a
half), and ``carenurse parts`` tells all of it to whoever packs, installs or looks after CareNurse.
"""

import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Final

import cryptography

from carenurse.errors import ExpectedError
from carenurse.store.library import Library, look_at_library
from carenurse.translations import tr
from carenurse.vault.known_answer import answers_as_the_standard

_LOSING: Final = (6, 12)
"""PySide6 from this version on loses references to None on Python below 3.12 until the program aborts."""
_KEEPING: Final = (3, 12)


@dataclass(frozen=True, slots=True)
class Part:
    """One part: what it does, its makers' names and versions, and what is wrong with it (empty: nothing)."""

    name: str
    made: str
    fault: str = ""


class UnsafePartError(ExpectedError):
    """A library that CareNurse rests on is not the one that it was tested with, in a way that matters."""

    def __init__(self, fault: str) -> None:
        super().__init__(
            tr("CareNurse is not safe to use on this computer: {fault}", fault=fault),
            tr(
                "No vault was opened and nothing was changed. Install CareNurse again as your office gave it."
            ),
        )


def parts(library: Library | None = None) -> tuple[Part, ...]:
    """Name every part and say what is wrong with it."""
    return (_records(library or look_at_library()), _passphrases(), window_part(sys.version_info[:2], _qt()))


def refuse_unsafe_parts(library: Library | None = None) -> None:
    """Let no vault be opened by a wrong library. Raises UnsafePartError with the first fault.

    The window's own part is no danger to a vault, and a command has no window: it is left out.
    """
    for part in (_records(library or look_at_library()), _passphrases()):
        if part.fault:
            raise UnsafePartError(part.fault)


def window_part(python: tuple[int, ...], qt: str) -> Part:
    """Tell what draws the window; ``qt``: the version of PySide6, empty where there is none."""
    runs_on = "Python " + ".".join(str(number) for number in python)
    if not qt:
        return Part(tr("Window"), runs_on, tr("PySide6 is not installed: no window can be opened."))
    numbers = tuple(int(number) for number in qt.split(".")[:2])
    fault = ""
    if python < _KEEPING and numbers >= _LOSING:
        fault = tr("This PySide6 ends the program after a while on this Python.")
    return Part(tr("Window"), f"PySide6 {qt}, {runs_on}", fault)


def _records(library: Library) -> Part:
    made = f"SQLCipher {library.cipher}, SQLite {library.sqlite}, {library.provider}"
    return Part(tr("Records"), made, library.faults[0] if library.faults else "")


def _passphrases() -> Part:
    fault = (
        "" if answers_as_the_standard() else tr("The key of a passphrase is not made as the standard says.")
    )
    return Part(tr("Passphrases"), f"Argon2id (RFC 9106), cryptography {cryptography.__version__}", fault)


def _qt() -> str:
    try:
        return version("PySide6-Essentials")
    except PackageNotFoundError:
        return ""
