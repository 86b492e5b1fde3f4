"""Pieces of ground in a role's color, with hairlines where they meet, and a bar where one is chosen."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.widgets.theme import theme
from ui.widgets.tokens import Role


def fill(painter: QPainter, box: QRect, role: Role) -> None:
    """Fill a box; the painter has no pen after that.

    ``fillRect`` takes two hundred named gradients too, and PySide makes them all to see that a color is none:
    a hundredth of the start.
    """
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().color(role))
    painter.drawRect(box)


class Surface(QWidget):
    """A flat area; ``lines`` names its hairline sides from "l", "t", "r", "b"."""

    def __init__(
        self,
        fill: Role | None = "surface",
        lines: str = "",
        *,
        line: Role = "hairline",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ground: Role | None = fill
        self._sides = lines
        self._hair: Role = line
        self._mark: Role | None = None

    def set_fill(self, fill: Role | None, bar: Role | None = None) -> None:
        """Change the ground and the 3 px bar at its left, as a row does when it is chosen."""
        self._ground, self._mark = fill, bar
        self.update()

    def set_lines(self, lines: str) -> None:
        """Draw hairlines on other sides, where the neighbors changed."""
        self._sides = lines
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, hairlines and bar."""
        painter = QPainter(self)
        box = self.rect()
        if self._ground:
            fill(painter, box, self._ground)
        sides = {
            "l": QRect(0, 0, 1, box.height()),
            "t": QRect(0, 0, box.width(), 1),
            "r": QRect(box.width() - 1, 0, 1, box.height()),
            "b": QRect(0, box.height() - 1, box.width(), 1),
        }
        for side in self._sides:
            fill(painter, sides[side], self._hair)
        if self._mark:
            fill(painter, QRect(0, 0, theme().px(3), box.height()), self._mark)


class Card(QWidget):
    """A rounded area with an edge: what panels, tiles and messages stand on."""

    def __init__(
        self,
        fill: Role = "surface",
        edge: Role | None = "hairline",
        *,
        radius: str = "panel",
        dashed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ground: Role = fill
        self._rim: Role | None = edge
        self._mark: Role | None = None
        self._corner, self._dashes = radius, dashed

    def set_colors(self, fill: Role, edge: Role | None, bar: Role | None = None) -> None:
        """Change ground, edge and the 3 px bar at the left."""
        self._ground, self._rim, self._mark = fill, edge, bar
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, bar and edge."""
        worn = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        path = QPainterPath()
        corner = worn.px(worn.tokens.radius[self._corner])
        path.addRoundedRect(box, corner, corner)
        painter.fillPath(path, worn.color(self._ground))
        if self._mark:
            painter.save()
            painter.setClipRect(QRect(0, 0, worn.px(3), self.height()))
            painter.fillPath(path, worn.color(self._mark))
            painter.restore()
        if self._rim:
            style = Qt.PenStyle.DashLine if self._dashes else Qt.PenStyle.SolidLine
            painter.setPen(QPen(worn.color(self._rim), 1, style))
            painter.drawPath(path)


class Hairline(QWidget):
    """One line between two pieces."""

    def __init__(
        self, role: Role = "hairline", *, upright: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._role: Role = role
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        fill(QPainter(self), self.rect(), self._role)
