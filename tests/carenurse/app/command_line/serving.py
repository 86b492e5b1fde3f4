"""An office that serves a vault in another process, as an administrator runs it."""

import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from tests.carenurse.app.command_line.conftest import ROOT

Opening = tuple[str | Path, ...]
"""The words of a command that say which vault, and how it opens."""


@contextmanager
def office_of(opening: Opening, home: Path) -> Generator[list[str]]:
    """Serve the vault; give the three lines that it says first, and end it in good order."""
    homes = {name: str(home) for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA")}
    words = [sys.executable, "-m", "carenurse", "office", "serve", "--port", "0", *map(str, opening)]
    with subprocess.Popen(
        [*words, "--host", "127.0.0.1"],
        cwd=ROOT,
        env={**os.environ, **homes},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        try:
            yield [process.stdout.readline() for _ in range(3)]
        finally:
            process.terminate()
        assert process.wait(timeout=20) == 0
