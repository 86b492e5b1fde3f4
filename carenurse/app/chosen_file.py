"""Files that the nurse chose: the only ones with anything about a patient outside the vault."""

import os
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from carenurse.errors import ExpectedError
from carenurse.exchange.parsing import LARGEST
from carenurse.translations import tr
from carenurse.vault.disk import flush_folder, open_private

TAKEN = frozenset({".json", ".ndjson", ".age"})
"""How the names of files end that are looked for in a folder."""
_SEALING = 2_000_000
"""Bytes that a seal may add."""


def read_chosen(file: Path) -> bytes:
    """Read a file that is to be taken over, if it is not too large to be looked at. Raises ExpectedError."""
    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST + _SEALING + 1)
    except OSError as problem:
        raise ExpectedError(
            tr("The file cannot be read ({reason}).", reason=problem.strerror or tr("unknown reason")),
            tr("Check its name, and that you may read it."),
        ) from None
    if len(data) > LARGEST + _SEALING:
        raise ExpectedError(
            tr("This file is too large: {most} MB is the most that is taken.", most=LARGEST // 1_000_000),
            tr("Ask for it in parts. Nothing of it was stored."),
        )
    return data


def files_in(folder: Path) -> tuple[Path, ...]:
    """List the files of a folder (and of those inside it) that may be taken over, people first.

    People come first because the other files of an export in parts (NDJSON by kind) speak of them. Raises
    ExpectedError where there is none.
    """
    found = [one for one in folder.rglob("*") if one.suffix.casefold() in TAKEN and one.is_file()]
    shown = [one for one in found if not any(part.startswith(".") for part in one.relative_to(folder).parts)]
    if not shown:
        raise ExpectedError(
            tr("There is no file to take over in this folder."),
            tr("Choose the folder with the files that end in .json, .ndjson or .age."),
        )
    return tuple(sorted(shown, key=lambda one: ("patient" not in one.name.casefold(), str(one).casefold())))


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
