"""A thin bar that says how much of something is done."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.widgets.theme import theme
from ui.widgets.tip import as_tip


class ProgressBar(QWidget):
    """A share from 0 to 1 with words for those who do not see it."""

    def __init__(self, *, width: int = 120, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self._width = theme().px(width)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float, words: str) -> None:
        """Show how much is done, and say it."""
        self._share = min(max(share, 0.0), 1.0)
        self.setAccessibleName(words)
        self.setToolTip(as_tip(words))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        """Take the width it was given."""
        return QSize(self._width, theme().px(6))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is left and over it what is done."""
        worn = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box, corner = QRectF(self.rect()), worn.px(2)
        painter.setBrush(worn.color("hairlineStrong"))
        painter.drawRoundedRect(box, corner, corner)
        painter.setBrush(worn.color("accent"))
        painter.drawRoundedRect(QRectF(0, 0, box.width() * self._share, box.height()), corner, corner)
