"""The head of columns that stays at the top while the rows under it scroll by."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QScrollArea, QWidget
from typing_extensions import override

Run = tuple[QWidget, QWidget]
"""A head and the last row under it."""


class StandingHead(QWidget):
    """A picture of the head that has scrolled away, over the first row that is seen.

    It says nothing to a screen reader and takes no press: the head itself is still there, and each button
    says its column. ``runs`` gives the heads that may stand.
    """

    def __init__(self, area: QScrollArea, runs: Callable[[], Iterable[Run]]) -> None:
        super().__init__(area.viewport())
        self._area, self._runs = area, runs
        self._head: QWidget | None = None
        self._picture = QPixmap()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.place)
        area.verticalScrollBar().valueChanged.connect(self._scrolled)
        area.viewport().installEventFilter(self)
        content = area.widget()
        if content is not None:
            content.installEventFilter(self)

    @property
    def head(self) -> QWidget | None:
        """The head that stands there now."""
        return None if self.isHidden() else self._head

    def room_above(self, row: QWidget) -> int:
        """Say how many pixels of the top a row must stay clear of, once its head stands there."""
        for head, last in self._runs():
            inside = self.top_of(head) < self.top_of(row) <= self.top_of(last)
            if inside:
                return head.height()
        return 0

    def _scrolled(self) -> None:
        """Stand at once, and again when all rows have found their places: some come with the scrolling."""
        self.place()
        self._soon.start(0)

    def place(self) -> None:
        """Show the head whose rows are at the top, pushed up by the end of its last row."""
        for head, last in self._runs():
            end = self.top_of(last) + last.height()
            if self.top_of(head) < 0 < end:
                self._stand(head, min(0, end - head.height()))
                return
        self._head = None
        self.hide()

    def _stand(self, head: QWidget, top: int) -> None:
        left = head.mapTo(self._area.viewport(), QPoint(0, 0)).x()
        self.setGeometry(left, top, head.width(), head.height())
        if (
            self._head is not head
            or self.isHidden()
            or self._picture.deviceIndependentSize() != head.size().toSizeF()
        ):
            self._head, self._picture = head, head.grab()
            self.show()
            self.raise_()
            self.update()

    def top_of(self, row: QWidget) -> int:
        """Say how far below the top of what is seen a row begins."""
        return row.mapTo(self._area.viewport(), QPoint(0, 0)).y()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the head as it is."""
        QPainter(self).drawPixmap(0, 0, self._picture)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look again when the page grows or gets another size."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self._soon.start(0)
        return super().eventFilter(watched, event)
