import json
import subprocess
import sys

from ui.shell.ahead import core_modules
from ui.shell.screens import AHEAD

_LOADED_BY_THE_SCREENS = """
import json, sys
from importlib import import_module
from ui.shell.ahead import core_modules
before = {name for name in sys.modules if name.startswith(("PySide6", "ui."))}
for name in core_modules():
    import_module(name)
core = set(sys.modules)
of_the_window = {name for name in core if name.startswith(("PySide6", "ui."))} - before
import ui.shell.screens
for name in ui.shell.screens.AHEAD:
    import_module(name)
brought = {name for name in set(sys.modules) - core if name.startswith("carenurse.")}
print(json.dumps([sorted(of_the_window), sorted(brought)]))
"""


def test_the_core_is_loaded_first_and_brings_nothing_of_the_window() -> None:
    output = subprocess.run(
        [sys.executable, "-c", _LOADED_BY_THE_SCREENS], check=True, capture_output=True, text=True
    ).stdout
    of_the_window, brought_later = json.loads(output)

    assert of_the_window == []
    assert len(brought_later) < 10, brought_later


def test_nothing_is_named_twice_and_the_commands_are_left_out() -> None:
    names = core_modules()

    assert len(names) == len(set(names))
    assert "carenurse.app.visit_open" in names
    assert not [name for name in names if "command_line" in name]
    assert not set(names) & set(AHEAD)
