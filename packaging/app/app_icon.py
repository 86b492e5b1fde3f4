"""The icon of the application, drawn from the icon that stands in its window: no picture is kept twice."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Final

from PIL import Image
from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

_SIZE: Final = 1024
_OF_LINUX: Final = 512
_INSET, _ROUND = 0.22, 0.2
"""Of its edge: the free border around the drawing, and how round its corners are."""
_OF_WINDOWS: Final = [(edge, edge) for edge in (16, 24, 32, 48, 64, 128, 256)]


def write_icons(folder: Path) -> None:
    """Write ``carenurse.png`` (512), ``.ico`` (Windows) and ``.icns`` (macOS) into a folder."""
    _drawn(_OF_LINUX).save(folder / "carenurse.png")
    icon = _drawn(_SIZE)
    icon.save(folder / "carenurse.ico", sizes=_OF_WINDOWS)
    icon.save(folder / "carenurse.icns")


def _drawn(edge: int) -> Image.Image:
    """Draw the hand with the heart on the accent's color, without a window and without a display."""
    colors = json.loads((files("resources") / "tokens.json").read_bytes())["color"]["light"]
    svg = (files("resources") / "icons" / "hand-heart.svg").read_text(encoding="utf-8")
    picture = QImage(edge, edge, QImage.Format.Format_RGBA8888)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colors["accent"]))
    painter.drawRoundedRect(QRectF(0, 0, edge, edge), edge * _ROUND, edge * _ROUND)
    drawing = QSvgRenderer(QByteArray(svg.replace("currentColor", colors["onAccent"]).encode()))
    inset = edge * _INSET
    drawing.render(painter, QRectF(inset, inset, edge - 2 * inset, edge - 2 * inset))
    painter.end()
    return Image.frombytes("RGBA", (edge, edge), bytes(picture.constBits()))
