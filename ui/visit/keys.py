"""The keys of the visit page that work wherever its cursor is."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def bind(page: QWidget, keys: Iterable[tuple[str, Callable[[], object]]], usable: Callable[[], bool]) -> None:
    """Bind keys to what they do on a page and in everything on it, while they are usable."""

    def do(job: Callable[[], object]) -> None:
        if usable():
            job()

    for key, job in keys:
        shortcut = QShortcut(QKeySequence(key), page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(partial(do, job))
