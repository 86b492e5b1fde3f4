"""Frames, ticks and dots as our fields draw them, whatever style the application wears.

They stand apart from that style: its kinds of control, which PySide makes one by one, are no part of what the
first picture waits for.
"""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from ui.widgets.theme import theme
from ui.widgets.tokens import Role

FIELD_EDGES: dict[str, tuple[Role, Role, float]] = {
    "normal": ("surface", "controlBorder", 1),
    "required": ("surface", "controlBorder", 1),
    "invalid": ("surface", "critical", 2),
    "out-of-limits": ("surface", "critical", 2),
    "carried": ("draftTint", "draft", 1),
    "calculated": ("sunken", "hairlineStrong", 1),
    "read-only": ("surface", "surface", 0),
}
"""How each state of a field is framed: fill, edge, width of the edge in pixels before zoom."""


def rounded(
    painter: QPainter,
    box: QRect | QRectF,
    fill: Role | None,
    edge: Role | None,
    *,
    width: float = 1,
    radius: str = "control",
) -> None:
    """Draw one rounded box of ours: sharp edge inside the rectangle, radius from the tokens."""
    worn = theme()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inset = worn.px(width) / 2 if edge else 0.0
    painter.setPen(QPen(worn.color(edge), inset * 2) if edge else Qt.PenStyle.NoPen)
    painter.setBrush(worn.color(fill) if fill else Qt.BrushStyle.NoBrush)
    corner = max(0.0, worn.px(worn.tokens.radius[radius]) - inset)
    painter.drawRoundedRect(QRectF(box).adjusted(inset, inset, -inset, -inset), corner, corner)
    painter.restore()


def paint_field(painter: QPainter, box: QRect, state: str, *, hovered: bool = False) -> None:
    """Draw the frame of a field in its state; "carried" has a dashed bar at its left."""
    fill, edge, width = FIELD_EDGES.get(state, FIELD_EDGES["normal"])
    if not width:
        return
    rounded(painter, box, "hover" if hovered and state == "normal" else fill, edge, width=width)
    if state == "carried":
        worn = theme()
        painter.save()
        pen = QPen(worn.color("draft"), worn.px(3), Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([1.6, 1.0])
        painter.setPen(pen)
        x = box.left() + worn.px(1.5)
        painter.drawLine(x, box.top() + worn.px(4), x, box.bottom() - worn.px(3))
        painter.restore()


def paint_tick(painter: QPainter, box: QRectF, color: QColor, width: float) -> None:
    """Draw a tick into a box, as the icons draw theirs."""
    path = QPainterPath()
    path.moveTo(box.left() + box.width() * 0.22, box.top() + box.height() * 0.52)
    path.lineTo(box.left() + box.width() * 0.42, box.top() + box.height() * 0.71)
    path.lineTo(box.left() + box.width() * 0.78, box.top() + box.height() * 0.31)
    painter.setPen(
        QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


def paint_check(painter: QPainter, box: QRect, *, ticked: bool, usable: bool) -> None:
    """Draw a check box, filled with the accent and ticked, or empty."""
    worn = theme()
    if not ticked:
        rounded(painter, box, "surface" if usable else "sunken", "controlBorder", width=1.25, radius="chip")
        return
    rounded(painter, box, "accent" if usable else "textSecondary", None, radius="chip")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_tick(painter, QRectF(box), worn.color("onAccent"), worn.px(17) / 10)
    painter.restore()


def paint_radio(painter: QPainter, where: QRect, *, chosen: bool) -> None:
    """Draw a radio button: a ring, thick when it is the chosen one."""
    worn = theme()
    box = QRectF(where)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = box.width() * (0.28 if chosen else 0.07)
    painter.setPen(QPen(worn.color("accent" if chosen else "controlBorder"), width))
    painter.setBrush(worn.color("surface"))
    painter.drawEllipse(box.adjusted(width / 2, width / 2, -width / 2, -width / 2))
    painter.restore()
