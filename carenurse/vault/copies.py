"""A second vault beside the first: made under another name, and given its own only when it is whole."""

import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from carenurse.errors import ExpectedError
from carenurse.vault.disk import flush_folder, open_private, told_by_the_disk
from carenurse.vault.failures import VaultExistsError
from carenurse.vault.header_files import destroy_header


@contextmanager
def whole_folder(folder: Path) -> Generator[Path]:
    """Give a new folder to fill; it becomes ``folder`` when the block ends well, and is removed otherwise.

    Raises VaultExistsError when there is anything at ``folder``: nothing is ever written over.
    """
    with told_by_the_disk():
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise VaultExistsError
        folder.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))
    try:
        yield part
        with told_by_the_disk():
            flush_folder(part)
            if folder.exists():
                folder.rmdir()
            part.rename(folder)
            flush_folder(folder.parent)
    except BaseException:
        with suppress(ExpectedError):
            destroy_header(part)
        shutil.rmtree(part, ignore_errors=True)
        raise


def copy_file(source: Path, target: Path) -> None:
    """Copy one file onto the disk itself, for its owner only. Raises as ``told_by_the_disk`` does."""
    with told_by_the_disk(), source.open("rb") as whole, open_private(target) as copy:
        shutil.copyfileobj(whole, copy, 1_048_576)
        copy.flush()
        os.fsync(copy.fileno())
