"""A tile of the chart: value, change in words, trend with limits, date; pressing it opens the series."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from ui.widgets.focus_ring import remember_reason
from ui.widgets.icons import icon_size, paint_icon
from ui.widgets.sparkline import Trend, paint_trend
from ui.widgets.text import ONE_LINE
from ui.widgets.theme import theme
from ui.widgets.tip import as_tip

_TOP, _HIGH, _LOW = 32, 42, 24
"""Where the trend begins, and its height beside the change and above a long one, in pixels before zoom."""
_ARROWS = {"up": "arrow-up", "down": "arrow-down", "same": "equal"}


@dataclass(frozen=True, slots=True)
class Tile:
    """What a tile says, all of it in words ready to be shown."""

    name: str
    value: str
    unit: str
    when: str
    change: str
    direction: Literal["up", "down", "same", ""]
    limits: str
    trend: Trend
    out: bool = False
    limits_short: str = ""
    """The limits alone, for a tile that is too narrow to say also whose they are; the description says it."""


class TrendTile(QAbstractButton):
    """One value with its past. The description says it all in one sentence."""

    def __init__(self, tile: Tile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tile = tile
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_tile(tile)

    def show_tile(self, tile: Tile) -> None:
        """Show other facts."""
        self._tile = tile
        self.setText(tile.name)
        self.setAccessibleName(f"{tile.name}: {tile.value} {tile.unit}".strip())
        self.setAccessibleDescription(
            ", ".join(part for part in (tile.change, tile.when, tile.limits) if part)
        )
        self._tell_what_is_cut()
        self.update()

    @property
    def shown_value(self) -> str:
        """Give the value as it stands there: one that has no room before the trend says that it goes on."""
        metrics = QFontMetrics(theme().font("tileValue"))
        return metrics.elidedText(self._tile.value, Qt.TextElideMode.ElideRight, self._end() - theme().px(13))

    def _tell_what_is_cut(self) -> None:
        """Say what the trend says, after the whole value where it or its unit has no room."""
        tile = self._tile
        is_cut = self.shown_value != tile.value or self._unit_width() > self._end() - self._unit_left()
        whole = f"{tile.value} {tile.unit}".strip() if is_cut else ""
        told = "\n".join(part for part in (whole, tile.trend.words) if part)
        if as_tip(told) != self.toolTip():
            self.setToolTip(as_tip(told))

    def _trend_width(self) -> int:
        return min(theme().px(96), self.width() * 3 // 10)

    def _end(self) -> int:
        """Say where words beside the trend end."""
        return self.width() - theme().px(13) - self._trend_width() - theme().px(6)

    def _unit_left(self) -> int:
        """Say where the unit begins: behind the value."""
        worn = theme()
        value = QFontMetrics(worn.font("tileValue")).horizontalAdvance(self.shown_value)
        return worn.px(13) - 1 + value + worn.px(4)

    def _unit_width(self) -> int:
        return QFontMetrics(theme().font("secondary")).horizontalAdvance(self._tile.unit)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the tooltip true."""
        super().resizeEvent(event)
        self._tell_what_is_cut()

    @override
    def sizeHint(self) -> QSize:
        """Be as high as its lines."""
        return QSize(theme().px(282), theme().px(107))

    @override
    def minimumSizeHint(self) -> QSize:
        """Need room for value and half a trend."""
        return QSize(theme().px(210), theme().px(107))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card, the words at the left, the trend at the right, the limits below a line."""
        worn = theme()
        painter = QPainter(self)
        self._paint_card(painter)
        inset = worn.px(13)
        foot = self.height() - worn.px(28)
        painter.fillRect(QRect(1, foot, self.width() - 2, 1), worn.color("hairline"))
        width, room = self._trend_width(), self._end()
        beneath = self._change_width() > room - inset
        self._paint_words(painter, inset, room, self.width() - inset if beneath else room)
        limits = QRect(inset, foot, self.width() - 2 * inset, worn.px(27))
        painter.setFont(worn.font("caption"))
        painter.setPen(worn.color("textSecondary"))
        said = self._tile.limits
        if self._tile.limits_short and painter.fontMetrics().horizontalAdvance(said) > limits.width():
            said = self._tile.limits_short
        cut = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, limits.width())
        painter.drawText(limits, Qt.AlignmentFlag.AlignVCenter, cut)
        high = _LOW if beneath else _HIGH
        where = QRectF(self.width() - inset - width, worn.px(_TOP), width, worn.px(high))
        paint_trend(painter, where, self._tile.trend)

    def _paint_card(self, painter: QPainter) -> None:
        worn = theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        corner = worn.px(worn.tokens.radius["panel"])
        path.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)
        painter.fillPath(path, worn.color("hover" if self.underMouse() or self.isDown() else "surface"))
        if self._tile.out:
            painter.save()
            painter.setClipRect(QRect(0, 0, worn.px(3), self.height()))
            painter.fillPath(path, worn.color("critical"))
            painter.restore()
        painter.setPen(QPen(worn.color("criticalLine" if self._tile.out else "hairline"), 1))
        painter.drawPath(path)

    def _change_width(self) -> int:
        arrow = icon_size("inChip") + theme().px(3) if self._tile.direction else 0
        return QFontMetrics(theme().font("caption", weight=500)).horizontalAdvance(self._tile.change) + arrow

    def _paint_words(self, painter: QPainter, inset: int, end: int, change_end: int) -> None:
        """Write the words; those beside the trend end before it. A long change stands under a lower trend."""
        worn, tile = theme(), self._tile
        head = QRect(inset, worn.px(8), self.width() - 2 * inset, worn.line("secondary"))
        painter.setFont(worn.font("caption"))
        painter.setPen(worn.color("textSecondary"))
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, tile.when)
        used = QFontMetrics(worn.font("caption")).horizontalAdvance(tile.when) + worn.px(8)
        painter.setFont(worn.font("label"))
        painter.setPen(worn.color("text"))
        name = painter.fontMetrics().elidedText(tile.name, Qt.TextElideMode.ElideRight, head.width() - used)
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, name)
        value = QRect(inset - 1, worn.px(26), self.width(), worn.line("tileValue"))
        painter.setFont(worn.font("tileValue"))
        painter.drawText(value, Qt.AlignmentFlag.AlignVCenter, self.shown_value)
        left = self._unit_left()
        painter.setFont(worn.font("secondary"))
        painter.setPen(worn.color("textSecondary"))
        unit = QRect(left, value.top() + worn.px(5), end - left, value.height() - worn.px(5))
        if self._unit_width() <= unit.width():
            painter.drawText(unit, Qt.AlignmentFlag.AlignVCenter, tile.unit)
        self._paint_change(painter, inset, change_end)

    def _paint_change(self, painter: QPainter, inset: int, end: int) -> None:
        worn, tile = theme(), self._tile
        side = icon_size("inChip")
        line = QRect(inset, worn.px(56), end - inset, worn.line("caption"))
        ink = "critical" if tile.out else "textSecondary"
        if tile.direction:
            mark = QRect(line.left(), line.center().y() - side // 2 + 1, side, side)
            paint_icon(painter, _ARROWS[tile.direction], mark, ink)
            line.setLeft(line.left() + side + worn.px(3))
        painter.setFont(worn.font("caption", weight=500))
        painter.setPen(worn.color(ink))
        cut = painter.fontMetrics().elidedText(tile.change, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, ONE_LINE, cut)

    @override
    def focusInEvent(self, e: QFocusEvent) -> None:
        """Remember whether keys or the mouse brought the focus."""
        remember_reason(self, e.reason())
        super().focusInEvent(e)
