#!/usr/bin/env python3
"""Make the application that needs no Python, try it, and pack it: one archive for this kind of computer.

    python3 packaging/start.py setup
    .venv/bin/python -m pip install --no-deps --require-hashes -r packaging/app/pyinstaller.lock
    .venv/bin/python packaging/make_app.py --out DIR [--sign COMMAND]

Each system makes its own: nothing is made for another one. ``--sign`` takes the one step that no repository
can hold, a certificate: before anything is packed the command is run with what it has to sign behind it (each
program; on macOS the whole bundle). Windows: ``--sign "signtool sign /fd SHA256 /a"``; macOS: ``--sign
"codesign --force --deep --options runtime --timestamp --sign NAME"``. What is made lies in DIR: the folder
``CareNurse``, tried, its archive, and the archive's bill of materials.
"""

import argparse
import platform
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from app.app_icon import write_icons
from app.try_app import TryFailedError, try_app
from bill.lock_file import ROOT, UnfitError, shipped
from bill_of_materials import bill_of_materials, moment
from carenurse import __version__

HERE = ROOT / "packaging" / "app"
BILL = "bill-of-materials.cdx.json"


def make_app(out: Path, sign: Sequence[str]) -> Path:
    """Build, describe, sign, try and pack; return the archive. Raises UnfitError, TryFailedError, OSError."""
    bill = bill_of_materials(moment())
    made = out / "made"
    made.mkdir(parents=True, exist_ok=True)
    write_icons(made)
    _build(out, made)
    folder = out / ("CareNurse.app" if sys.platform == "darwin" else "CareNurse")
    beside = folder / "Contents" / "Resources" if folder.suffix else folder
    (beside / BILL).write_text(bill, encoding="utf-8")
    (out / f"CareNurse-{__version__}-{_kind()}.cdx.json").write_text(bill, encoding="utf-8")
    shutil.copy(made / "carenurse.png", beside)
    take_licences(beside / "licences")
    for signed in (folder,) if folder.suffix else _programs(folder):
        _sign(sign, signed)
    _say(*try_app(_programs(folder)[-1]), f"{_size(folder) / 1_000_000:,.0f} MB in {folder}")
    archive = _pack(folder)
    _say(f"{archive.stat().st_size / 1_000_000:,.0f} MB in {archive}")
    return archive


def main(words: Sequence[str]) -> int:
    """Make it; 1 and a sentence where that cannot be done."""
    parser = argparse.ArgumentParser(description="Make the application that needs no Python.")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--sign", default="", metavar="COMMAND", help="signs one program, named behind it")
    told = parser.parse_args(words)
    try:
        make_app(told.out.resolve(), shlex.split(told.sign))
    except (UnfitError, TryFailedError, OSError, subprocess.SubprocessError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


def _build(out: Path, made: Path) -> None:
    """Run PyInstaller by its recipe. A trace of a build before would go into this one: it is cleaned."""
    folders = ("--distpath", str(out), "--workpath", str(made / "work"))
    words = ("--noconfirm", "--clean", "--log-level", "WARN", *folders, str(HERE / "carenurse.spec"))
    subprocess.run([sys.executable, "-m", "PyInstaller", *words], cwd=ROOT, check=True)


def _programs(folder: Path) -> tuple[Path, ...]:
    """Name what is started: the window, and last what speaks to a terminal (the same but on Windows)."""
    if sys.platform == "win32":
        return (folder / "CareNurse.exe", folder / "carenurse-command.exe")
    return (folder / "Contents" / "MacOS" / "carenurse" if folder.suffix else folder / "carenurse",)


def _sign(command: Sequence[str], what: Path) -> None:
    if command:
        subprocess.run([*command, str(what)], check=True)


def take_licences(folder: Path) -> None:
    """Put the licence of each library beside it, as each of them asks; those of Qt's wheels bring none."""
    shutil.copytree(HERE / "licences", folder / "Qt for Python", dirs_exist_ok=True)
    shutil.copy(ROOT / "LICENSE", folder / "CareNurse.txt")
    for library in shipped():
        told = [one for one in library.told.files or () if _tells_terms(one.as_posix().lower())]
        for file in told:
            into = folder / library.name / Path(*file.parts[1:])
            into.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(Path(str(file.locate())), into)
    base = Path(sys.base_prefix)
    for python in (*base.glob("LICENSE.txt"), *base.glob("lib/python3*/LICENSE.txt")):
        shutil.copy(python, folder / "Python.txt")


def _tells_terms(path: str) -> bool:
    return ".dist-info/" in path and any(word in path for word in ("licen", "copying", "notice"))


def _pack(folder: Path) -> Path:
    """Pack the folder: zip on Windows and macOS, whose people open it by a click, else tar."""
    kind = "xztar" if sys.platform.startswith("linux") else "zip"
    name = folder.parent / f"CareNurse-{__version__}-{_kind()}"
    return Path(shutil.make_archive(str(name), kind, folder.parent, folder.name))


def _kind() -> str:
    """Name the kind of computer, as ``linux-x86_64``."""
    return f"{platform.system().lower()}-{platform.machine().lower()}"


def _size(folder: Path) -> int:
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file() and not one.is_symlink())


def _say(*lines: str) -> None:
    for line in lines:
        print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
