"""Pieces beside one another that go on in the next line where one has no room for them."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget
from typing_extensions import override

from ui.widgets.theme import theme


class Flow(QLayout):
    """A layout of pieces, each as wide as it asks and no wider than the line; ``space`` before zoom."""

    def __init__(self, *pieces: QWidget, space: int = 6) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setSpacing(theme().px(space))
        self.setContentsMargins(0, 0, 0, 0)
        for piece in pieces:
            self.addWidget(piece)

    @override
    def addItem(self, item: QLayoutItem, /) -> None:
        """Add a piece behind the others."""
        self._items.append(item)

    @override
    def count(self) -> int:
        """Count the pieces."""
        return len(self._items)

    @override
    def itemAt(self, index: int, /) -> QLayoutItem | None:  # pyright: ignore[reportIncompatibleMethodOverride]  # Qt asks until none is left
        """Give a piece, none behind the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int, /) -> QLayoutItem | None:  # pyright: ignore[reportIncompatibleMethodOverride]  # as above
        """Take a piece out, none behind the last."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        """Want no more room than needed."""
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        """Need more lines where there is less room."""
        return True

    @override
    def heightForWidth(self, width: int, /) -> int:
        """Say how high the lines are together at a width."""
        return self._lay(QRect(0, 0, width, 0), place=False)

    @override
    def sizeHint(self) -> QSize:
        """Ask for the widest piece at least."""
        return self.minimumSize()

    @override
    def minimumSize(self) -> QSize:
        """Need room for one piece, which may be narrower than it asks."""
        high = max((item.sizeHint().height() for item in self._items), default=0)
        return QSize(1, high)

    @override
    def setGeometry(self, rect: QRect, /) -> None:
        """Lay the pieces out."""
        super().setGeometry(rect)
        self._lay(rect, place=True)

    def _lay(self, rect: QRect, *, place: bool) -> int:
        """Go through the lines; gives their height."""
        x, y, high = rect.x(), rect.y(), 0
        for item in self._items:
            wide = min(item.sizeHint().width(), rect.width())
            if x > rect.x() and x + wide > rect.x() + rect.width():
                x, y, high = rect.x(), y + high + self.spacing(), 0
            if place:
                item.setGeometry(QRect(QPoint(x, y), QSize(wide, item.sizeHint().height())))
            x, high = x + wide + self.spacing(), max(high, item.sizeHint().height())
        return y + high - rect.y()
