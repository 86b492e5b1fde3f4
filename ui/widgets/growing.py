"""Rows that are made as they come into view: of sixty of which ten are seen, some ten are made at first."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QMoveEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget
from typing_extensions import override

from ui.widgets.boxes import add, column


class Growing(QWidget):
    """The content of a scroll area: rows under one another, made a few at a time while there is room in view.

    Who makes them says by ``wanted`` how many there are and by ``make`` what the next one is. The keyboard
    reaches all of them: the last one made comes into view when it gets the focus, and so makes the next.
    """

    at_once = 8
    """Rows made before the window lives on."""

    def __init__(self, rows: QBoxLayout, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._look)
        self.setLayout(column(rows, None, space=0))

    def wanted(self) -> int:
        """Say how many rows there are, made or not."""
        raise NotImplementedError

    def make(self, number: int) -> QWidget | QLayout:
        """Make one row; they are asked for in their order."""
        raise NotImplementedError

    def grow(self) -> None:
        """Make the next few, whether anybody sees them or not."""
        until = min(self.rows.count() + self.at_once, self.wanted())
        while self.rows.count() < until:
            add(self.rows, self.make(self.rows.count()))
        self._soon.start()

    def _look(self) -> None:
        """Go on while there is room in view, and half of that below it."""
        seen = self.visibleRegion().boundingRect()
        room = seen.bottom() + seen.height() // 2
        if self.rows.count() < self.wanted() and not seen.isEmpty() and self.rows.sizeHint().height() < room:
            self.grow()

    @override
    def moveEvent(self, event: QMoveEvent) -> None:
        """Look again when it was scrolled."""
        super().moveEvent(event)
        self._soon.start()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look again where there is more room."""
        super().resizeEvent(event)
        self._soon.start()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Look when it is shown: before, nothing was in view."""
        super().showEvent(event)
        self._soon.start()
