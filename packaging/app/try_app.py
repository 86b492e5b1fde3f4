"""Tries a built application as its nurse will have it: with nothing of this computer's Python around it."""

import os
import re
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from PySide6.QtNetwork import QNetworkInformation

from carenurse import __version__

_PATIENCE: Final = 900
"""Seconds for one step: a whole visit, on a slow computer."""
_KEPT: Final = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "DISPLAY", "WAYLAND_DISPLAY")


class TryFailedError(Exception):
    """The built application does not do what it should; says what."""


def try_app(program: Path) -> tuple[str, ...]:
    """Run the built program through all that needs its parts; return what was seen. Raises TryFailedError.

    The self-test of its libraries, a vault made, checked and backed up, and one whole home visit with
    every screen, ending in the page for the family; and it hears of a connection by all that Qt has here.
    """
    with tempfile.TemporaryDirectory(prefix="carenurse-try-") as scratch:
        trying = _Trying(program, Path(scratch))
        told = trying.run("--version").strip()
        if told != f"carenurse {__version__}":
            message = f"It calls itself {told}, and this is {__version__}."
            raise TryFailedError(message)
        parts = trying.run("parts")
        trying.vault()
        pictures, paper = trying.visit()
    return (parts.strip(), f"{pictures} pictures of a whole visit; the family's page has {paper:,} bytes")


class _Trying:
    """One program and a scratch folder that is its whole home."""

    def __init__(self, program: Path, scratch: Path) -> None:
        self._program = program.absolute()
        self._scratch = scratch

    def run(self, *words: str | Path) -> str:
        """Run it with these words; return what it said. Raises TryFailedError unless it ends well."""
        ran = subprocess.run(
            [str(self._program), *map(str, words)],
            cwd=self._scratch,
            env=self._surroundings(),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=_PATIENCE,
        )
        if ran.returncode:
            message = f"'{' '.join(map(str, words))}' ended with {ran.returncode}: {ran.stderr.strip()}"
            raise TryFailedError(message)
        return ran.stdout

    def vault(self) -> None:
        """Make a vault, check it, copy it, and open the copy."""
        secret = self._scratch / "passphrase"
        secret.write_text("one fictional passphrase of this try\n", encoding="utf-8")
        folder, copy = self._scratch / "vault", self._scratch / "copy"
        opening = ("--passphrase-file", secret)
        self.run("vault", "init", "--vault", folder, "--nurse", "Dana Whitfield", *opening)
        self.run("vault", "check", "--vault", folder, *opening)
        self.run("vault", "backup", "--vault", folder, "--out", copy, *opening)
        if not re.search("whole", self.run("vault", "check", "--vault", copy, *opening)):
            message = "The copy of its vault is not whole."
            raise TryFailedError(message)

    def visit(self) -> tuple[int, int]:
        """Let it make one whole visit; return how many pictures, and the bytes of the family's page."""
        out = self._scratch / "tour"
        told = self.run("tour", "--out", out)
        lacking = [one for one in QNetworkInformation.availableBackends() if one not in told]
        if lacking:
            message = f"It would not hear that a connection appeared: {', '.join(lacking)} is missing."
            raise TryFailedError(message)
        paper = (out / "family-summary.pdf").read_bytes()
        if not paper.startswith(b"%PDF-"):
            message = "The family's page is no PDF."
            raise TryFailedError(message)
        return len(list(out.glob("*.png"))), len(paper)

    def _surroundings(self) -> Mapping[str, str]:
        """Keep what a system needs, and nothing that leads to a Python or to somebody's files."""
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        home = str(self._scratch)
        return {**kept, "HOME": home, "LOCALAPPDATA": home, "APPDATA": home, "LANG": "C.UTF-8"}
