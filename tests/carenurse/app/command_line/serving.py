"""An office that serves a vault in another process, as an administrator runs it."""

import os
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tests.carenurse.app.command_line.starting import Start

Opening = tuple[str | Path, ...]
"""The words of a command that say which vault, and how it opens."""
OfficeOf = Callable[[Opening], AbstractContextManager[list[str]]]
"""Serves a vault meanwhile."""


def offices(start: Start, home: Path) -> OfficeOf:
    """Give what serves a vault; nothing of the real home is touched."""
    homes = {name: str(home) for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA")}

    @contextmanager
    def office_of(opening: Opening) -> Generator[list[str]]:
        """Give the three lines that the office says first, and end it in good order."""
        words = ["office", "serve", "--port", "0", *map(str, opening), "--host", "127.0.0.1"]
        hears, tells = os.pipe()
        with Path(os.devnull).open("r+b") as nothing, os.fdopen(hears, encoding="utf-8") as said:
            with os.fdopen(tells, "wb") as saying:
                office = start(words, {**os.environ, **homes}, nothing, saying, nothing)
            try:
                yield [said.readline() for _ in range(3)]
            finally:
                office.terminate()
            assert office.wait(timeout=20) == 0

    return office_of
