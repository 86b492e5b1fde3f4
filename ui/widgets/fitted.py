"""A row that is never lower than its words need at its width."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout
from typing_extensions import override

from ui.widgets.surface import Surface
from ui.widgets.theme import theme


class FittedSurface(Surface):
    """A piece of ground that asks for the height of its wrapped words as its least height.

    Layouts inside layouts hand a "height for this width" upward only when nothing is short of room; a least
    height is kept by all of them. So a row that lies deep in a page never covers the next one, and no line
    of it is cut.
    """

    _least = 0
    _alone = False

    def stand_alone(self) -> None:
        """Let the least height alone say how high the row is: layouts ask it no more.

        On a page of hundreds of rows they would ask every one of them again whenever one is added.
        """
        self._alone = True

    def at_least(self, height: int) -> None:
        """Never be lower than this, in pixels before zoom, whatever the words need."""
        self._least = theme().px(height)
        self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        if layout is None:  # pyright: ignore[reportUnnecessaryComparison] none before it is laid out
            return
        wraps = layout.hasHeightForWidth()
        words = layout.totalHeightForWidth(self.width()) if wraps else layout.totalMinimumSize().height()
        wanted = max(words, self._least)
        if wanted != self.minimumHeight():
            self.setMinimumHeight(wanted)

    @override
    def hasHeightForWidth(self) -> bool:
        """Say no where the least height is to say it alone."""
        return not self._alone and super().hasHeightForWidth()

    @override
    def event(self, event: QEvent) -> bool:
        """Ask anew when a word or a field inside has changed."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return done

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask anew at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()
        layout = self.layout()
        if layout is not None and layout.geometry() != self.contentsRect():  # pyright: ignore[reportUnnecessaryComparison] none before it is laid out
            layout.setGeometry(
                self.contentsRect()
            )  # a least height that grows while Qt resizes leaves it behind


def fitted(layout: QLayout) -> FittedSurface:
    """Give a layout a widget of its own that is never lower than its words need."""
    widget = FittedSurface(None)
    widget.setLayout(layout)
    return widget
