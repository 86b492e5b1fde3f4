"""The ground of the week: day heads, hour lines, weekend tone, the line of the present moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from carenurse.translations import tr, trn
from ui.schedule.geometry import WEEKEND, Grid
from ui.schedule.words import day_head
from ui.widgets.theme import theme
from ui.widgets.tokens import Role, Step

HEAD_HEIGHT = 38
_NARROW = 60


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the grid stands in the viewport: after the hours' names, the first hour at ``offset``."""

    grid: Grid
    gutter: int
    offset: int
    width: int
    today: date | None

    def days(self) -> list[tuple[date, int, int]]:
        """List the days with left and right edge."""
        lefts = self.grid.lefts
        return [
            (day, lefts[place] + self.gutter, lefts[place + 1] + self.gutter)
            for place, day in enumerate(self.grid.days)
        ]


def paint_grid(painter: QPainter, ground: Ground) -> None:
    """Draw columns, hour lines and the hours' names."""
    worn, grid = theme(), ground.grid
    for day, left, right in ground.days():
        box = QRect(left, ground.offset, right - left, grid.height)
        if day == ground.today:
            painter.fillRect(box, _today_tint())
        elif day.weekday() >= WEEKEND:
            painter.fillRect(box, worn.color("sunken"))
        painter.fillRect(QRect(left, ground.offset, 1, grid.height), worn.color("hairline"))
    painter.setFont(worn.font("secondary", tabular=True))
    for hour in range(grid.first_hour, grid.last_hour + 1):
        y = ground.offset + (hour - grid.first_hour) * grid.hour_height
        painter.fillRect(QRect(ground.gutter, y, ground.width - ground.gutter, 1), worn.color("hairline"))
        if hour > grid.first_hour:
            painter.setPen(worn.color("textSecondary"))
            box = QRect(0, y - worn.px(10), ground.gutter - worn.px(8), worn.px(20))
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, flags, f"{hour:02}")


def paint_head(painter: QPainter, ground: Ground, counts: Mapping[date, int]) -> None:
    """Draw the days' names with their number of visits."""
    worn = theme()
    height = worn.px(HEAD_HEIGHT)
    painter.fillRect(QRect(0, 0, ground.width, height), worn.color("surface"))
    for day, left, right in ground.days():
        box = QRect(left, 0, right - left, height)
        if day == ground.today:
            painter.fillRect(box, worn.color("accentTint"))
        elif day.weekday() >= WEEKEND:
            painter.fillRect(box, worn.color("sunken"))
        role: Role = "accent" if day == ground.today else "text"
        narrow = box.width() < worn.px(_NARROW)
        count = trn("{number} visit", "{number} visits", counts[day]) if counts[day] else tr("free")
        below = str(counts[day]) if narrow and counts[day] else count
        lines: tuple[tuple[str, Step, Role], ...] = (
            (day_head(day), "label", role),
            (below, "caption", "textSecondary"),
        )
        _head_lines(painter, box, lines)
        painter.fillRect(QRect(left, 0, 1, height), worn.color("hairline"))
    painter.fillRect(QRect(0, height - 1, ground.width, 1), worn.color("hairlineStrong"))


def _head_lines(painter: QPainter, box: QRect, lines: tuple[tuple[str, Step, Role], ...]) -> None:
    worn = theme()
    y = box.top() + worn.px(3)
    for text, step, role in lines:
        painter.setFont(worn.font(step))
        painter.setPen(worn.color(role))
        line = QRect(box.left(), y, box.width(), worn.line("caption"))
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, text)
        y += worn.line("caption")


def paint_now(painter: QPainter, ground: Ground, now: datetime) -> None:
    """Draw the red line of the present moment across today."""
    grid = ground.grid
    if now.date() not in grid.days or not grid.first_hour <= now.hour < grid.last_hour:
        return
    worn = theme()
    left, width = grid.column(now.date())
    x, y = left + ground.gutter, ground.offset + grid.y_of(now)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(worn.color("critical"), worn.px(2)))
    painter.drawLine(QPointF(x, y), QPointF(x + width, y))
    painter.setBrush(worn.color("critical"))
    painter.setPen(Qt.PenStyle.NoPen)
    radius = worn.px(4)
    painter.drawEllipse(QRectF(x - radius, y - radius, 2 * radius, 2 * radius))
    painter.restore()


def _today_tint() -> QColor:
    """Thin the accent tint, so that white blocks stand out on it."""
    color = QColor(theme().color("accentTint"))
    color.setAlphaF(0.45)
    return color
