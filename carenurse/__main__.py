"""``carenurse``: the window, or one of the commands."""

import gc
import sys

from carenurse.app.command_line.parser import read_arguments


def main() -> int:
    """Start what the words on the command line ask for; return the exit status."""
    arguments = read_arguments(sys.argv[1:])
    if arguments.command in {"window", "tour"}:
        if arguments.command == "window":
            gc.disable()  # until the first picture: looking for garbage takes a tenth of the start
        from ui.shell.main import main as open_window  # noqa: PLC0415 - commands need no Qt and start faster

        return open_window(arguments)
    from carenurse.app.command_line.run import run_command  # noqa: PLC0415 - the window does without

    return run_command(arguments)


if __name__ == "__main__":
    sys.exit(main())
