"""Seeing that nothing of the window is loaded beside its thread.

PySide makes a type when it is first named. Two threads that name one at the same time make two of it, or end
the program; so a module that names them is loaded on the window's thread alone.
"""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from threading import get_ident
from types import ModuleType

from typing_extensions import override

_OF_THE_WINDOW = ("ui", "PySide6", "shiboken6")


class Beside(MetaPathFinder):
    """Asked for each module before it is loaded; finds none, and notes what another thread asks for."""

    def __init__(self) -> None:
        """Take the thread that this is called on for the window's."""
        self._own = get_ident()
        self.seen: list[str] = []
        """The modules of the window that another thread began to load."""

    def begin(self) -> None:
        """Look from now on."""
        sys.meta_path.insert(0, self)

    def end(self) -> None:
        """Look no more."""
        sys.meta_path.remove(self)

    @override
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Note a module of the window that is not loaded on its thread."""
        if get_ident() != self._own and fullname.partition(".")[0] in _OF_THE_WINDOW:
            self.seen.append(fullname)
        return None
