"""The tour through the real windows, for the search for plain text; its pictures go where nobody looks."""

import sys
from pathlib import Path

from carenurse.app.command_line.parser import read_arguments
from ui.shell.main import main as window

if __name__ == "__main__":
    sys.exit(window(read_arguments(["tour", "--out", str(Path(sys.argv[1]) / "out")])))
