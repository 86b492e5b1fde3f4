"""A sheet over the page: a child of the window that stands in its middle and that Esc takes away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid
from typing_extensions import override

from ui.widgets.surface import Card
from ui.widgets.theme import theme


class Sheet(Card):
    """``wide`` and ``high`` in pixels before zoom, never more than the window; no height: as its content."""

    closed = Signal()

    def __init__(self, title: str, parent: QWidget, *, wide: int, high: int = 0) -> None:
        super().__init__(edge="controlBorder", parent=parent)
        self.setAccessibleName(title)
        self._wide, self._high = wide, high
        self._before: QWidget | None = None

    def first(self) -> QWidget:
        """Name what gets the focus when the sheet comes up."""
        return self

    def needs(self, wide: int) -> int:
        """Say how high the content is in this width; both in pixels."""
        return self.heightForWidth(wide)

    def go_away(self) -> None:
        """Close the sheet; the focus goes back to where it was."""
        before = self._before
        if before is not None and isValid(before):
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.hide()
        self.closed.emit()
        self.deleteLater()

    def stand_in_the_middle(self) -> None:
        """Take the size that the window has room for, and stand in its middle."""
        room = self.window().size()
        edge = theme().px(32)
        wide = min(theme().px(self._wide), room.width() - edge)
        high = theme().px(self._high) if self._high else self.needs(wide)
        self.setFixedSize(wide, min(high, room.height() - edge))
        spare = self.window().size() - self.size()
        self.move(spare.width() // 2, max(0, spare.height() // 2))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Stand in the middle of the window."""
        super().showEvent(event)
        self.stand_in_the_middle()
        self.raise_()
        self._before = QApplication.focusWidget()
        self.first().setFocus(Qt.FocusReason.TabFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.go_away()
        else:
            super().keyPressEvent(event)
