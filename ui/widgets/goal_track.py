"""A goal as a track: where it began, where it is now, and the stretch it aims at."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.widgets.theme import theme
from ui.widgets.tip import as_tip


@dataclass(frozen=True, slots=True)
class Progress:
    """Values in the goal's own unit; the aim may be open on a side. ``words`` say it for a screen reader."""

    start: float
    now: float
    aim_low: float | None
    aim_high: float | None
    words: str
    worse: bool = False


class GoalTrack(QWidget):
    """Start as a ring, now as a dot, the way between them filled, the aim as a green box."""

    def __init__(self, progress: Progress | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._progress = progress
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_progress(progress)

    def show_progress(self, progress: Progress | None) -> None:
        """Show another state of the goal, or an empty track."""
        self._progress = progress
        words = progress.words if progress else ""
        self.setAccessibleName(words)
        self.setToolTip(as_tip(words))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        """Take the width there is."""
        return QSize(theme().px(240), theme().px(14))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track, aim, way and marks."""
        worn = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        thick = worn.px(3)
        track = QRectF(0, middle - thick / 2, self.width(), thick)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(worn.color("hairlineStrong"))
        painter.drawRoundedRect(track, thick / 2, thick / 2)
        if self._progress is not None:
            self._paint_progress(painter, self._progress, middle)

    def _paint_progress(self, painter: QPainter, progress: Progress, middle: float) -> None:
        worn = theme()
        radius = worn.px(5)
        places = _Scale(progress, radius, self.width() - radius)
        left, right = places.aim()
        half = worn.px(5)
        painter.setPen(QPen(worn.color("ok"), 1))
        painter.setBrush(worn.color("okTint"))
        painter.drawRoundedRect(
            QRectF(left, middle - half, max(right - left - 0.5, worn.px(6)), half * 2), 2, 2
        )
        ink = "critical" if progress.worse else "accent"
        start, now = places.of(progress.start), places.of(progress.now)
        painter.setPen(QPen(worn.color(ink), worn.px(3)))
        painter.drawLine(QPointF(start, middle), QPointF(now, middle))
        painter.setPen(QPen(worn.color(ink), worn.px(15) / 10))
        painter.setBrush(worn.color("surface"))
        painter.drawEllipse(QPointF(start, middle), worn.px(4), worn.px(4))
        painter.setBrush(worn.color(ink))
        painter.drawEllipse(QPointF(now, middle), worn.px(5), worn.px(5))


class _Scale:
    """Turns values of the goal into places on the track; better is always to the right."""

    def __init__(self, progress: Progress, left: float, right: float) -> None:
        edges = [edge for edge in (progress.aim_low, progress.aim_high) if edge is not None]
        values = [progress.start, progress.now, *edges]
        self._low, self._high = min(values), max(values)
        self._left, self._right = left, right
        self._falls = bool(edges) and progress.start > max(edges)
        self._aims = (progress.aim_low, progress.aim_high)
        span = (self._high - self._low) or 1.0
        if len(edges) == 1:
            self._low, self._high = self._low - span * 0.06, self._high + span * 0.06

    def of(self, value: float) -> float:
        """Give the place of a value."""
        share = (value - self._low) / ((self._high - self._low) or 1.0)
        share = 1 - share if self._falls else share
        return self._left + share * (self._right - self._left)

    def aim(self) -> tuple[float, float]:
        """Give the ends of the aim; an open side reaches to the end of the track."""
        low, high = self._aims
        ends = (self.of(low) if low is not None else None, self.of(high) if high is not None else None)
        match ends:
            case (None, None):
                return self._right, self._right
            case (float() as low_end, float() as high_end):
                return min(low_end, high_end), max(low_end, high_end)
            case _:
                known = next(end for end in ends if end is not None)
                return min(known, self._right - theme().px(40)), self._right + theme().px(5)
