"""``carenurse``: the window, or one of the commands."""

import gc
import sys
from typing import TYPE_CHECKING

from carenurse.app.process_guard import close_to_debuggers, leave_no_core

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence


def main() -> int:
    """Start what the words on the command line ask for; return the exit status."""
    leave_no_core()
    arguments = _every_day(sys.argv[1:]) or _read(sys.argv[1:])
    if arguments.command in {"window", "tour"}:
        if arguments.command == "window":
            gc.disable()  # looking for garbage takes a tenth of the start; later ui.shell.tidying looks
        from ui.shell.quick_imports import without_looking  # noqa: PLC0415 - commands need no Qt and start faster

        without_looking()
        from ui.shell.main import main as open_window  # noqa: PLC0415

        return open_window(arguments)
    from carenurse.app.command_line.run import run_command  # noqa: PLC0415 - the window does without

    close_to_debuggers()
    return run_command(arguments)


def _every_day(words: "Sequence[str]") -> "Namespace | None":
    """Understand a start without words, or with a vault only: how every day begins needs no grammar.

    Reading a command line whole takes a twentieth of the start. What is read here means the same there.
    """
    from argparse import Namespace  # noqa: PLC0415 - a command needs no more than its parser
    from pathlib import Path  # noqa: PLC0415

    match words:
        case []:
            return Namespace(command="window", vault=None, demo=False)
        case ["--vault", folder] if folder and not folder.startswith("-"):
            return Namespace(command="window", vault=Path(folder), demo=False)
        case _:
            return None


def _read(words: "Sequence[str]") -> "Namespace":
    from carenurse.app.command_line.parser import read_arguments  # noqa: PLC0415 - not every day

    return read_arguments(words)


if __name__ == "__main__":
    sys.exit(main())
