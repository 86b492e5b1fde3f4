#!/usr/bin/env python3
"""Start CareNurse from a fresh clone, with nothing but Python's standard library.

    python3 packaging/start.py              open the app on the fictional demo caseload
    python3 packaging/start.py test [...]   run the tests (further words go to pytest)
    python3 packaging/start.py setup        only make everything ready

It makes ``.venv`` beside this folder from the lock file (every download is checked against its hash), sees
to the system libraries that Qt needs, and then runs what was asked for. With no display it drives the app
offscreen through one whole visit instead and says where the pictures and the family page are.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
OLDEST = (3, 11)

QT_LIBRARIES = (
    "libegl1",
    "libgl1",
    "libglib2.0-0",
    "libfontconfig1",
    "libdbus-1-3",
    "libxkbcommon0",
    "libxkbcommon-x11-0",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
)
TRY_QT = "from PySide6.QtWidgets import QApplication; from PySide6 import QtPrintSupport; QApplication([])"


class CannotStartError(Exception):
    """Says in one sentence what stands in the way and what to do."""


def say(sentence: str) -> None:
    """Tell the person at the terminal what is going on."""
    print(sentence, flush=True)


def run(*command: str | Path, env: dict[str, str] | None = None) -> int:
    """Run a command in the project's folder and return its exit status."""
    return subprocess.call([str(word) for word in command], cwd=ROOT, env=env)


def must(what: str, *command: str | Path) -> None:
    """Run a command that has to succeed."""
    if run(*command) != 0:
        message = f"{what} failed; the lines above say why. Mend that and run this again."
        raise CannotStartError(message)


def is_root_on_debian() -> bool:
    """Say whether system packages can be installed here without asking anybody."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_packages(*packages: str) -> None:
    """Install Debian packages; the package lists are fetched first, since a bare machine has none."""
    must("Fetching the package lists", "apt-get", "update", "-q")
    must(
        "Installing system libraries",
        *("env", "DEBIAN_FRONTEND=noninteractive"),
        *("apt-get", "install", "-y", "-q", "--no-install-recommends"),
        *packages,
    )


def make_environment() -> None:
    """Make the virtual environment, anew whenever the lock file has changed."""
    stamp = VENV / "made-from"
    wanted = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    say("Making .venv (about a minute, once) ...")
    try:
        venv.create(VENV, with_pip=True, clear=True)
    except (subprocess.CalledProcessError, SystemExit, ImportError):
        if not is_root_on_debian():
            message = "Python has no venv module: run 'sudo apt-get install python3-venv', then this again."
            raise CannotStartError(message) from None
        install_packages("python3-venv")
        must("Making .venv", sys.executable, "-m", "venv", "--clear", VENV)
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "-q", "--no-deps")
    must("Installing the locked libraries", *pip, "--only-binary", ":all:", "--require-hashes", "-r", LOCK)
    must("Installing CareNurse itself", *pip, "--no-build-isolation", "-e", ROOT)
    stamp.write_text(wanted, encoding="ascii")


def see_to_qt() -> None:
    """Make sure that Qt can start: on Debian it leans on some libraries of the system."""
    if not sys.platform.startswith("linux"):
        return
    offscreen = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    probe = subprocess.run(
        [PYTHON, "-c", TRY_QT], cwd=ROOT, env=offscreen, capture_output=True, text=True, check=False
    )
    if probe.returncode == 0:
        return
    if is_root_on_debian():
        say("Installing the system libraries that Qt needs ...")
        install_packages(*QT_LIBRARIES)
        if run(PYTHON, "-c", TRY_QT, env=offscreen) == 0:
            return
        message = "Qt still cannot start; the lines above name the missing library."
        raise CannotStartError(message)
    message = (
        f"Qt needs some system libraries. Run this once, then start again:\n"
        f"  sudo apt-get update && sudo apt-get install -y --no-install-recommends {' '.join(QT_LIBRARIES)}"
    )
    raise CannotStartError(message)


def has_display() -> bool:
    """Say whether a window could be shown to somebody."""
    if os.name == "nt" or sys.platform == "darwin":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_app() -> int:
    """Open the window on the demo caseload, or drive it offscreen where there is no display."""
    if has_display():
        say("Opening CareNurse on fictional patients. Nothing you type there is kept.")
        return run(PYTHON, "-m", "carenurse", "--demo")
    pictures = ROOT / "tour"
    say("There is no display, so CareNurse makes one home visit by itself (offscreen) ...")
    status = run(PYTHON, "-m", "carenurse", "tour", "--out", pictures)
    if status == 0:
        say(f"The pictures of the visit and the family's page (family-summary.pdf) are in {pictures}")
    return status


def run_tests(words: list[str]) -> int:
    """Run the tests, offscreen unless told otherwise."""
    env = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM") or "offscreen"}
    return run(PYTHON, "-m", "pytest", *words, env=env)


def main(words: list[str]) -> int:
    """Do what was asked for; return the exit status."""
    if sys.version_info < OLDEST:
        say("CareNurse needs Python 3.11 or newer: run this with a newer python3.")
        return 1
    if words and words[0] not in {"test", "setup"}:
        say("Usage: python3 packaging/start.py [test [pytest options] | setup]")
        return 2
    try:
        make_environment()
        see_to_qt()
    except CannotStartError as problem:
        say(str(problem))
        return 1
    if not words:
        return open_app()
    return run_tests(words[1:]) if words[0] == "test" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
