"""A window of its own on another vault: the one that is open stays as it is."""

import sys
from pathlib import Path

from PySide6.QtCore import QProcess


def open_another(vault: Path) -> bool:
    """Start CareNurse on a vault beside this one; says whether the system did."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "carenurse"]
    started, _ = QProcess.startDetached(program[0], [*program[1:], "--vault", str(vault)])
    return started
