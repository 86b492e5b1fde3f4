"""Writing to a place that the nurse chose: the only files with anything about a patient outside the vault."""

import os
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from carenurse.errors import ExpectedError
from carenurse.translations import tr
from carenurse.vault.disk import flush_folder, open_private


def write_chosen(data: bytes, target: Path) -> None:
    """Write a file whole or not at all, for its owner only, so that it is there after the power fails.

    Raises ExpectedError when the folder does not take it; a file that stood there is whole then.
    """
    beside = target.with_name(f".{uuid4().hex}.part")
    try:
        with open_private(beside) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
        flush_folder(target.parent)
    except OSError as problem:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise ExpectedError(
            tr("The file could not be written ({reason}).", reason=problem.strerror or tr("unknown reason")),
            tr("Choose another folder, or make room and try again."),
        ) from None
