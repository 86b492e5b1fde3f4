"""What the nurse wants next is made ready while she types and reads: screens are loaded, their pages made.

Loading the chart alone would let the window stand still for a quarter of a second at the first patient of the
day. One module is loaded at a time, beside the window, and one page made at a time, when nothing else waits.
"""

import gc
from collections.abc import Callable
from functools import partial
from importlib import import_module

from PySide6.QtCore import QObject, QTimer

from ui.shell.navigation import Navigation
from ui.shell.screens import AHEAD
from ui.shell.store_thread import StoreThread

_BREATH_MS = 60
"""Between two pages: whatever the nurse does meanwhile comes first."""


class Ahead(QObject):
    """Loads every screen once; ``begin`` again makes the pages of a new sitting, too."""

    def __init__(
        self, store: StoreThread, navigation: Callable[[], Navigation | None], parent: QObject
    ) -> None:
        """Take what tells the navigation of the sitting; None while the vault is closed."""
        super().__init__(parent)
        self._store, self._navigation = store, navigation
        self._names = list(AHEAD)
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
        if self._loading:
            self._store.work(partial(import_module, self._names.pop(0)), lambda _module: self._load_one())
        elif self._navigation() is not None:
            self._next.start()

    def _make_one(self) -> None:
        navigation = self._navigation()
        if navigation is None or not navigation.prepare():
            self._next.stop()
            gc.freeze()  # all of it stays: no later search for garbage walks through it
