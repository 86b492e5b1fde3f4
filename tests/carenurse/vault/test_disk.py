"""What is said to be on the disk is on the disk, or a sentence says that it is not."""

from pathlib import Path

import pytest

from carenurse.vault.disk import flush_file
from carenurse.vault.failures import UnreadableDiskError


def test_a_file_is_brought_to_the_disk_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "copy"
    file.write_bytes(b"all of it")

    flush_file(file)

    assert file.read_bytes() == b"all of it"
    with pytest.raises(UnreadableDiskError):
        flush_file(tmp_path / "gone")
