"""What a fresh clone has: every folder that the program reads from is kept by git."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
RESOURCES = (ROOT / "resources").iterdir()
FOLDERS = sorted(path.name for path in RESOURCES if path.is_dir() and path.name != "__pycache__")


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_folder_of_resources_is_empty_in_a_clone(folder: str) -> None:
    listed = subprocess.run(
        ["git", "ls-files", f"resources/{folder}"],  # noqa: S607 - whichever git the developer uses
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    assert listed.stdout.strip(), f"git keeps no file in resources/{folder}"
