"""The application that needs no Python: what goes with it, and how it is tried before anybody gets it."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from make_app import take_licences
from PIL import Image
from PySide6.QtNetwork import QNetworkInformation

from app.app_icon import write_icons
from app.try_app import TryFailedError, try_app
from bill.lock_file import ROOT, shipped
from carenurse import __version__


def test_the_icon_is_drawn_in_every_size_that_a_system_asks_for(tmp_path: Path) -> None:
    write_icons(tmp_path)

    with Image.open(tmp_path / "carenurse.png") as picture:
        assert picture.size == (512, 512)
        assert picture.getpixel((256, 40)) == (0x0B, 0x5C, 0xAD, 255)
        assert picture.getpixel((2, 2)) == (0, 0, 0, 0)
    with Image.open(tmp_path / "carenurse.ico") as picture:
        assert {(16, 16), (32, 32), (256, 256)} <= picture.info["sizes"]
    with Image.open(tmp_path / "carenurse.icns") as picture:
        assert picture.format == "ICNS"


def test_the_terms_of_every_library_go_with_it(tmp_path: Path) -> None:
    take_licences(tmp_path)

    without = {one.name for one in shipped()} - {one.name for one in tmp_path.iterdir()}
    assert without <= {"PySide6_Essentials", "shiboken6"}, "these have theirs in the folder of Qt"
    assert "LESSER GENERAL PUBLIC" in (tmp_path / "Qt for Python" / "LGPL-3.0.txt").read_text(
        encoding="utf-8"
    )
    assert "Apache License" in (tmp_path / "CareNurse.txt").read_text(encoding="utf-8")


@pytest.mark.skipif(os.name != "posix", reason="a script with its interpreter in the first line")
@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("print('carenurse 0.0.7')", "It calls itself carenurse 0.0.7"),
        ("sys.exit('no library')", "'--version' ended with 1: no library"),
        (
            f"print('carenurse {__version__}' if sys.argv[1] == '--version' else sys.exit('unsafe'))",
            "'parts' ended with 1: unsafe",
        ),
    ],
)
def test_what_does_not_do_its_work_is_not_packed(does: str, told: str, tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text(f"#!{sys.executable}\nimport sys\n{does}\n", encoding="utf-8")
    program.chmod(0o755)

    with pytest.raises(TryFailedError) as failed:
        try_app(program)

    assert told in str(failed.value)


_ALL_BUT_CONNECTIONS = f"""#!{sys.executable}
import sys
from pathlib import Path
print("carenurse {__version__}" if sys.argv[1] == "--version" else "whole")
if sys.argv[1] == "tour":
    out = Path(sys.argv[3])
    out.mkdir()
    (out / "family-summary.pdf").write_bytes(b"%PDF-")
    print("That a connection appeared is told by:")
"""


@pytest.mark.skipif(os.name != "posix", reason="a script with its interpreter in the first line")
@pytest.mark.skipif(not QNetworkInformation.availableBackends(), reason="Qt hears of no connection here")
def test_what_would_not_hear_of_a_connection_is_not_packed(tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text(_ALL_BUT_CONNECTIONS, encoding="utf-8")
    program.chmod(0o755)

    with pytest.raises(TryFailedError, match="It would not hear that a connection appeared"):
        try_app(program)


@pytest.mark.long
@pytest.mark.skipif(
    find_spec("PyInstaller") is None, reason="packaging/app/pyinstaller.lock is not installed"
)
def test_the_application_is_made_tried_and_packed(tmp_path: Path) -> None:
    made = subprocess.run(
        [sys.executable, ROOT / "packaging" / "make_app.py", "--out", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )

    assert made.returncode == 0, made.stderr
    assert "tested, safe" in made.stdout
    assert list(tmp_path.glob(f"CareNurse-{__version__}-*.cdx.json"))
    assert (tmp_path / "CareNurse" / "resources").exists() is False, "its data lie with its other parts"
