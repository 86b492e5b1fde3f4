"""A trend in a few square centimeters: points on a line, limits as a band, the last one marked."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.widgets.theme import theme
from ui.widgets.tip import as_tip


@dataclass(frozen=True, slots=True)
class Beyond:
    """A reading past the scale, such as a meter's HI or LO, at its place in time: it has no number."""

    at: float
    above: bool


@dataclass(frozen=True, slots=True)
class Trend:
    """Values from the oldest to the newest; ``at`` places them in time (any unit), evenly if it is empty.

    ``lines`` holds one series, or two for a blood pressure. A limit that is None is open on that side.
    ``words`` is the whole trend in one sentence, for those who do not see it. ``beyond`` is marked at the
    upper or lower edge; its places are of the unit of ``at``.
    """

    lines: tuple[tuple[float, ...], ...]
    words: str
    low: float | None = None
    high: float | None = None
    out: bool = False
    at: tuple[float, ...] = ()
    beyond: tuple[Beyond, ...] = ()


def paint_trend(painter: QPainter, where: QRectF, trend: Trend, *, dots: bool = True) -> None:
    """Draw a trend into a rectangle; without ``dots`` only the last point is marked."""
    values = [value for line in trend.lines for value in line]
    if not values and not trend.beyond:
        return
    worn = theme()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = where.adjusted(worn.px(5), worn.px(5), -worn.px(5), -worn.px(5))
    low, high = _span(values, trend)

    def y(value: float) -> float:
        return box.bottom() - (value - low) / (high - low) * box.height()

    _paint_band(
        painter,
        where,
        trend,
        y(trend.low) if trend.low is not None else None,
        y(trend.high) if trend.high is not None else None,
    )
    for line in trend.lines:
        if line:
            x = _places(len(line), trend, box)
            _paint_line(
                painter,
                QPolygonF([QPointF(x[n], y(value)) for n, value in enumerate(line)]),
                trend,
                dots=dots,
            )
    for one in trend.beyond:
        _paint_beyond(painter, _place(one.at, trend, box), where, above=one.above)
    painter.restore()


def _span(values: list[float], trend: Trend) -> tuple[float, float]:
    """Give the lowest and highest value to be seen, with some air; a level trend lies in the middle."""
    seen = [*values, *(limit for limit in (trend.low, trend.high) if limit is not None)]
    low, high = min(seen, default=0.0), max(seen, default=0.0)
    air = (high - low) * 0.08 or max(abs(high) * 0.05, 1.0)
    return low - air, high + air


def _places(count: int, trend: Trend, box: QRectF) -> list[float]:
    if len(trend.at) == count and len({*trend.at, *(one.at for one in trend.beyond)}) > 1:
        return [_place(place, trend, box) for place in trend.at]
    step = box.width() / max(count - 1, 1)
    return [box.left() + step * number if count > 1 else box.center().x() for number in range(count)]


def _place(place: float, trend: Trend, box: QRectF) -> float:
    """Give the x of a place in time; what is alone there stands in the middle."""
    places = [*trend.at, *(one.at for one in trend.beyond)]
    first, length = min(places), max(places) - min(places)
    return box.left() + (place - first) / length * box.width() if length else box.center().x()


def _paint_band(
    painter: QPainter, where: QRectF, trend: Trend, low: float | None, high: float | None
) -> None:
    if trend.low is None and trend.high is None:
        return
    worn = theme()
    top = high if high is not None else where.top()
    bottom = low if low is not None else where.bottom()
    painter.fillRect(QRectF(where.left(), top, where.width(), bottom - top), worn.color("sunken"))
    pen = QPen(worn.color("controlBorder"), 1, Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([3, 3])
    painter.setPen(pen)
    for edge in (high, low):
        if edge is not None:
            level = round(edge) + 0.5
            painter.drawLine(QPointF(where.left(), level), QPointF(where.right(), level))


def _paint_line(painter: QPainter, points: QPolygonF, trend: Trend, *, dots: bool) -> None:
    worn = theme()
    ink = "textSecondary"
    painter.setPen(QPen(worn.color(ink), worn.px(16) / 10))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(points)
    whole: list[QPointF] = points.toList()
    if dots:
        painter.setPen(QPen(worn.color(ink), worn.px(12) / 10))
        painter.setBrush(worn.color("surface"))
        for point in whole[:-1]:
            painter.drawEllipse(point, worn.px(2), worn.px(2))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(worn.color("critical" if trend.out else ink))
    painter.drawEllipse(whole[-1], worn.px(7) / 2, worn.px(7) / 2)


def _paint_beyond(painter: QPainter, x: float, where: QRectF, *, above: bool) -> None:
    """Draw an arrow head that leaves the picture at its upper or lower edge."""
    half = theme().px(4)
    edge, foot = (
        (where.top(), where.top() + 2 * half) if above else (where.bottom(), where.bottom() - 2 * half)
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().color("critical"))
    painter.drawPolygon(QPolygonF([QPointF(x, edge), QPointF(x - half, foot), QPointF(x + half, foot)]))


class Sparkline(QWidget):
    """A trend as a widget; its accessible description is the trend in words."""

    def __init__(
        self,
        trend: Trend | None = None,
        *,
        width: int = 72,
        height: int = 24,
        dots: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Take width and height in pixels before zoom."""
        super().__init__(parent)
        self._trend = trend
        self._dots = dots
        self._size = QSize(theme().px(width), theme().px(height))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_trend(trend)

    def show_trend(self, trend: Trend | None) -> None:
        """Show another trend, or none."""
        self._trend = trend
        words = trend.words if trend else ""
        self.setAccessibleName(words)
        self.setToolTip(as_tip(words))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        """Take the room it was given."""
        return self._size

    @override
    def minimumSizeHint(self) -> QSize:
        """Need half of it."""
        return QSize(self._size.width() // 2, self._size.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the trend."""
        if self._trend is not None:
            paint_trend(QPainter(self), QRectF(self.rect()), self._trend, dots=self._dots)
