"""Beginning anew after a hard lock: only a process that ends gives its memory back, keys and names with it.

What the next process must know is no secret (where the window stood, when and why it was locked) and travels
in its environment; where the nurse was is kept inside the vault.
"""

import os
import sys
from typing import NamedTuple

_VARIABLE = "CARENURSE_RETURN"


class Returning(NamedTuple):
    """What the process before left: Qt's own bytes for the window's place, and the words of the lock.

    A named tuple: the first picture waits for it, and a dataclass takes ten times as long to make.
    """

    geometry: bytes
    locked: str


def returning() -> Returning | None:
    """Read, once, what the process before left; None at an ordinary start or where it makes no sense."""
    if _VARIABLE not in os.environ:
        return None
    import base64  # noqa: PLC0415  only after a hard lock

    place, found, locked = os.environ.pop(_VARIABLE, "").partition(" ")
    try:
        return Returning(base64.b64decode(place, validate=True), locked) if found else None
    except ValueError:
        return None


def command() -> list[str]:
    """Name the program and its words as they were at the start; a packed program is its own interpreter."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *sys.argv[1:]]
    return [sys.executable, *sys.orig_argv[1:]]


def restart(left: Returning) -> None:
    """Become a new process with the same words; returns only where the system refuses.

    POSIX replaces this process, memory and all. Windows knows no such thing: another is started, this one
    ends.
    """
    import base64  # noqa: PLC0415  loaded by now

    os.environ[_VARIABLE] = f"{base64.b64encode(left.geometry).decode()} {left.locked}"
    words = command()
    try:
        if os.name == "posix":
            os.execv(words[0], words)  # noqa: S606  no shell, and our own command line
        _start_another(words)
    except OSError:
        pass
    os.environ.pop(_VARIABLE, None)


def _start_another(words: list[str]) -> None:
    from PySide6.QtCore import QCoreApplication, QProcess  # noqa: PLC0415  Windows only

    started, _ = QProcess.startDetached(words[0], words[1:])
    if started:
        QCoreApplication.exit(0)
