"""The little key that says which key does the same as the button."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.widgets.theme import theme
from ui.widgets.tokens import Role


def keycap_width(words: str) -> int:
    """Give the width of a key with these words, in pixels."""
    worn = theme()
    return max(worn.size("keyCap"), QFontMetrics(worn.font("keyCap")).horizontalAdvance(words) + worn.px(11))


def paint_keycap(
    painter: QPainter, where: QRect, words: str, ink: Role = "text", edge: Role | None = None
) -> None:
    """Draw the key, centered upright in the rectangle; ``edge`` None takes the ink's own color."""
    worn = theme()
    height = worn.size("keyCap")
    box = QRectF(where.left(), where.center().y() - height / 2 + 0.5, where.width(), height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(worn.color(edge or ink), 1))
    painter.setBrush(worn.color("surface") if edge else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), worn.px(4), worn.px(4))
    painter.setPen(worn.color(ink))
    painter.setFont(worn.font("keyCap"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()


class KeyCap(QWidget):
    """A key on its own, in a help sheet or beside words."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        """Fit the words."""
        return QSize(keycap_width(self._words), theme().size("keyCap"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the key."""
        paint_keycap(QPainter(self), self.rect(), self._words, "textSecondary", "hairlineStrong")
