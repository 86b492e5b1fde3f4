"""What the nurse wants next is made ready while she types and reads: screens are loaded, their pages made.

Loading the chart alone would let the window stand still for a quarter of a second at the first patient of the
day. Most of that is the core's: it is loaded beside the window, one module at a time. What is left of each
screen is loaded on the window's own thread, one screen at a time, when nothing else waits: PySide makes each
of its types when it is first named, and two threads that name one at the same time end the program.
"""

import gc
import pkgutil
from collections.abc import Callable
from functools import partial
from importlib import import_module

from PySide6.QtCore import QObject, QTimer

import carenurse.app
from ui.shell.navigation import Navigation
from ui.shell.screens import AHEAD, CORE_AHEAD
from ui.shell.store_thread import StoreThread

_BREATH_MS = 60
"""Between two screens: whatever the nurse does meanwhile comes first."""


class Ahead(QObject):
    """Loads every screen once; ``begin`` again makes the pages of a new sitting, too."""

    def __init__(
        self, store: StoreThread, navigation: Callable[[], Navigation | None], parent: QObject
    ) -> None:
        """Take what tells the navigation of the sitting; None while the vault is closed."""
        super().__init__(parent)
        self._store, self._navigation = store, navigation
        self._names = in_turn()
        self._loading = False
        self._next = QTimer(self)
        self._next.setInterval(_BREATH_MS)
        self._next.timeout.connect(self._make_one)

    @property
    def done(self) -> bool:
        """Whether everything is loaded, and all pages of this sitting are made."""
        return not self._names and not self._loading and not self._next.isActive()

    def begin(self) -> None:
        """Go on with what is not ready yet."""
        if not self._loading:
            self._load_one()

    def _load_one(self) -> None:
        self._loading = bool(self._names) and not self._store.ended
        if not self._loading:
            if self._navigation() is not None:
                self._next.start()
            return
        name = self._names.pop(0)
        if name in AHEAD:
            QTimer.singleShot(_BREATH_MS, self, partial(self._load_here, name))
        else:
            self._store.work(partial(import_module, name), lambda _module: self._load_one())

    def _load_here(self, name: str) -> None:
        import_module(name)
        self._load_one()

    def _make_one(self) -> None:
        navigation = self._navigation()
        if navigation is None or self._store.ended or not navigation.prepare():
            self._next.stop()
            gc.freeze()  # all of it stays: no later search for garbage walks through it


def in_turn() -> list[str]:
    """Name all that is loaded: what an unlock and the day need, core before window, then all the rest so."""
    core = core_modules()
    first, begin = len(CORE_AHEAD), AHEAD.index("ui.today.page") + 1
    return [*core[:first], *AHEAD[:begin], *core[first:], *AHEAD[begin:]]


def core_modules() -> list[str]:
    """Name the application layer's modules, what is needed first before all others. None of them sees Qt."""
    package = carenurse.app
    found = pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
    return [*CORE_AHEAD, *(one.name for one in found if not one.ispkg and one.name not in CORE_AHEAD)]
