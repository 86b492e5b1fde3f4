"""``carenurse office key``: the pair of keys with which an office receives sealed records."""

import os
from argparse import Namespace
from pathlib import Path

from carenurse.app.command_line.telling import complain, say
from carenurse.errors import ExpectedError
from carenurse.exchange.sealing import OfficeKeys, office_keys
from carenurse.translations import tr


def make_office_key(arguments: Namespace) -> int:
    """Write the secret key to a new file that only its owner can read; print the public one."""
    keys = office_keys()
    _write(keys, arguments.out)
    say(keys.public)
    complain(
        tr("Give the key above to your nurses. Keep the file safe: whoever has it reads what they send.")
    )
    return 0


def _write(keys: OfficeKeys, file: Path) -> None:
    text = f"# CareNurse office key\n# public key: {keys.public}\n{keys.secret}\n"
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
    except FileExistsError:
        raise ExpectedError(
            tr("There is a file of this name already."),
            tr("A key is never written over: choose another name."),
        ) from None
    except OSError as problem:
        raise ExpectedError(
            tr("The key could not be written ({reason}).", reason=problem.strerror or tr("unknown reason")),
            tr("Choose another folder."),
        ) from None
