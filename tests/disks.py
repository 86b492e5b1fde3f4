"""Disks that are small, and folders that nobody may write to."""

import os
import shutil
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk_at(place: Path, megabytes: int) -> Generator[Path]:
    """Mount a disk of so many megabytes there; only root on Linux can: else the test is skipped."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("mounting a small disk takes root on Linux")
    place.mkdir()
    _mount(["-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)])
    yield place
    _unmount(place)


@contextmanager
def unwritable(folder: Path) -> Generator[Path]:
    """Take away the right to write: by rights, or for root, who has them all, by a read-only mount."""
    if sys.platform == "win32":
        pytest.skip("rights are another matter on Windows")
    if os.geteuid() != 0:
        folder.chmod(0o500)
        yield folder
        folder.chmod(0o700)
        return
    _mount(["--bind", str(folder), str(folder)])
    _mount(["-o", "remount,ro,bind", str(folder)])
    yield folder
    _unmount(folder)


def fill(place: Path, leave: int = 0) -> Path:
    """Fill the disk to the last byte, or all but ``leave`` bytes."""
    file = place / "other people's files"
    size = shutil.disk_usage(place).free - leave
    file.write_bytes(bytes(max(size, 0)))
    return file


def _mount(how: list[str]) -> None:
    mount = shutil.which("mount")
    if mount is None or subprocess.run([mount, *how], check=False, capture_output=True).returncode:
        pytest.skip("this container may not mount")


def _unmount(place: Path) -> None:
    unmount = shutil.which("umount")
    assert unmount is not None
    subprocess.run([unmount, "--lazy", str(place)], check=True)
