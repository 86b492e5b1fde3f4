"""The button of a row that arrow keys walk along: walking is not choosing.

Qt itself presses the next button of an exclusive group on an arrow key; in a scale that would write an answer
nobody gave. So the buttons leave the arrows to their row.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton
from typing_extensions import override

from ui.widgets.focus_ring import remember_reason

ARROWS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})


class WalkedButton(QAbstractButton):
    """Lets the row have the arrow keys, and remembers how the focus came."""

    @override
    def keyPressEvent(self, e: QKeyEvent) -> None:
        """Leave the arrows to the row."""
        if e.key() in ARROWS:
            e.ignore()
        else:
            super().keyPressEvent(e)

    @override
    def focusInEvent(self, e: QFocusEvent) -> None:
        """Remember whether keys or the mouse brought the focus."""
        remember_reason(self, e.reason())
        super().focusInEvent(e)
