"""A search field: filters while the nurse types; Esc empties it; arrows go to the list below."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.widgets.fields.line import Line


class SearchField(Line):
    """One line with a lens; ``searched`` after each key, ``moved`` +1 or -1 by arrows, ``taken`` on Enter."""

    searched = Signal(str)
    moved = Signal(int)
    taken = Signal()

    def __init__(self, placeholder: str, *, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(icon="search", parent=parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        if key:
            self.set_key(key)
        self.textChanged.connect(self.searched)

    @override
    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        """Send the selection up and down without leaving the line."""
        match arg__1.key():
            case Qt.Key.Key_Down:
                self.moved.emit(1)
            case Qt.Key.Key_Up:
                self.moved.emit(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not arg__1.modifiers():
                self.taken.emit()
            case Qt.Key.Key_Escape if self.text():
                self.clear()
            case _:
                super().keyPressEvent(arg__1)
