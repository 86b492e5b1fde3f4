"""What opened a vault before is written over in its place, and the only whole copy never is."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carenurse.vault.failures import ReadOnlyFolderError
from carenurse.vault.header import Header, write_header
from carenurse.vault.header_files import NAMES, destroy_header, find_headers, has_header, keep_header
from carenurse.vault.keys import new_data_key
from tests.disks import unwritable

KEY = new_data_key()
FIRST = Header("v", "k", datetime(2026, 11, 22, tzinfo=UTC), 0, "0.1.0", bytes(16), ())

pytestmark = pytest.mark.skipif(os.name != "posix", reason="an open file is not renamed over")


@contextmanager
def blocks_of(file: Path) -> Generator[int]:
    """Hold on to what a name stands for now, as one does who reads what the disk has given back."""
    held = os.open(file, os.O_RDONLY)
    yield held
    os.close(held)


def read(held: int) -> bytes:
    return os.pread(held, 65_536, 0)


def kept(folder: Path, times: int) -> Header:
    header = FIRST
    for _ in range(times):
        header = header.sealed(KEY)
        keep_header(folder, header)
    return header


def test_the_copy_that_is_replaced_is_written_over(tmp_path: Path) -> None:
    header = kept(tmp_path, 2)
    with blocks_of(tmp_path / NAMES[1]) as older, blocks_of(tmp_path / NAMES[0]) as newer:
        before = read(older), read(newer)
        following = header.sealed(KEY)
        keep_header(tmp_path, following)

        assert (len(read(older)), read(newer)) == (len(before[0]), before[1])
        assert b"CareNurse" not in read(older)
    assert find_headers(tmp_path).copies == (following, header)


@pytest.mark.parametrize("left", [b"", b"noise", write_header(replace(FIRST, generation=9).sealed(KEY))])
def test_where_the_other_copy_is_not_the_one_before_nothing_is_written_over(
    tmp_path: Path, left: bytes
) -> None:
    header = kept(tmp_path, 2)
    (tmp_path / NAMES[0]).write_bytes(left)
    with blocks_of(tmp_path / NAMES[1]) as only:
        before = read(only)
        keep_header(tmp_path, header.sealed(KEY))

        assert read(only) == before


def test_a_disk_that_refuses_the_new_copy_keeps_the_old_one(tmp_path: Path) -> None:
    header = kept(tmp_path, 2)
    with unwritable(tmp_path), pytest.raises(ReadOnlyFolderError):
        keep_header(tmp_path, header.sealed(KEY))

    assert len(find_headers(tmp_path).copies) == len(NAMES)


def test_a_header_that_is_destroyed_is_written_over_and_gone(tmp_path: Path) -> None:
    kept(tmp_path, 2)
    with blocks_of(tmp_path / NAMES[0]) as one, blocks_of(tmp_path / NAMES[1]) as other:
        destroy_header(tmp_path)

        assert b"CareNurse" not in read(one) + read(other)
    assert not has_header(tmp_path)
    destroy_header(tmp_path)
