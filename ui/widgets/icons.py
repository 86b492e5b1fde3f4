"""One set of icons (Lucide, ISC), drawn in the color of a role, sharp at every size and pixel ratio.

To add one: copy its file from ``lucide-static`` unchanged into ``resources/icons``. A test holds that every
icon named in the code exists and every shipped icon is used.
"""

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from carenurse.app.shipped import shipped
from ui.widgets.theme import theme
from ui.widgets.tokens import Role


@cache
def _source(name: str) -> str:
    """Read one shipped icon. Raises FileNotFoundError for a name nobody shipped."""
    return shipped("icons", f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _drawn(name: str, color: str, pixels: int) -> QPixmap:
    """Draw the icon once for this color and size in device pixels."""
    stroke = theme().tokens.icon["stroke"]
    svg = _source(name).replace("currentColor", color).replace('stroke-width="2"', f'stroke-width="{stroke}"')
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return pixmap


def paint_icon(painter: QPainter, name: str, where: QRect | QRectF, role: Role = "text") -> None:
    """Draw an icon into the middle of a square, in the color that the role has now."""
    box = QRectF(where)
    side = min(box.width(), box.height())
    ratio = painter.device().devicePixelRatioF()
    pixmap = _drawn(name, theme().color(role).name(), round(side * ratio))
    target = QRectF(0, 0, side, side)
    target.moveCenter(box.center())
    target.moveTo(round(target.x() * ratio) / ratio, round(target.y() * ratio) / ratio)
    painter.drawPixmap(target, pixmap, QRectF(pixmap.rect()))


def icon_size(place: str) -> int:
    """Side of an icon in this place (``inChip caption button row rail``), zoomed."""
    return theme().px(theme().tokens.icon[place])
